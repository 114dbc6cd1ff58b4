import TillEngine
import TillModel
import TillStore

/// What, if anything, a person should do about an order now: one sentence, the most urgent thing first.
enum OrderAdvice {
    static func sentence(for story: OrderStory) -> String {
        if let run = story.hookRuns.first(where: { $0.status == .dead }) {
            return "hook \(run.hook) gave up; mend its cause, then: catalog hooks retry \(run.event)/\(run.hook)"
        }
        if let webhook = story.webhooks.first(where: { $0.status == .dead }), story.order.status == .pending {
            return "webhook \(webhook.dedupKey) is dead (\(webhook.reason ?? "no reason")); mend its cause, then: "
                + "catalog inbox retry \(webhook.dedupKey)"
        }
        if story.webhooks.contains(where: { [.received, .waiting, .retry].contains($0.status) }) {
            return
                "a webhook is still to be applied; the reasons stand above. When none changes, is the server running?"
        }
        return switch story.order.status {
        case .pending: pending(story)
        case .quarantined: quarantined(story)
        case .expired: "the payment page closed unpaid; the buyer may begin a new order."
        case .canceled: "the provider refused to open a payment page; the server's log of that time says why."
        case .paid, .partiallyRefunded, .refunded: settled(story)
        }
    }

    private static func pending(_ story: OrderStory) -> String {
        if let payment = story.payments.last(where: { $0.status == .processing }) {
            return "the money is on its way (\(payment.remoteID)); banks take days for it. Nothing to do."
        }
        if story.order.kind == .renewal {
            return
                "the provider could not collect this period and tries again by itself; the subscription says how it is."
        }
        if story.sessionID == nil {
            return "the provider was asked for a payment page and its answer is not known; nothing was charged."
        }
        if story.payments.contains(where: { $0.status == .failed }) {
            return "the buyer's payment was refused, and no other has come yet."
        }
        return
            "no webhook has arrived for it. Either the buyer has not paid, or webhooks do not reach this server: look at "
            + "the session at the provider, at the endpoint's deliveries there, and at: catalog inbox list --status dead"
    }

    private static func quarantined(_ story: OrderStory) -> String {
        let isReturned = story.payments.allSatisfy { $0.refunded == $0.total }
        guard !isReturned || story.payments.isEmpty else {
            return "money that did not fit was given back; nothing to do."
        }
        return "money arrived that does not fit this order, so it is not fulfilled; `catalog events list --type "
            + "payment.mismatch` names the event that says why. Refund it at the provider, or fulfil by hand."
    }

    private static func settled(_ story: OrderStory) -> String {
        if story.payments.contains(where: { $0.isDuplicate && $0.refunded != $0.total }) {
            return "it was paid more than once; refund the duplicate at the provider."
        }
        let waiting = story.hookRuns.filter { $0.status != .succeeded }
        return waiting.isEmpty ? "nothing to do." : "\(waiting.count) hook run(s) are still to be done."
    }
}
