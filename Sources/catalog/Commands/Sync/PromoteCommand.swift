import ArgumentParser
import TillCatalogFile
import TillModel
import TillSync

/// `catalog promote`: what was tried in one environment, planned for another.
struct PromoteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "promote",
        abstract: "Plan for live what was synced to test.",
        discussion: """
            Makes sure that the file is what the first environment has, synced and seen to be right, and then plans \
            it for the second. Values are promoted and never ids. Writes nothing.

            EXAMPLES
              catalog promote                                     from test to live
              catalog promote --from test --to live --markdown

            Exit status: 0 done, 3 the file is not valid, 6 the first environment is not in step or something is \
            blocked, 7 a provider cannot be read.
            """)

    @Option(help: "The environment that has it.")
    var from: Mode = .test

    @Option(name: .customLong("to"), help: "The environment that is to have it.")
    var target: Mode = .live

    @OptionGroup var options: SyncOptions
    @OptionGroup var impact: ImpactOptions

    func validate() throws {
        guard from != target else { throw ValidationError("--from and --to name the same environment.") }
        guard options.env == nil else { throw ValidationError("promote takes --from and --to, not --env.") }
    }

    func run() async throws {
        var options = options
        options.env = target.rawValue
        try await SyncSession.open(options) { session in
            try await requireInStep(session)
            let (findings, warnings) = try await session.counting(try await session.plan(), impact.depth)
            let lost = session.warnOfLookupKeys(findings)
            let isIncomplete = findings.contains { if case .unreadable = $0 { true } else { false } }
            let isBlocked = findings.plans.contains { !$0.plan.blocked.isEmpty }
            let status: ExitStatus = isIncomplete ? .providerFailure : isBlocked ? .blocked : .success
            let view = PlanView(
                mode: target, findings: findings, lock: await session.keeper.lockfile, warnings: lost + warnings)
            try SyncReport.tell(
                "promote", status: status, options: options,
                fields: PlanAnswer.fields(session, findings, warnings: warnings),
                text: view.text(next: "catalog sync --env \(target)"), markdown: view.markdown)
            if status != .success { throw ExitCode(status.rawValue) }
        }
    }

    /// Makes sure that the first environment has what the file says.
    private func requireInStep(_ session: SyncSession) async throws {
        let path = CatalogFiles.lockPath(beside: session.catalogPath, of: from)
        let lock = await (try LockKeeper(path: path, environment: from.rawValue)).lockfile
        var behind: [String] = []
        for provider in session.providers {
            let objects = lock.providers[provider.name]?.objects ?? [:]
            for object in session.desired(provider) where object.unsupported == nil {
                // Where our server is differs between environments, and so does what points at it.
                guard object.key.kind != .webhookEndpoint else { continue }
                let applied = objects[object.key]
                if applied?.fields != object.fields || applied?.verifiedAt == nil {
                    behind.append("\(object.key) at \(provider.name)")
                }
            }
        }
        guard behind.isEmpty else {
            let some = behind.prefix(10).joined(separator: ", ") + (behind.count > 10 ? ", …" : "")
            throw CommandFailure(
                .blocked,
                "'\(from)' does not have what the file says: \(some). First: catalog sync --env \(from)")
        }
    }
}
