import ArgumentParser
import TillModel
import TillProviders

/// `catalog doctor`: everything that can be checked without changing anything.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check the file, the lock, the keys, the providers and the database.",
        discussion: """
            Changes nothing, unless --fix names a check. Each finding says what to do.

            EXAMPLES
              catalog doctor --env live
              catalog doctor --env test --json
              catalog doctor --env test --fix TILL-D012

            These can be mended here, since all of it can be undone:
              TILL-D009  the first price of a product that somebody changed at the provider is put back
              TILL-D012  the provider's way to our server is switched on again
              TILL-D016  generated files are made anew

            Exit status: 0 fine, 4 something is wrong (with --strict a warning too), 6 a confirmation is missing, 7 a \
            provider failed, 8 a sync is running or was cut off.
            """)

    @OptionGroup var options: SyncOptions

    @Flag(help: "Let warnings count as failures.") var strict = false

    @Option(help: "Mend what this check found, such as TILL-D012; may be given again.") var fix: [String] = []

    @Flag(help: "Do not ask before a provider is written to. For live it needs --env live beside it.") var yes = false

    func validate() throws {
        for id in fix where DoctorFix(rawValue: id) == nil {
            let all = DoctorFix.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("'\(id)' is nothing that can be mended here; there are \(all).")
        }
    }

    func run() async throws {
        var checks: [DoctorCheck] = []
        var mended: [String] = []
        do {
            (checks, mended) = try await SyncSession.open(options) { session in
                let first = try await DoctorExamination(of: session)
                guard !fix.isEmpty else { return (first.checks, []) }
                var mended: [String] = []
                for id in fix {
                    if let fix = DoctorFix(rawValue: id) { mended += try await fix.apply(first, isConfirmed: yes) }
                }
                // What is told is how it is now.
                return (try await DoctorExamination(of: session).checks, mended)
            }
        } catch let failure as CommandFailure where Self.isFinding(failure) && fix.isEmpty {
            // What keeps everything else from being looked at.
            checks = [DoctorCheck(id: "TILL-D001", result: .fail, what: "file, lock and keys", evidence: "\(failure)")]
        } catch let mistake as ConfigurationMistake {
            checks = [DoctorCheck(id: "TILL-D004", result: .fail, what: "keys fit the mode", evidence: "\(mistake)")]
        }
        let isWell = !checks.contains { $0.result == .fail || (strict && $0.result == .warn) }
        let status: ExitStatus = isWell ? .success : .environmentMismatch
        let done = mended.map { $0 + "\n" }.joined() + (mended.isEmpty ? "" : "\n")
        try SyncReport.tell(
            "doctor", status: status, options: options,
            fields: [
                "checks": checks, "mended": mended,
                "errors": checks.filter { $0.result == .fail }.map {
                    Mistake(code: $0.id, message: "\($0.what): \($0.evidence)", hint: $0.fix)
                },
            ],
            text: done + Self.text(checks), markdown: done + Self.markdown(checks))
        if !isWell { throw ExitCode(status.rawValue) }
    }

    private static func isFinding(_ failure: CommandFailure) -> Bool { failure.status != .usage }

    // MARK: - Views

    private static func text(_ checks: [DoctorCheck]) -> String {
        var text = ""
        for check in checks {
            text += "\(check.result.rawValue)  \(check.id)  \(check.what): \(check.evidence)\n"
            if let fix = check.fix { text += "      \(fix)\n" }
        }
        let bad = checks.count { $0.result == .fail }
        let odd = checks.count { $0.result == .warn }
        return text + "\n\(checks.count) checks, \(bad) failed, \(odd) warnings\n"
    }

    private static func markdown(_ checks: [DoctorCheck]) -> String {
        "| | Check | Seen | Mend it with |\n|---|---|---|---|\n"
            + checks.map { "| \($0.result.rawValue) | \($0.id) \($0.what) | \($0.evidence) | \($0.fix ?? "") |\n" }
            .joined()
    }
}
