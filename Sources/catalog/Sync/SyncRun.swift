import ArgumentParser
import TillCatalogFile
import TillModel
import TillSync

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One run: plan, confirmation, writes, and what came of it.
struct SyncRun: Sendable {
    let session: SyncSession
    let options: RunOptions
    /// What the run is called: its idempotency keys are made of it.
    let name: String
    /// The plan that must be applied, and no other.
    let saved: SavedPlan?
    /// The run that is gone on with.
    let resumed: JournalHeader?
    let command: String

    /// What was done at one provider.
    private struct Done: Sendable {
        let provider: ProviderName
        let result: Applier.Result
        let reads: Int
        /// How many writes were to be done.
        let planned: Int

        var writes: Int { result.writes }
    }

    /// When the run began, on both clocks.
    private struct Start {
        let elapsed = SyncSession.time.elapsed()
        let date = SyncSession.time.date()
    }

    func perform() async throws {
        let started = Start()
        try await session.alone(
            beginning: {
                // Whoever had the turn before may have written it since it was read.
                try await session.keeper.refuseMoved()
                if resumed == nil { try session.folder.refuseUnfinished() }
                return name
            }
        ) { try await perform(since: started) }
    }

    /// Does everything, while nobody else writes for the environment.
    private func perform(since started: Start) async throws {
        let planned = try await session.plan()
        for case .unreadable(let provider, let reason) in planned {
            throw CommandFailure(
                .providerFailure, "\(provider) cannot be read, so nothing was written anywhere: \(reason)",
                mistakes: planned.compactMap(PlanAnswer.mistake))
        }
        try await checkSaved(planned.plans)
        let (findings, warnings) = try await session.counting(planned, depth)
        let lost = session.warnOfLookupKeys(findings)
        let plans = findings.plans
        let lock = await session.keeper.lockfile
        let view = PlanView(mode: session.mode, findings: findings, lock: lock, warnings: lost + warnings)
        try await decide(plans, lock, view)
        guard plans.contains(where: { !$0.plan.isEmpty }) else {
            // A run that was cut off after its last write is over by now.
            if resumed != nil { try finish(try begin(plans), failures: 0) }
            try await session.rememberVersions()
            return try end(findings, warnings, [], started, .success, view.text(next: nil))
        }
        let journal = try begin(plans)
        let done = try await StopSignals.heeding(session.interruption) { try await apply(plans, journal) }
        let failures = done.reduce(0) { $0 + $1.result.failures.count }
        let wasInterrupted = done.contains { $0.result.wasInterrupted }
        if !wasInterrupted { try finish(journal, failures: failures) }
        try await rememberWaivers()
        try LockSnapshots(folder: session.folder).keep(await session.keeper.lockfile)
        var status = status(done, failures, wasInterrupted)
        // What a person has to do is not done yet.
        if status == .success, plans.contains(where: { !ManualChecklist($0.plan).steps.isEmpty }) { status = .blocked }
        try end(findings, warnings, done, started, status, summary(done, status))
        if status != .success { throw ExitCode(status.rawValue) }
    }

    // MARK: - Before anything is written

    private func checkSaved(_ plans: [ProviderPlan]) async throws {
        guard let saved else { return }
        let locked = await session.keeper.lockfile.providers
        for plan in plans {
            let part = saved.parts[plan.provider.rawValue]
            let digest = try plan.plan.digest(applied: locked[plan.provider]?.objects ?? [:])
            guard let part, part.account == plan.account, part.digest == digest else {
                throw CommandFailure(
                    .locked,
                    "\(plan.provider), the file or the lock is not as it was when the plan was made; look at it again "
                        + "with `catalog plan`. Nothing was written.")
            }
        }
        guard saved.parts.count == plans.count else {
            throw CommandFailure(.locked, "the plan is for other providers; make a new one with `catalog plan`.")
        }
    }

    /// How far those who pay already are counted: not at all where nobody is shown the plan.
    private var depth: ImpactSurvey.Depth {
        showsPlan || session.options.isJSON || session.options.report != nil ? options.impact.depth : .none
    }

    /// Whoever is asked has to see what about.
    private var showsPlan: Bool { !options.jsonStream && (!options.quiet || !options.yes) }

