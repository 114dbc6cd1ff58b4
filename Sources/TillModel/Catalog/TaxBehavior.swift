/// Whether a price contains tax.
public enum TaxBehavior: String, Sendable, Hashable, Codable {
    /// Tax is added to it.
    case exclusive
    /// Tax is in it.
    case inclusive
}
