/// Texts for buyers in another language.
public struct Translation: Sendable, Hashable, Codable {
    /// The name; nil where it is not translated.
    public var name: String?
    /// The description; nil where it is not translated.
    public var details: String?
    /// The badge; nil where it is not translated.
    public var badge: String?

    /// Texts, as far as they are translated.
    public init(name: String? = nil, details: String? = nil, badge: String? = nil) {
        self.name = name
        self.details = details
        self.badge = badge
    }
}