    /// Asks, or finds out that nobody can be asked.
    private func decide(_ plans: [ProviderPlan], _ lock: Lockfile, _ view: PlanView) async throws {
        guard plans.contains(where: { !$0.plan.isEmpty }) else { return }
        if showsPlan { Output.standardError(view.text(next: nil) + "\n") }
        if let blocked = plans.lazy.flatMap(\.plan.blocked).first {
            throw CommandFailure(
                .blocked, "\(blocked.key) is blocked: \(blocked.reason). Nothing was written anywhere.",
                mistakes: PlanAnswer.blocked(plans, session.places))
        }
        let waived = Set(waivers().compactMap { SyncPolicy.Rule(rawValue: $0.rule) })
        let policy = SyncPolicy(
            mode: session.mode, maxChanges: options.maxChanges, allowed: Set(options.allowLargeChange), waived: waived)
        let breaches = policy.breaches(plans, applied: lock.providers.mapValues(\.objects))
        guard breaches.isEmpty else {
            throw CommandFailure(
                .blocked, breaches.map(\.message).joined(separator: "\n") + ". Nothing was written anywhere.",
                mistakes: breaches.map { Mistake(code: $0.rule.rawValue, message: $0.message, key: $0.key) })
        }
        // To learn what is so writes nothing anywhere but in the lock.
        guard plans.contains(where: { $0.plan.writes > 0 }), resumed == nil else { return }
        try Confirmation.ask(mode: session.mode, isGiven: options.yes, namesMode: session.options.env != nil)
    }

    private func waivers() -> [Lockfile.Waiver] {
        options.waive.compactMap { text in
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { return nil }
            return Lockfile.Waiver(at: Bootstrap.clock.now(), rule: parts[0], reason: parts[1])
        }
    }

    private func rememberWaivers() async throws { try await session.keeper.waive(waivers()) }

    // MARK: - Writing

    private func begin(_ plans: [ProviderPlan]) throws -> SyncJournal {
        guard resumed == nil else {
            return try keeping { () throws(SyncJournal.Failure) in
                try SyncJournal(path: session.folder.journal, header: nil)
            }
        }
        try session.folder.shelve()
        let header = JournalHeader(
            run: name, environment: session.mode.rawValue, startedAt: Bootstrap.clock.now().rfc3339,
            catalog: session.catalog.contentHash, prunes: session.options.prune,
            providers: plans.map(\.provider.rawValue), only: session.options.only, ours: session.options.ours,
            theirs: session.options.theirs, isRollback: session.target == nil ? nil : true,
            goesBackTo: session.target?.serial)
        return try keeping { () throws(SyncJournal.Failure) in
            try SyncJournal(path: session.folder.journal, header: header)
        }
    }

    private func finish(_ journal: SyncJournal, failures: Int) throws(CommandFailure) {
        try keeping { () throws(SyncJournal.Failure) in try journal.append(.ended(failures: failures)) }
    }

    private func keeping<Value>(_ body: () throws(SyncJournal.Failure) -> Value) throws(CommandFailure) -> Value {
        do {
            return try body()
        } catch {
            throw CommandFailure(.internalError, error.description)
        }
    }

    private func apply(_ plans: [ProviderPlan], _ journal: SyncJournal) async throws -> [Done] {
        let progress = SyncProgressView(
            form: options.jsonStream ? .stream : options.quiet ? .none : .automatic, folder: session.folder,
            governors: Dictionary(uniqueKeysWithValues: session.providers.map { ($0.name, $0.governor) }))
        let locked = await session.keeper.lockfile.providers
        return try await withThrowingTaskGroup(of: Done.self) { group in
            for plan in plans {
                guard let provider = session.providers.first(where: { $0.name == plan.provider }) else { continue }
                let before = locked[plan.provider]
                group.addTask {
                    let result = try await applier(provider, plan, before, journal, progress).apply(plan.plan)
                    return Done(
                        provider: plan.provider, result: result, reads: provider.count.reads,
                        planned: plan.plan.writes)
                }
            }
            var done: [Done] = []
            for try await one in group { done.append(one) }
            progress.end()
            return done.sorted { $0.provider.rawValue < $1.provider.rawValue }
        }
    }

    private func applier(
        _ provider: SyncSession.Provider, _ plan: ProviderPlan, _ before: LockedProvider?, _ journal: SyncJournal,
        _ progress: SyncProgressView
    ) -> Applier {
        let keeper = session.keeper
        let (mode, version) = (session.mode, type(of: provider.publisher).catalogVersion)
        return Applier(
            owner: session.owner, run: name, applied: before?.objects ?? [:], retired: before?.retired ?? [],
            caller: provider.caller, time: SyncSession.time.heeding(session.interruption),
            sinks: Applier.Sinks(
                progress: { progress.tell($0) }, journal: { try journal.append($0) },
                save: { applied, retired in
                    try await keeper.update(
                        plan.provider,
                        LockedProvider(
                            account: plan.account ?? before?.account, mode: mode, version: version, objects: applied,
                            retired: retired))
                }),
            concurrency: options.concurrency, failsFast: options.failFast)
    }

    // MARK: - Afterwards

