/// A kind of credit that buyers hold and use up.
public struct CreditType: Sendable, Hashable {
    /// What the file calls it.
    public let key: String
    /// What buyers read; the key when the file says nothing.
    public let name: String
    /// What buyers read in other languages, by language tag.
    public let translations: [String: Translation]

    /// A kind of credit.
    public init(key: String, name: String, translations: [String: Translation] = [:]) {
        self.key = key
        self.name = name
        self.translations = translations
    }
}

/// Credits that come with a product.
public struct CreditGrant: Sendable, Hashable, Codable {
    /// The key of the kind of credit.
    public let credit: String
    /// How many; at least 1.
    public let amount: Int
    /// How long they last; nil for without end.
    public let lasts: CalendarDuration?

    /// Some credits of a kind.
    public init(credit: String, amount: Int, lasts: CalendarDuration? = nil) {
        self.credit = credit
        self.amount = amount
        self.lasts = lasts
    }
}
