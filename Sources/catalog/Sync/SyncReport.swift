import TillModel
import TillSync

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Prints what came of a command in the form that was asked for.
enum SyncReport {
    /// Every answer has `warnings`, those of the file among them, and `errors`, which say why it is not well.
    ///
    /// - `text`: For people; made only when it is shown, as `markdown` is, since a large plan's takes long.
    static func tell(
        _ command: String, status: ExitStatus, options: SyncOptions, fields: [String: any Encodable],
        text: @autoclosure () -> String, markdown: @autoclosure () -> String
    ) throws {
        let isFine = status == .success || status == .changed
        var fields = fields
        let own = fields["warnings"] as? [Mistake] ?? []
        fields["warnings"] = (PendingAnswer.current?.warnings ?? []) + own
        let told = fields["errors"]
        if told == nil || (told as? [Mistake])?.isEmpty == true {
            fields["errors"] = isFine ? [] : [Mistake(code: status.word, message: text())]
        }
        PendingAnswer.current?.tell()
        if let report = options.report {
            try write(try Output.envelope(command, ok: isFine, status: status, fields), to: report)
        }
        if options.isJSON {
            Output.standardOutput(try Output.envelope(command, ok: isFine, status: status, fields))
        } else {
            Output.standardOutput(options.markdown ? markdown() : text())
        }
    }

    static func write(_ text: String, to path: String) throws(CommandFailure) {
        do {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            throw CommandFailure(.usage, "\(path) cannot be written: \(error)")
        }
    }

    /// How long something took so far, in whole milliseconds.
    static func milliseconds(since start: Duration) -> Int64 {
        let passed = (SyncSession.time.elapsed() - start).components
        return passed.seconds * 1_000 + passed.attoseconds / 1_000_000_000_000_000
    }
}
