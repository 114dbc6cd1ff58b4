/// What `catalog.drifted` carries: one thing at a provider that is not as it was pushed there.
public struct CatalogDriftEvent: Sendable, Hashable, Codable {
    /// Where it is; nil when providers disagree with each other.
    public let provider: ProviderName?
    /// What of the catalog it stands for, as `catalog drift` writes it: `price pro/monthly`.
    public let key: String
    /// What kind of difference it is; `class` on the wire.
    public let kind: DriftClass
    /// The provider's own ids of what differs; empty where providers disagree.
    public let ids: [String]
    /// The fields that differ, by the provider's names.
    public let fields: [String]
    /// What is so: one sentence without a full stop.
    public let message: String
    /// What a person does about it.
    public let suggestion: String

    private enum CodingKeys: String, CodingKey {
        case provider, key
        case kind = "class"
        case ids, fields, message, suggestion
    }

    /// A payload.
    package init(
        provider: ProviderName?, key: String, kind: DriftClass, ids: [String], fields: [String], message: String,
        suggestion: String
    ) {
        self.provider = provider
        self.key = key
        self.kind = kind
        self.ids = ids
        self.fields = fields
        self.message = message
        self.suggestion = suggestion
    }
}
