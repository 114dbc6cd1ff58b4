import TillEngine
import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One run of a hook with each of its tries.
enum HookRunView {
    static func text(
        _ run: HookRunTable.Stored, _ tries: [HookAttemptTable.Stored], _ event: Event?, _ ink: Ink
    ) -> String {
        let letter = run.status == .dead ? DeadLetter(hookError: run.error ?? "", attempts: run.attempts) : nil
        var sheet = FactSheet(ink)
        sheet.add("event", event.map { "\($0.kind), \(run.event)" } ?? run.event.rawValue)
        sheet.add(run.order == nil ? "object" : "order", run.entity)
        sheet.add("tries", String(run.attempts))
        sheet.add("began", run.begunAt.map { "\(TimeWords.instant($0)) UTC" })
        sheet.add("next", run.nextAt.map { "\(TimeWords.instant($0)) UTC" })
        sheet.add("finished", run.finishedAt.map { "\(TimeWords.instant($0)) UTC" })
        sheet.add("last error", run.error, .red)
        sheet.add("reason", letter?.reason.rawValue)
        sheet.add("means", letter?.reason.meaning)
        sheet.add("do", letter?.reason.remedy)
        if run.status == .dead || run.status == .retrying {
            sheet.add("then", "catalog hooks retry \(run.event)/\(run.hook)", .bold)
        }
        let table =
            tries.isEmpty
            ? ""
            : "\n"
                + TextTable.render(
                    ["TRY", "BEGAN", "TOOK", "ENDED", "ERROR"],
                    tries.map { attempt in
                        [
                            String(attempt.attempt), TimeWords.instant(attempt.startedAt),
                            TimeWords.span(attempt.finishedAt.timeIntervalSince(attempt.startedAt)),
                            attempt.outcome.rawValue,
                            Printable.text(attempt.error ?? "").replacing("\n", with: " "),
                        ]
                    })
        return ink("\(run.event)/\(run.hook)  \(run.status.rawValue)", run.status == .dead ? .red : .bold) + "\n"
            + sheet.text + table
    }
}
