#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Something that became true in our records.
///
/// Its identifier is worked out from what happened, so the same thing can never become two events.
public struct Event: Sendable, Hashable, Identified {
    /// Prefix `evt`.
    public static let identifierPrefix = "evt"
    /// An event's identifier.
    public typealias ID = Identifier<Event>

    /// The same on every attempt, retry and replay.
    public let id: ID
    /// What became true.
    public let kind: EventKind
    /// The order it is about; nil for one that is about none, such as `catalog.drifted`.
    public var order: Order.ID? { Order.ID(rawValue: entity) }
    /// What its sequence counts in: the order's id, or the name of what else it is about.
    package let entity: String
    /// Its place among the events of its order, from 1.
    public let sequence: Int
    /// When it happened, by the provider's clock.
    public let occurredAt: Date
    /// When it was written down, by our own clock.
    public let recordedAt: Date
    /// The payload as JSON, as the wire has it.
    public let data: String

    /// An event as the store has it.
    package init(
        id: ID, kind: EventKind, entity: String, sequence: Int, occurredAt: Date, recordedAt: Date, data: String
    ) {
        self.id = id
        self.kind = kind
        self.entity = entity
        self.sequence = sequence
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
        self.data = data
    }

    /// An event about an order.
    package init(
        id: ID, kind: EventKind, order: Order.ID, sequence: Int, occurredAt: Date, recordedAt: Date, data: String
    ) {
        self.init(
            id: id, kind: kind, entity: order.rawValue, sequence: sequence, occurredAt: occurredAt,
            recordedAt: recordedAt, data: data)
    }
}
