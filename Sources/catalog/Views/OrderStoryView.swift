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
    private static let width = 100

    static func text(_ story: OrderStory, at now: Date, _ ink: Ink) -> String {
        let order = story.order
        var text = ink("\(order.id)  \(order.status.rawValue)  \(order.total)", .bold) + "\n"
        text += "  made \(TimeWords.instant(order.createdAt)) UTC"
        if let paidAt = order.paidAt { text += ", paid \(TimeWords.instant(paidAt)) UTC" }
        text += "\n  \(order.account.provider) \(order.account.mode), session \(story.sessionID ?? "not known yet")\n"
        text += section(
            "Items",
            order.items.map { "\($0.quantity) × \($0.reference)  \($0.unitPrice)  = \($0.subtotal)" }, ink)
        text += section("Payments", story.payments.map(payment), ink)
        text += section(
            "Refunds",
            story.refunds.map { refund in
                let reason = refund.reason.map { "  \($0)" } ?? ""
                return "\(refund.remoteID ?? refund.id.rawValue)  \(refund.status.rawValue)  \(refund.total)\(reason)"
            }, ink)
        text += section(
            "Subscriptions",
            story.subscriptions.map { subscription in
                let ending = subscription.cancelsAtPeriodEnd ? "  ends with its period" : ""
                return "\(subscription.remoteID)  \(subscription.status.rawValue)\(ending)  \(subscription.id)"
            }, ink)
        text += timeline(OrderTimeline(story).entries, ink)
        text += advice(OrderAdvice.all(for: story, at: now), ink)
        return text
    }

    private static func payment(_ payment: Payment) -> String {
        let extra = payment.isDuplicate ? "  duplicate (\(payment.id))" : ""
        let reason = payment.failureReason.map { "  \($0)" } ?? ""
        let refunded = payment.refunded.isZero ? "" : "  refunded \(payment.refunded)"
        return "\(payment.remoteID)  \(payment.status.rawValue)  \(payment.total)\(refunded)\(reason)\(extra)"
    }

    private static func section(_ title: String, _ lines: [String], _ ink: Ink) -> String {
        lines.isEmpty
            ? "" : "\n\(ink(title, .bold))\n" + lines.map { "  \(Printable.text($0))\n" }.joined()
    }

    // MARK: - What happened

    /// A line for each thing that happened, under the day on which it did.
    private static func timeline(_ entries: [TimelineEntry], _ ink: Ink) -> String {
        var text = ""
        var day = ""
        for entry in entries {
            let instant = entry.at.rfc3339
            let today = String(instant.prefix(10))
            if today != day {
                text += "\n\(ink("\(day.isEmpty ? "What happened, " : "")\(today) UTC", .bold))\n"
                day = today
            }
            let kind = entry.kind.rawValue + String(repeating: " ", count: max(1, 9 - entry.kind.rawValue.count))
            let prefix = "  \(instant.dropFirst(11).prefix(12))  \(ink(kind, colour(entry.tone)))"
            text += prefix + body(of: entry, indent: 16 + kind.count).dropFirst(16 + kind.count)
        }
        return text
    }

    /// What happened and its details: in one line when they fit, otherwise below each other.
    private static func body(of entry: TimelineEntry, indent: Int) -> String {
        let parts = ([entry.what] + entry.details).map(Printable.text).map { $0.replacing("\n", with: " ") }
        let whole = parts[0] + (parts.count > 1 ? "  " : "") + parts.dropFirst().joined(separator: "; ")
        if whole.count + indent < width { return String(repeating: " ", count: indent) + whole + "\n" }
        return parts.map { Paragraph.text($0, width: width, indent: indent) }.joined()
    }

    private static func colour(_ tone: TimelineEntry.Tone) -> Ink.Colour? {
        switch tone {
        case .plain: nil
        case .good: .green
        case .bad: .red
        case .quiet: .quiet
        }
    }

    // MARK: - Now

    private static func advice(_ advice: [OrderAdvice], _ ink: Ink) -> String {
        advice.enumerated().map { index, advice in
            let label = index == 0 ? "Now: " : "And: "
            let words = Paragraph.text(Printable.text(advice.words), width: width, indent: label.count)
            let steps = advice.steps.map { step -> String in
                // A command is never broken, so that it can be copied.
                guard !step.hasPrefix("catalog ") else { return "  → \(ink(step, .bold))\n" }
                return "  → " + Paragraph.text(step, width: width, indent: 4).dropFirst(4)
            }
            let colour: Ink.Colour = advice.code == .nothing ? .green : .yellow
            return "\n\(ink(label, colour))\(words.dropFirst(label.count))\(steps.joined())"
        }.joined()
    }

    // MARK: - JSON

    static func json(_ story: OrderStory, at now: Date) -> [String: any Encodable] {
        [
            "order": OrderAnswer(story.order, payments: story.payments),
            "session": story.sessionID,
            "page": story.page.map { PageAnswer(openedAt: $0.openedAt, expiresAt: $0.expiresAt) },
            "timeline": OrderTimeline(story).entries,
            "webhooks": story.webhooks.map(WebhookAnswer.init),
            "events": story.events.map { EventAnswer($0, changes: story.changes(of: $0)) },
            "hook_runs": story.hookRuns.map { run in
                HookRunAnswer(
                    run, attempts: story.hookAttempts.filter { $0.event == run.event && $0.hook == run.hook })
            },
            "operations": story.operations.map(OperationAnswer.init),
            "lanes": story.lanes.map { LaneAnswer($0, at: now) },
            "advice": OrderAdvice.all(for: story, at: now),
        ]
    }

    private struct PageAnswer: Encodable {
        let openedAt: Date
        let expiresAt: Date?
    }
}
