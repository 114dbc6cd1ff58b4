import TillEngine
import TillModel
import TillServer
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The story of an order, for a person at night and for a program.
enum OrderStoryView {
    static func text(_ story: OrderStory) -> String {
        let order = story.order
        var text = "\(order.id)  \(order.status.rawValue)  \(order.total)\n"
        text += "  made \(order.createdAt.rfc3339)"
        if let paidAt = order.paidAt { text += ", paid \(paidAt.rfc3339)" }
        text += "\n  \(order.account.provider) \(order.account.mode), session \(story.sessionID ?? "not known yet")\n"
        text += section(
            "Items",
            order.items.map { "\($0.quantity) × \($0.reference)  \($0.unitPrice)  = \($0.subtotal)" })
        text += section(
            "Payments",
            story.payments.map { payment in
                let extra = payment.isDuplicate ? "  duplicate: refund it at the provider" : ""
                let reason = payment.failureReason.map { "  \($0)" } ?? ""
                let refunded = payment.refunded.isZero ? "" : "  refunded \(payment.refunded)"
                return "\(payment.remoteID)  \(payment.status.rawValue)  \(payment.total)\(refunded)\(reason)\(extra)"
            })
        text += section(
            "Refunds",
            story.refunds.map { refund in
                let reason = refund.reason.map { "  \($0)" } ?? ""
                return "\(refund.remoteID ?? refund.id.rawValue)  \(refund.status.rawValue)  \(refund.total)\(reason)"
            })
        text += section(
            "Subscriptions", story.subscriptions.map { "\($0.remoteID)  \($0.status.rawValue)" })
        text += section("What happened", timeline(story))
        text += "\nNow: \(OrderAdvice.sentence(for: story))\n"
        return text
    }

    static func json(_ story: OrderStory) -> [String: any Encodable] {
        [
            "order": OrderAnswer(story.order, payments: story.payments),
            "session": story.sessionID,
            "webhooks": story.webhooks.map(WebhookAnswer.init),
            "events": story.events.map(EventAnswer.init),
            "hook_runs": story.hookRuns.map(HookRunAnswer.init),
            "advice": OrderAdvice.sentence(for: story),
        ]
    }

    private static func section(_ title: String, _ lines: [String]) -> String {
        lines.isEmpty ? "" : "\n\(title)\n" + lines.map { "  \($0)\n" }.joined()
    }

    /// Everything that has a time, in its order: by our own clock, since a provider's counts whole seconds.
    private static func timeline(_ story: OrderStory) -> [String] {
        var entries: [(at: Date, rank: Int, text: String)] = [(story.order.createdAt, 0, "order made")]
        entries += story.webhooks.map { webhook in
            let reason = webhook.reason.map { ": \($0)" } ?? ""
            return (
                webhook.receivedAt, 1,
                "webhook  \(webhook.type) \(webhook.dedupKey) \(webhook.status.rawValue)\(reason)"
            )
        }
        entries += story.events.map { ($0.recordedAt, 2, "event    \($0.kind) \($0.id)") }
        entries += story.hookRuns.map { run in
            let error = run.error.map { ": \($0)" } ?? ""
            return (
                run.finishedAt ?? run.createdAt, 3,
                "hook     \(run.hook) \(run.status.rawValue) after \(run.attempts) attempt(s)\(error)"
            )
        }
        // A sort keeps no order among equals, so the place stands beside the time.
        return entries.enumerated().sorted {
            ($0.element.at, $0.element.rank, $0.offset) < ($1.element.at, $1.element.rank, $1.offset)
        }.map { "\($0.element.at.rfc3339)  \($0.element.text)" }
    }
}

/// A stored webhook on the wire.
struct WebhookAnswer: Encodable {
    let id: String
    let event: String
    let type: String
    let object: String
    let status: String
    let attempts: Int
    let reason: String?
    let order: Order.ID?
    let receivedAt: Date

    init(_ webhook: InboxTable.Stored) {
        id = webhook.id
        event = webhook.dedupKey
        type = webhook.type
        object = webhook.objectID
        status = webhook.status.rawValue
        attempts = webhook.attempts
        reason = webhook.reason
        order = webhook.order
        receivedAt = webhook.receivedAt
    }
}

/// An event on the wire.
struct EventAnswer: Encodable {
    let id: Event.ID
    let type: EventKind
    let order: Order.ID
    let sequence: Int
    let occurredAt: Date

    init(_ event: Event) {
        id = event.id
        type = event.kind
        order = event.order
        sequence = event.sequence
        occurredAt = event.occurredAt
    }
}

/// A hook's run on the wire.
struct HookRunAnswer: Encodable {
    let id: String
    let hook: String
    let event: Event.ID
    let order: Order.ID
    let status: String
    let attempts: Int
    let error: String?
    let nextAt: Date?
    let finishedAt: Date?

    init(_ run: HookRunTable.Stored) {
        id = "\(run.event)/\(run.hook)"
        hook = run.hook
        event = run.event
        order = run.order
        status = run.status.rawValue
        attempts = run.attempts
        error = run.error
        nextAt = run.nextAt
        finishedAt = run.finishedAt
    }
}
