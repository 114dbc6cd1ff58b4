import ArgumentParser
import TillCatalogFile
import TillModel
import TillSync

/// `catalog drift`: what somebody changed at the providers.
struct DriftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift",
        abstract: "Tell what was changed at the providers since the last sync.",
        discussion: """
            Only reads. Edits of the file that were not synced yet are no drift; `catalog plan` shows those. When it \
            was changed is told as far as the provider remembers.

            What is known can be let be until a day, with a reason: products.<environment>.ignored beside the lock \
            file keeps that, a line for each, and belongs into version control. After that day it counts again.

            EXAMPLES
              catalog drift --env live
              catalog drift --env live --fail-on changed,missing --json
              catalog drift --env live --ignore pro:changed --until 2027-01-31 --reason 'marketing tries a name'

            Exit status: 0 nothing that matters, 2 something that matters, 3 a file is not valid, 4 a key, mode or \
            account does not fit, 7 a provider cannot be read.
            """)

    @OptionGroup var options: SyncOptions

    @Option(
        help:
            "What makes it end with 2, with commas; changed,missing,archived_remotely,duplicate,key_moved,parity without it."
    )
    var failOn: String?

    @Option(help: "A finding that is known, as pro/monthly:changed; may be given again.")
    var ignore: [String] = []

    @Option(help: "Let be what --ignore names until this day, such as 2027-01-31; without it, for this time only.")
    var until: String?

    @Option(help: "Why it is let be.")
    var reason: String?

    @Option(help: "End with this number instead of 2.")
    var exitCode: Int32 = 2

    func validate() throws {
        for word in (failOn ?? "").split(separator: ",") where DriftFinding.Class(rawValue: String(word)) == nil {
            let all = DriftFinding.Class.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("'\(word)' is no kind of drift; there are \(all).")
        }
        guard (0...255).contains(exitCode) else { throw ValidationError("--exit-code is a number from 0 to 255.") }
        if let text = ignore.first(where: { KnownDrift.subject($0) == nil }) {
            let all = DriftFinding.Class.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("'\(text)' is no key and class, as pro/monthly:changed; the classes are \(all).")
        }
        guard (until == nil) == (reason == nil), until == nil || !ignore.isEmpty else {
            throw ValidationError("--ignore, --until and --reason together let something be until a day.")
        }
        _ = try wanted()
    }

    /// What is to be let be until a day.
    private func wanted() throws -> [KnownDrift] {
        guard let until, let reason else { return [] }
        guard let day = CalendarDate(until) else {
            throw ValidationError("'\(until)' is no day; write it as 2027-01-31.")
        }
        return try ignore.map { text in
            guard let (key, kind) = KnownDrift.subject(text),
                let known = KnownDrift(key: key, kind: kind, until: day, reason: reason)
            else { throw ValidationError("say in a few words why: --reason 'marketing tries a name'.") }
            return known
        }
    }

    func run() async throws {
        let classes = failOn.map { $0.split(separator: ",").compactMap { DriftFinding.Class(rawValue: String($0)) } }
        try await SyncSession.open(options) { session in
            let today = try CatalogDay.day(of: Bootstrap.clock.now(), in: session.catalog.contents.timeZone)
            var known = try KnownDriftFile(beside: session.catalogPath, of: session.mode)
            var survey = try await DriftSurvey.look(session)
            try await keep(&known, survey, session, today)
            survey.hide(until == nil ? ignore : [], known.list, on: today)
            try await survey.attribute(session)
            let serious = classes.map(Set.init) ?? DriftClass.serious
            let matters = survey.found.contains { serious.contains($0.finding.kind) }
            let status: ExitStatus = !survey.unreadable.isEmpty ? .providerFailure : matters ? .changed : .success
            let view = DriftView(
                survey: survey, known: known, expired: known.list.entries.filter { $0.isOver(on: today) },
                mode: session.mode)
            try SyncReport.tell(
                "drift", status: status, options: options, fields: view.fields, text: view.text,
                markdown: view.markdown)
            switch status {
            case .success: return
            case .changed: throw ExitCode(exitCode)
            default: throw ExitCode(status.rawValue)
            }
        }
    }

    /// Writes down what is to be let be.
    private func keep(
        _ known: inout KnownDriftFile, _ survey: DriftSurvey, _ session: SyncSession, _ today: CalendarDate
    ) async throws {
        let wanted = try wanted()
        guard !wanted.isEmpty else { return }
        var keys = Set(survey.found.map(\.finding.key))
        for part in await session.keeper.lockfile.providers.values { keys.formUnion(part.objects.keys) }
        for provider in session.providers {
            keys.formUnion(session.objects(at: provider, of: session.catalog).keys)
        }
        for one in wanted {
            guard !one.isOver(on: today) else {
                throw CommandFailure(.usage, "\(one.until) is over; today is \(today). Nothing was written.")
            }
            // A slip of the pen would hide nothing, and nobody would know.
            guard keys.contains(where: { one.means($0, one.kind) }) else {
                throw CommandFailure(
                    .usage, "there is no '\(one.key)' in the file or in the lock. Nothing was written.")
            }
            known.list.add(one)
        }
        try known.write()
    }
}
