import TillEngine
import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One event with what brought it, what changed with it, and the hooks that wait for it.
enum EventView {
    /// An event and what lies around it.
    struct Shown: Sendable {
        let event: Event
        let cause: EventTable.Cause?
        let message: InboxTable.Stored?
        let runs: [HookRunTable.Stored]

        /// What changed with it, as far as it was kept.
        var changes: [RecordChange] { RecordChanges(stored: cause?.changes).changes }
    }

    private struct Reason: Decodable { let reason: String? }

    /// Why, where the event is one that says so, such as a payment that does not fit.
    private static func reason(of event: Event) -> String? {
        // An event of a type without one has no such field, and that is all that is asked.
        (try? JSONDecoder.till.decode(Reason.self, from: Data(event.data.utf8)))?.reason
    }

    static func text(_ shown: Shown, body: Bool, _ ink: Ink) -> String {
        let event = shown.event
        var sheet = FactSheet(ink)
        sheet.add(event.order == nil ? "object" : "order", "\(event.entity), number \(event.sequence) of it")
        sheet.add("happened", "\(TimeWords.instant(event.occurredAt)) UTC")
        sheet.add("recorded", "\(TimeWords.instant(event.recordedAt)) UTC")
        sheet.add("brought by", shown.message.map { "\($0.type) \($0.dedupKey)" })
        sheet.add("reason", reason(of: event), .red)
        for (index, change) in shown.changes.enumerated() {
            sheet.add(index == 0 ? "changed" : "", change.description)
        }
        for (index, run) in shown.runs.enumerated() {
            sheet.add(index == 0 ? "hooks" : "", "\(run.hook) \(run.status.rawValue), \(run.attempts) tries")
        }
        if body {
            sheet.add(body: "What it carries\n" + Printable.json(Array(event.data.utf8)))
        } else {
            sheet.add("body", "\(event.data.utf8.count) bytes; --body prints them. They may name the buyer.")
        }
        return ink("\(event.id)  \(event.kind)", .bold) + "\n" + sheet.text
    }

    static func json(_ shown: Shown, body: Bool) -> [String: any Encodable] {
        var fields: [String: any Encodable] = [
            "event": EventAnswer(shown.event, changes: shown.changes),
            "webhook": shown.message.map(WebhookAnswer.init),
            "reason": reason(of: shown.event),
            "hook_runs": shown.runs.map { HookRunAnswer($0) },
        ]
        if body { fields["data"] = shown.event.data }
        return fields
    }
}
