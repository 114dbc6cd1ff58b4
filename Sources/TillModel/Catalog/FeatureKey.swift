/// Names a feature in code, so that a hook about a feature that no longer exists stops compiling.
///
/// `catalog generate swift` writes one for each feature: `Features.search`.
public struct FeatureKey: RawRepresentable, Sendable, Hashable {
    /// What `products.yaml` calls it.
    public let rawValue: String

    /// The feature of a key.
    public init(_ key: String) { rawValue = key }

    /// The feature of a key.
    public init(rawValue: String) { self.init(rawValue) }
}

extension FeatureKey: CustomStringConvertible {
    /// The key.
    public var description: String { rawValue }
}

extension Feature {
    /// Whether it is this one, whatever its limit.
    public func `is`(_ feature: FeatureKey) -> Bool { key == feature.rawValue }
}

extension Product {
    /// Whether it gives this feature.
    public func gives(_ feature: FeatureKey) -> Bool { features.contains { $0.is(feature) } }
}
