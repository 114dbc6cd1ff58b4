/// Names a coupon in code, so that a hook about a coupon that no longer exists stops compiling.
///
/// `catalog generate swift` writes one for each coupon: `Coupons.launch20`.
public struct CouponKey: RawRepresentable, Sendable, Hashable {
    /// What `products.yaml` calls it.
    public let rawValue: String

    /// The coupon of a key.
    public init(_ key: String) { rawValue = key }

    /// The coupon of a key.
    public init(rawValue: String) { self.init(rawValue) }
}

extension CouponKey: CustomStringConvertible {
    /// The key.
    public var description: String { rawValue }
}

extension Coupon {
    /// Whether it is this one.
    public func `is`(_ coupon: CouponKey) -> Bool { key == coupon.rawValue }
}
