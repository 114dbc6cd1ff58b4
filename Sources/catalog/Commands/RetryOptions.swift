import ArgumentParser
import TillEngine

/// How a command is told which dead rows to try again: one by its id, or many by their reason.
struct RetryOptions: ParsableArguments {
    @Option(help: "Every dead one of this reason, such as failed.")
    var reason: String?

    @Option(help: "Every dead one: --status dead.")
    var status: String?

    @Flag(help: "Print how many there are, and which, and change nothing.")
    var dryRun = false

    @Option(help: "How many at most, oldest first, from 1 to 1000.")
    var limit = 100

    func validate() throws {
        guard (1...1_000).contains(limit) else { throw ValidationError("--limit is a number from 1 to 1000.") }
        guard status == nil || status == "dead" else { throw ValidationError("--status takes only dead here.") }
    }

    /// Which rows are meant.
    enum Choice {
        case one(String)
        /// Every dead one; of a reason, where one is given.
        case dead(DeadReason?)
    }

    /// - Throws: When neither is said, or both, or the reason is none.
    func choice(_ id: String?, _ stage: DeadReason.Stage) throws(CommandFailure) -> Choice {
        if let id {
            guard reason == nil, status == nil else {
                throw CommandFailure(.usage, "give one id, or --reason or --status dead, not both.")
            }
            return .one(id)
        }
        guard let reason else {
            guard status != nil else {
                throw CommandFailure(.usage, "say which: an id, --reason CODE, or --status dead.")
            }
            return .dead(nil)
        }
        return .dead(try Self.parse(reason, stage))
    }

    /// - Throws: With every code that there is, when this is none of them.
    static func parse(_ text: String, _ stage: DeadReason.Stage) throws(CommandFailure) -> DeadReason {
        guard let reason = DeadReason(rawValue: text), reason.stage == stage else {
            let codes = DeadReason.codes(stage).map(\.rawValue).joined(separator: ", ")
            throw CommandFailure(.usage, "'\(text)' is not a reason; there are \(codes).")
        }
        return reason
    }

    /// Prints what was tried again, or would be.
    static func report(
        _ command: String, _ ids: [String], noun: String, limit: Int, dryRun: Bool, json: Bool
    ) throws {
        guard !json else {
            return try Output.json(command, ["count": ids.count, "ids": ids, "dry_run": dryRun])
        }
        let count = "\(ids.count) \(noun)\(ids.count == 1 ? "" : "s")"
        let more = ids.count == limit ? "; there may be more, --limit \(limit) ended the list" : ""
        let list = ids.map { "  \(Printable.text($0))\n" }.joined()
        Output.standardOutput(
            dryRun
                ? "\(count) would be tried again\(more)\n\(list)"
                : "\(count) are tried again\(more)\n".fixed(ids.count) + list)
    }
}

extension String {
    /// `1 webhook is`, not `1 webhook are`.
    fileprivate func fixed(_ count: Int) -> String { count == 1 ? replacing(" are tried", with: " is tried") : self }
}
