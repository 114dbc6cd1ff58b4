import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What, if anything, is wrong with an order now, and what a person should do about it.
package struct OrderAdvice: Sendable, Hashable, Encodable {
    /// A stable word for programs.
    package enum Code: String, Sendable, Hashable, Encodable, CaseIterable {
        case hookDead = "hook_dead"
        case webhookDead = "webhook_dead"
        case laneStuck = "lane_stuck"
        case webhookWaiting = "webhook_waiting"
        case webhookRetrying = "webhook_retrying"
        case webhookUnapplied = "webhook_unapplied"
        case callUnknown = "provider_call_unknown"
        case moneyOnItsWay = "money_on_its_way"
        case periodUnpaid = "period_unpaid"
        case paymentRefused = "payment_refused"
        case pageOpen = "page_open"
        case pageOver = "page_over"
        case noWebhook = "no_webhook"
        case expired, canceled
        case doesNotFit = "does_not_fit"
        case returned
        case paidTwice = "paid_twice"
        case hookUnfinished = "hook_unfinished"
        case nothing
    }

    package let code: Code
    /// What is wrong, in plain words.
    package let words: String
    /// What to do, one after another; a command is a line to type.
    package let steps: [String]

    init(_ code: Code, _ words: String, _ steps: [String] = []) {
        self.code = code
        self.words = words
        self.steps = steps
    }

    /// Everything that is to be said, the most urgent first; never empty.
    package static func all(for story: OrderStory, at now: Date) -> [OrderAdvice] {
        let trouble = hooks(story) + deadWebhooks(story) + unfinishedWebhooks(story, at: now) + calls(story)
        let state = status(story, at: now)
        if trouble.isEmpty { return [state] }
        return state.code == .nothing || state.code == .pageOpen || state.code == .noWebhook
            ? trouble : trouble + [state]
    }

    // MARK: - Rows that are stuck

    private static func hooks(_ story: OrderStory) -> [OrderAdvice] {
        story.hookRuns.compactMap { run in
            let id = "\(run.event)/\(run.hook)"
            switch run.status {
            case .dead:
                let letter = DeadLetter(hookError: run.error ?? "", attempts: run.attempts)
                return OrderAdvice(
                    .hookDead, "hook \(run.hook) gave up: \(letter.detail)",
                    [letter.reason.remedy, "catalog hooks retry \(id)"])
            case .retrying:
                let next = run.nextAt.map { " It is tried again at \(TimeWords.instant($0)) UTC." } ?? ""
                return OrderAdvice(
                    .hookUnfinished, "hook \(run.hook) failed \(run.attempts) time(s): \(run.error ?? "").\(next)",
                    ["catalog hooks retry \(id)   to try at once"])
            case .pending, .running, .succeeded:
                return nil
            }
        }
    }

    private static func deadWebhooks(_ story: OrderStory) -> [OrderAdvice] {
        story.webhooks.filter { $0.status == .dead }.map { webhook in
            let letter = DeadLetter(stored: webhook.reason ?? "")
            let why = letter.map { "\($0.reason.meaning) (\($0))" } ?? webhook.reason ?? "No reason was kept."
            let retry = "catalog inbox retry \(webhook.dedupKey)"
            return OrderAdvice(
                .webhookDead, "webhook \(webhook.dedupKey) (\(webhook.type)) is dead. \(why)",
                (letter.map { [$0.reason.remedy] } ?? []) + (letter?.reason.isRetryUseful == false ? [] : [retry]))
        }
    }

    private static func unfinishedWebhooks(_ story: OrderStory, at now: Date) -> [OrderAdvice] {
        let unfinished = story.webhooks.filter { $0.nextAt != nil }
        guard !unfinished.isEmpty else { return [] }
        let stuck = story.lanes.compactMap { lane($0, at: now) }
        if !stuck.isEmpty { return stuck }
        return unfinished.map { webhook in
            let next = webhook.nextAt.map { TimeWords.instant($0) + " UTC" } ?? "once"
            switch webhook.status {
            case .waiting:
                let parent = webhook.waitsFor ?? "something"
                return OrderAdvice(
                    .webhookWaiting,
                    "webhook \(webhook.dedupKey) (\(webhook.type)) waits for \(parent), of which nothing was told yet. "
                        + "It is looked for again at \(next).",
                    ["Resend the provider's event of \(parent), should it be lost."])
            case .retry:
                return OrderAdvice(
                    .webhookRetrying,
                    "webhook \(webhook.dedupKey) (\(webhook.type)) could not be applied: \(webhook.reason ?? "no reason"). "
                        + "It is tried again at \(next).")
            case .received, .leased, .applied, .ignored, .dead:
                return OrderAdvice(
                    .webhookUnapplied,
                    "webhook \(webhook.dedupKey) (\(webhook.type)) is stored and still to be applied; a running server "
                        + "does so within a second.",
                    ["See that a server runs, should this not change."])
            }
        }
    }

    /// What is wrong with a lane: its holder is silent, or nobody takes it.
    private static func lane(_ lane: LaneOverview.Shown, at now: Date) -> OrderAdvice? {
        let overdue = now.timeIntervalSince(lane.nextAt)
        let waiting = lane.unfinished == 1 ? "1 message waits" : "\(lane.unfinished) messages wait"
        if lane.token != nil {
            let silence = now.timeIntervalSince(LaneLease.lastSign(of: lane))
            guard silence > 2 * LaneLease.heartbeat else { return nil }
            return OrderAdvice(
                .laneStuck,
                "\(waiting) in lane \(lane.name), which a server claimed that gave no sign of life for "
                    + "\(TimeWords.span(silence)). Its lease ends at \(TimeWords.instant(lane.nextAt)) UTC; then any "
                    + "running server takes the lane.",
                ["See that a server runs."])
        }
        guard overdue > 5 else { return nil }
        return OrderAdvice(
            .laneStuck,
            "\(waiting) in lane \(lane.name) since \(TimeWords.instant(lane.nextAt)) UTC, and nobody takes it.",
            ["Start the server; one that runs takes it within a second."])
    }

    private static func calls(_ story: OrderStory) -> [OrderAdvice] {
        story.operations.filter { $0.status == .unknown || $0.status == .dead }.map { operation in
            let provider = story.order.account.provider
            let asked = "a \(operation.kind.rawValue) was asked of \(provider) under the key \(operation.key)"
            guard operation.status == .dead else {
                let next = operation.nextAt.map { " It is asked again at \(TimeWords.instant($0)) UTC." } ?? ""
                return OrderAdvice(
                    .callUnknown, asked + ", and no answer came: it may have been done.\(next)",
                    ["catalog operations retry \(operation.key)   to ask at once"])
            }
            return OrderAdvice(
                .callUnknown, asked + ", and nobody could find out what became of it.",
                [
                    "Look at \(provider) whether it was done.",
                    "catalog operations retry \(operation.key)   when it was not",
                ])
        }
    }

    // MARK: - The order's own state

    private static func status(_ story: OrderStory, at now: Date) -> OrderAdvice {
        switch story.order.status {
        case .pending: pending(story, at: now)
        case .quarantined: quarantined(story)
        case .expired:
            OrderAdvice(.expired, "the payment page closed unpaid; the buyer may begin a new order.")
        case .canceled:
            OrderAdvice(
                .canceled,
                "the provider refused to open a payment page, or asked for another amount; the server's log of "
                    + "\(TimeWords.instant(story.order.createdAt)) UTC says why.")
        case .paid, .partiallyRefunded, .refunded: settled(story)
        }
    }

    private static func pending(_ story: OrderStory, at now: Date) -> OrderAdvice {
        let provider = story.order.account.provider
        if let payment = story.payments.last(where: { $0.status == .processing }) {
            return OrderAdvice(
                .moneyOnItsWay, "the money is on its way (\(payment.remoteID)); banks take days for it. Nothing to do.")
        }
        if story.order.kind == .renewal {
            return OrderAdvice(
                .periodUnpaid,
                "the provider could not collect this period and tries again by itself; the subscription says how it is."
            )
        }
        guard let session = story.sessionID else {
            return OrderAdvice(
                .callUnknown,
                "the provider was asked for a payment page and its answer is not known; nothing was charged.",
                ["The same checkout with the same Idempotency-Key finishes it; nobody can pay for it before."])
        }
        if let failed = story.payments.last(where: { $0.status == .failed }) {
            let reason = failed.failureReason.map { " (\($0))" } ?? ""
            return OrderAdvice(
                .paymentRefused,
                "the buyer's payment was refused\(reason), and no other has come yet.\(pageWords(story, at: now))",
                ["Wait, or write to the buyer."])
        }
        let told = story.webhooks.isEmpty ? "no webhook has arrived for it" : "no webhook says that it was paid"
        let look = "Look up \(session) at \(provider). When it is paid there, resend its event."
        let heard = heard(story, provider, at: now)
        guard let end = story.page?.expiresAt else {
            return OrderAdvice(
                .noWebhook,
                "\(told). Either the buyer has not paid, or webhooks do not reach this server. \(heard)",
                [look, "catalog inbox list --status dead"])
        }
        guard end > now else {
            return OrderAdvice(
                .pageOver,
                "\(told), although its payment page closed at \(TimeWords.instant(end)) UTC: the provider's message of "
                    + "that is missing. \(heard)",
                [look, "catalog inbox list --status dead"])
        }
        return OrderAdvice(
            .pageOpen,
            "\(told).\(pageWords(story, at: now)) Either the buyer has not paid yet, or webhooks do not reach this "
                + "server. \(heard)",
            [look, "catalog inbox list --status dead"])
    }

    private static func pageWords(_ story: OrderStory, at now: Date) -> String {
        guard let end = story.page?.expiresAt else { return "" }
        return end > now
            ? " Its payment page is open until \(TimeWords.instant(end)) UTC, for another "
                + "\(TimeWords.span(end.timeIntervalSince(now)))."
            : " Its payment page closed at \(TimeWords.instant(end)) UTC."
    }

    /// How long the provider has been silent.
    private static func heard(_ story: OrderStory, _ provider: ProviderName, at now: Date) -> String {
        guard let last = story.lastWebhookAt else { return "Nothing has ever arrived from \(provider)." }
        return "The last webhook from \(provider) arrived at \(TimeWords.instant(last)) UTC, "
            + "\(TimeWords.span(now.timeIntervalSince(last))) ago."
    }

    private static func quarantined(_ story: OrderStory) -> OrderAdvice {
        let isReturned = !story.payments.isEmpty && story.payments.allSatisfy { $0.refunded == $0.total }
        guard !isReturned else {
            return OrderAdvice(.returned, "money that did not fit was given back; nothing to do.")
        }
        let event = story.events.last { $0.kind == .paymentMismatch }
        // The event's payload is for hooks and may be of an older program; its reason is all that is wanted of it.
        let reason = event.flatMap {
            try? JSONDecoder.till.decode(Reason.self, from: Data($0.data.utf8)).reason
        }
        return OrderAdvice(
            .doesNotFit,
            "money arrived that does not fit this order, so it is not fulfilled"
                + (reason.map { ": \($0)." } ?? "."),
            (event.map { ["catalog events show \($0.id)"] } ?? [])
                + [
                    "catalog orders accept \(story.order.id) --reason '…'   to take it and fulfil",
                    "catalog orders refund \(story.order.id) --reason '…'   to give it back",
                ])
    }

    private struct Reason: Decodable { let reason: String? }

    private static func settled(_ story: OrderStory) -> OrderAdvice {
        if let twice = story.payments.first(where: { $0.isDuplicate && $0.refunded != $0.total }) {
            return OrderAdvice(
                .paidTwice, "it was paid more than once; \(twice.remoteID) was not needed.",
                ["catalog orders refund \(story.order.id) --payment \(twice.id) --reason 'paid twice'"])
        }
        let waiting = story.hookRuns.filter { $0.status == .pending || $0.status == .running }
        guard !waiting.isEmpty else { return OrderAdvice(.nothing, "nothing to do.") }
        let names = Set(waiting.map(\.hook)).sorted().joined(separator: ", ")
        return OrderAdvice(
            .hookUnfinished, "it is \(story.order.status.rawValue); \(names) is still to run, or runs now.",
            ["See that a server runs, should this not change."])
    }
}
