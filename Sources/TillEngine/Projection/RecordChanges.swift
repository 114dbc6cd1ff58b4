import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What became of an order in one transaction, field by field: from what, to what.
///
/// Kept beside each event of the transaction, so that anybody can see later what an event stands for.
package struct RecordChanges: Sendable, Hashable, Codable {
    package let changes: [RecordChange]

    package var isEmpty: Bool { changes.isEmpty }

    package init(_ changes: [RecordChange] = []) { self.changes = changes }

    /// Reads what was kept; empty where nothing was, or where another program wrote it in a way that is not known.
    package init(stored text: String?) {
        // Looking at an old row must not fail for one field of it; what it says is then left out.
        let known = text.flatMap { try? JSONDecoder().decode([RecordChange].self, from: Data($0.utf8)) }
        self.init(known ?? [])
    }

    /// The differences between an order before a transaction and after it.
    ///
    /// - `before`: Nil for an order that is new.
    package init(before: OrderRecord?, after: OrderRecord) {
        var changes: [RecordChange] = []
        changes += Self.fields(
            "order", after.order.id.rawValue, before.map { Self.fields(of: $0.order) } ?? [:],
            Self.fields(of: after.order))
        for payment in after.payments {
            let known = before?.payments.first { $0.id == payment.id }
            changes += Self.fields(
                "payment", payment.remoteID, known.map(Self.fields(of:)) ?? [:], Self.fields(of: payment))
        }
        for refund in after.refunds {
            let known = before?.refunds.first { $0.id == refund.id }
            changes += Self.fields(
                "refund", refund.id.rawValue, known.map(Self.fields(of:)) ?? [:], Self.fields(of: refund))
        }
        for subscription in after.subscriptions {
            let known = before?.subscriptions.first { $0.id == subscription.id }
            changes += Self.fields(
                "subscription", subscription.remoteID, known.map(Self.fields(of:)) ?? [:],
                Self.fields(of: subscription))
        }
        self.changes = changes
    }

    package static func + (first: RecordChanges, second: RecordChanges) -> RecordChanges {
        RecordChanges(first.changes + second.changes)
    }

    // MARK: - Fields

    private static func fields(of order: Order) -> [RecordChange.Field: String] {
        var fields: [RecordChange.Field: String] = [.status: order.status.rawValue, .total: order.total.description]
        fields[.paidAt] = order.paidAt?.rfc3339
        return fields
    }

    private static func fields(of payment: Payment) -> [RecordChange.Field: String] {
        var fields: [RecordChange.Field: String] = [
            .status: payment.status.rawValue, .total: payment.total.description,
        ]
        if !payment.refunded.isZero { fields[.refunded] = payment.refunded.description }
        fields[.alias] = payment.aliasID
        fields[.failure] = payment.failureReason
        if payment.isDuplicate { fields[.duplicate] = "yes" }
        return fields
    }

    private static func fields(of refund: Refund) -> [RecordChange.Field: String] {
        [.status: refund.status.rawValue, .total: refund.total.description]
    }

    private static func fields(of subscription: Subscription) -> [RecordChange.Field: String] {
        var fields: [RecordChange.Field: String] = [
            .status: subscription.status.rawValue, .endsWithPeriod: subscription.cancelsAtPeriodEnd ? "yes" : "no",
        ]
        fields[.periodEnd] = subscription.currentPeriodEndsAt?.rfc3339
        return fields
    }

    /// The fields that differ, in their order.
    private static func fields(
        _ entity: String, _ id: String, _ before: [RecordChange.Field: String], _ after: [RecordChange.Field: String]
    ) -> [RecordChange] {
        RecordChange.Field.allCases.compactMap { field in
            guard before[field] != after[field] else { return nil }
            return RecordChange(entity: entity, id: id, field: field, from: before[field], to: after[field])
        }
    }
}

/// One field of an order, a payment, a refund or a subscription that changed.
package struct RecordChange: Sendable, Hashable, Codable {
    /// What can change, in the order in which it is told.
    package enum Field: String, Sendable, Hashable, Codable, CaseIterable {
        case status, total, refunded
        case paidAt = "paid_at"
        case failure, duplicate, alias
        case periodEnd = "period_end"
        case endsWithPeriod = "ends_with_period"
    }

    /// `order`, `payment`, `refund` or `subscription`.
    package let entity: String
    /// The provider's id, or ours where it has none.
    package let id: String
    package let field: Field
    /// Nil when there was nothing before.
    package let from: String?
    /// Nil when there is nothing any more.
    package let to: String?

    package init(entity: String, id: String, field: Field, from: String?, to: String?) {
        self.entity = entity
        self.id = id
        self.field = field
        self.from = from
        self.to = to
    }
}

extension RecordChange: CustomStringConvertible {
    /// As a person reads it: `payment pi_1 status processing → succeeded`.
    package var description: String {
        "\(entity) \(id) \(field.rawValue) \(from ?? "(none)") → \(to ?? "(none)")"
    }
}

extension RecordChanges {
    /// What a message did that made no event.
    var sentence: String {
        guard !isEmpty else { return "nothing new: what it says was known, or is older than what is known" }
        return "no event: " + changes.map(\.description).joined(separator: ", ")
    }
}
