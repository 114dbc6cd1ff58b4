import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A provider's own event, as it was sent: what `till.on("stripe:…")` gets.
public struct NativeEvent: Sendable, Hashable, Codable {
    /// The provider's name for the event; the same on every delivery of it.
    public let id: String
    /// Who sent it.
    public let provider: ProviderName
    /// Its type as the provider spells it, such as `invoice.upcoming`.
    public let type: String
    /// When it happened, by the provider's clock.
    public let occurredAt: Date
    /// The raw body, verified; JSON.
    public let body: String
    /// The order that it is about, as it was when the event was recorded; nil when none is known.
    public let order: Order?

    /// An event of a provider's.
    package init(
        id: String, provider: ProviderName, type: String, occurredAt: Date, body: String, order: Order?
    ) {
        self.id = id
        self.provider = provider
        self.type = type
        self.occurredAt = occurredAt
        self.body = body
        self.order = order
    }

    /// Reads the body as a type of the team's own, with the fields that matter.
    public func json<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(body.utf8))
    }
}
