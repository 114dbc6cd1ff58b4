import ArgumentParser
import TillCatalogFile
import TillModel
import TillSync

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `catalog plan`: what a sync would do.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Tell what `catalog sync` would do at each provider, and who notices.",
        discussion: """
            Compares the file, the lock file and every provider. Only reads: a key that may not write is enough.
            Of a price that changes or ends it is told how many subscribe to it and what they bring each month.

            EXAMPLES
              catalog plan --env test
              catalog plan --env live --markdown         for a pull request
              catalog plan --env live --out plan.json    then: catalog sync --plan plan.json

            Exit status: 0 done, 2 there is something to do (with --detailed-exit-code), 3 the file is not valid, 4 a \
            key, mode or account does not fit, 6 something is blocked, 7 a provider cannot be read.
            """)

    @OptionGroup var options: SyncOptions
    @OptionGroup var impact: ImpactOptions

    @Flag(help: "End with 2 when there is something to do.")
    var detailedExitCode = false

    @Option(help: "Plan as of this day, such as 2027-01-01: with the amounts that hold then.")
    var at: String?

    @Option(help: "Keep the plan in this file, to have exactly that applied later.")
    var out: String?

    @Flag(help: "Keep it although a provider could not be read.")
    var allowIncomplete = false

    func validate() throws {
        guard at == nil || out == nil else { throw ValidationError("a plan of another day cannot be kept: choose.") }
    }

    func run() async throws {
        let started = SyncSession.time.elapsed()
        let day = try at.map { text throws(CommandFailure) in
            guard let day = CalendarDate(text) else {
                throw CommandFailure(.usage, "--at takes a day, such as 2027-01-01, not '\(text)'.")
            }
            return day
        }
        try await SyncSession.open(options, at: day) { session in
            let (findings, warnings) = try await session.counting(try await session.plan(), impact.depth)
            let lost = session.warnOfLookupKeys(findings)
            let isIncomplete = findings.contains { if case .unreadable = $0 { true } else { false } }
            let plans = findings.plans
            let status: ExitStatus =
                isIncomplete
                ? .providerFailure
                : plans.contains { !$0.plan.blocked.isEmpty }
                    ? .blocked
                    : detailedExitCode && plans.contains { !$0.plan.isEmpty } ? .changed : .success
            if let out {
                guard !isIncomplete || allowIncomplete else {
                    throw CommandFailure(
                        .providerFailure,
                        "the plan is not kept, since a provider could not be read; use --allow-incomplete to keep it.")
                }
                try await save(session, plans, to: out)
            }
            let fields = PlanAnswer.fields(session, findings, warnings: warnings).merging(
                ["duration_ms": SyncReport.milliseconds(since: started)]) { $1 }
            let view = PlanView(
                mode: session.mode, findings: findings, lock: await session.keeper.lockfile,
                parity: session.parity, warnings: lost + warnings)
            try SyncReport.tell(
                "plan", status: status, options: options, fields: fields,
                text: view.text(next: "catalog sync --env \(session.mode)"), markdown: view.markdown)
            if status != .success { throw ExitCode(status.rawValue) }
        }
    }

    private func save(_ session: SyncSession, _ plans: [ProviderPlan], to path: String) async throws {
        let locked = await session.keeper.lockfile.providers
        var parts: [String: SavedPlan.Part] = [:]
        for plan in plans {
            parts[plan.provider.rawValue] = SavedPlan.Part(
                account: plan.account, digest: try plan.plan.digest(applied: locked[plan.provider]?.objects ?? [:]),
                writes: plan.plan.writes)
        }
        let plan = try SavedPlan(
            id: Bootstrap.identifiers.token(), environment: session.mode.rawValue,
            catalog: session.catalog.contentHash, createdAt: Bootstrap.clock.now(), parts: parts,
            prunes: options.prune, only: options.only, ours: options.ours, theirs: options.theirs,
            program: CatalogCommand.version)
        try SyncReport.write(try plan.json(), to: path)
        Output.standardError("The plan is in \(path); it can be applied for 24 hours.\n")
    }
}

extension [SyncSession.Finding] {
    /// The plans of the providers that could be read.
    var plans: [ProviderPlan] {
        compactMap { if case .plan(let plan) = $0 { plan } else { nil } }
    }
}