    private func status(_ done: [Done], _ failures: Int, _ wasInterrupted: Bool) -> ExitStatus {
        if wasInterrupted { return .interrupted }
        guard failures > 0 else { return .success }
        let all = done.flatMap(\.result.failures)
        let wasAnythingDone = done.contains { $0.writes > 0 }
        // What depends on what somebody changed is left alone for the same reason.
        if all.allSatisfy({ $0.code == .stale || $0.code == .dependency }) { return .locked }
        return wasAnythingDone || all.contains { $0.code == .unverified } ? .partial : .providerFailure
    }

    private func summary(_ done: [Done], _ status: ExitStatus) -> String {
        var text = ""
        for one in done {
            let failures = one.result.failures
            text += "\(one.provider): \(Self.count(one.writes, of: one.planned)), \(one.reads) reads"
            if !failures.isEmpty { text += ", \(failures.count) not done" }
            if one.result.wasInterrupted {
                text += ", interrupted"
            } else if failures.isEmpty {
                text += ", as planned"
            }
            text += "\n"
            for failure in failures {
                text += "  \(failure.key): \(failure.code.rawValue): \(failure.message)\n"
            }
        }
        switch status {
        case .success: text += "In step. \(session.keeper.path) says so; put it into version control.\n"
        case .blocked: text += "What is to be done by hand is in: catalog plan --env \(session.mode)\n"
        case .interrupted:
            let (writes, planned) = done.reduce((0, 0)) { ($0.0 + $1.writes, $0.1 + $1.planned) }
            text += "Interrupted: \(Self.isDone(writes, of: planned)), and \(session.keeper.path) says so. "
            text += "Go on with: \(next(wasInterrupted: true))\n"
        case .locked: text += "Somebody changed it meanwhile. Look again: catalog plan --env \(session.mode)\n"
        default: text += "Not everything was done. Go on with: \(next(wasInterrupted: false))\n"
        }
        return text
    }

    /// What does the rest: to resume would go forward to the file, which a rollback is not for.
    private func next(wasInterrupted: Bool) -> String {
        let yes = options.yes ? " --yes" : ""
        guard let target = session.target else {
            // What was cut off was confirmed, and is not asked for again.
            return "catalog resume --env \(session.mode)" + (wasInterrupted ? "" : yes)
        }
        let only = session.options.only.map { " --only '\($0)'" } ?? ""
        let scope = session.options.providers.map { " --provider \($0)" }.joined() + only
        let again = "catalog rollback --env \(session.mode) --to \(target.serial)\(scope)\(yes)"
        return wasInterrupted ? "catalog unlock --env \(session.mode) --run \(name) && \(again)" : again
    }

    private static func count(_ writes: Int, of planned: Int) -> String {
        let number = writes == planned ? "\(writes)" : "\(writes) of \(planned)"
        return "\(number) write\(planned == 1 ? "" : "s")"
    }

    private static func isDone(_ writes: Int, of planned: Int) -> String {
        "\(writes) of \(planned) write\(planned == 1 ? " was" : "s were") done"
    }

    /// What was not done, and why; that a provider's part was interrupted is told besides.
    private func mistakes(_ done: Done) -> [Mistake] {
        let failures = done.result.failures.map {
            Mistake(code: $0.code.rawValue, message: $0.message, provider: done.provider, key: $0.key)
        }
        guard done.result.wasInterrupted else { return failures }
        let interrupted = Mistake(
            code: ExitStatus.interrupted.word,
            message: "it was told to stop: \(Self.isDone(done.writes, of: done.planned))", provider: done.provider,
            hint: next(wasInterrupted: true))
        return failures + [interrupted]
    }

    private func end(
        _ findings: [SyncSession.Finding], _ warnings: [Mistake], _ done: [Done], _ started: Start,
        _ status: ExitStatus, _ text: String
    ) throws {
        let writes = done.reduce(0) { $0 + $1.writes }
        let planned = findings.plans.reduce(0) { $0 + $1.plan.writes }
        let fields = PlanAnswer.fields(session, findings, warnings: warnings).merging([
            "run_id": name, "started_at": started.date.rfc3339,
            "duration_ms": SyncReport.milliseconds(since: started.elapsed), "errors": done.flatMap(mistakes),
            "writes": writes, "planned_writes": planned,
            "reads": done.isEmpty ? findings.plans.reduce(0) { $0 + $1.reads } : done.reduce(0) { $0 + $1.reads },
        ]) { $1 }
        guard !options.jsonStream else {
            return try Output.line([
                "event": "finished", "exit_code": Int(status.rawValue), "run_id": name,
                "failures": done.reduce(0) { $0 + $1.result.failures.count }, "writes": writes,
                "planned_writes": planned,
            ])
        }
        try SyncReport.tell(
            command, status: status, options: session.options, fields: fields, text: text,
            markdown: "```\n\(text)```\n")
    }
}
