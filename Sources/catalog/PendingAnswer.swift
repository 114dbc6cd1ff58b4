import Synchronization
import TillModel

/// What is known of a command's answer while the command runs: one that ends early is answered too.
final class PendingAnswer: Sendable {
    /// That of the command that runs; nil in what is no command.
    @TaskLocal static var current: PendingAnswer?

    private struct State {
        var diagnostics: [Diagnostic] = []
        var warnings: [Mistake] = []
        var isTold = false
    }

    private let state = Mutex(State())

    /// Keeps what the author of a file was told; of what is told twice, once.
    func note(_ diagnostics: [Diagnostic]) {
        state.withLock { state in
            state.diagnostics += diagnostics.filter { !state.diagnostics.contains($0) }
        }
    }

    /// Keeps what somebody was warned of that is about no file.
    func warn(_ warning: Mistake) { state.withLock { $0.warnings.append(warning) } }

    /// Says that the command has told its answer.
    func tell() { state.withLock { $0.isTold = true } }

    /// What the author of a file was warned of, and what else was.
    var warnings: [Mistake] { mistakes(.warning) + state.withLock { $0.warnings } }

    private func mistakes(_ severity: Diagnostic.Severity) -> [Mistake] {
        state.withLock { $0.diagnostics }.filter { $0.severity == severity }.map { Mistake($0) }
    }

    /// Tells how a command ended that has not told its answer, in the form that was asked for.
    func tell(_ ending: CommandEnding, in form: AnswerForm) throws {
        guard !state.withLock({ $0.isTold }) else { return }
        // Of a file that is not valid each mistake is told, and that it is not valid goes without saying.
        let written = ending.status == .invalid ? mistakes(.error) : []
        let errors = written.isEmpty ? ending.mistakes : written
        if form.isStream {
            return try Output.line([
                "event": "finished", "exit_code": Int(ending.status.rawValue), "errors": errors,
            ])
        }
        guard form.isJSON || form.report != nil else { return }
        var fields: [String: any Encodable] = ["errors": errors, "warnings": warnings]
        if let env = form.env { fields["env"] = env }
        let text = try Output.envelope(form.command, ok: false, status: ending.status, fields)
        if form.isJSON { Output.standardOutput(text) }
        if let report = form.report { try SyncReport.write(text, to: report) }
    }
}
