/// Something a product gives, as a name and, where it is counted, a limit.
public struct Feature: Sendable, Hashable, Codable {
    /// What the file calls it.
    public let key: String
    /// How many of it; nil when it is simply there, or without a limit.
    public let limit: Int?

    /// A feature, limited or not.
    public init(key: String, limit: Int? = nil) {
        self.key = key
        self.limit = limit
    }
}

/// What a feature is, declared once for all products that give it.
public struct FeatureDefinition: Sendable, Hashable {
    /// How much of it one can have.
    public enum Kind: Sendable, Hashable {
        /// One has it, or not.
        case boolean
        /// One has a number of it; what one unit is, nil when the file does not say.
        case limited(unit: String?)
        /// Its use is measured by the meter of that key.
        case metered(meter: String)
    }

    /// What the file calls it.
    public let key: String
    /// What buyers read; the key when the file says nothing.
    public let name: String
    /// How much of it one can have.
    public let kind: Kind
    /// What buyers read in other languages, by language tag.
    public let translations: [String: Translation]

    /// A feature that products can give.
    public init(key: String, name: String, kind: Kind = .boolean, translations: [String: Translation] = [:]) {
        self.key = key
        self.name = name
        self.kind = kind
        self.translations = translations
    }
}
