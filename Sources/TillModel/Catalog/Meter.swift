/// What is measured to be paid for: calls, gigabytes.
public struct Meter: Sendable, Hashable {
    /// How the readings of one period become one number.
    public enum Aggregation: String, Sendable, Hashable, Codable, CaseIterable {
        /// All readings together.
        case sum
        /// How many readings there were.
        case count
        /// The largest reading.
        case max
        /// The last reading.
        case last
    }

    /// What the file calls it.
    public let key: String
    /// What buyers read; the key when the file says nothing.
    public let name: String
    /// What one unit is, such as `call`; nil when the file does not say.
    public let unit: String?
    /// How readings become one number.
    public let aggregation: Aggregation
    /// What buyers read in other languages, by language tag.
    public let translations: [String: Translation]

    /// A meter.
    public init(
        key: String, name: String, unit: String? = nil, aggregation: Aggregation = .sum,
        translations: [String: Translation] = [:]
    ) {
        self.key = key
        self.name = name
        self.unit = unit
        self.aggregation = aggregation
        self.translations = translations
    }
}
