import TillCatalogFile
import TillModel
import TillSync

/// What `catalog doctor` mends by itself: only what is safe, and can be undone.
enum DoctorFix: String, CaseIterable {
    /// Somebody chose another first price at the provider.
    case defaultPrice = "TILL-D009"
    /// The provider's way to our server is switched off.
    case destination = "TILL-D012"
    /// What was generated is not what would be generated now.
    case generated = "TILL-D016"

    /// Whether a provider is written to.
    private var writesAway: Bool { self != .generated }

    /// Mends it.
    ///
    /// - `isConfirmed`: Whether `--yes` was given.
    /// - Returns: What was done, a line for each thing.
    func apply(_ examination: DoctorExamination, isConfirmed: Bool) async throws -> [String] {
        guard examination.checks.contains(where: { $0.id == rawValue && ($0.result == .fail || $0.result == .warn) })
        else { return ["\(rawValue): there is nothing to mend"] }
        let session = examination.session
        guard writesAway else { return try mendGenerated(examination) }
        let lines = try await session.alone(
            beginning: {
                try session.folder.refuseUnfinished()
                try Confirmation.ask(mode: session.mode, isGiven: isConfirmed, namesMode: session.options.env != nil)
                return Bootstrap.identifiers.token()
            }
        ) {
            var done: [String] = []
            for plan in examination.plans {
                guard let provider = session.providers.first(where: { $0.name == plan.provider }) else { continue }
                done +=
                    self == .destination
                    ? try await mendDestination(provider, plan, session)
                    : try await mendDefaultPrices(provider, plan, session)
            }
            return done
        }
        return lines.isEmpty ? ["\(rawValue): catalog sync --env \(session.mode) mends it"] : lines
    }

    private func mendGenerated(_ examination: DoctorExamination) throws -> [String] {
        try examination.generated.filter(\.isStale).map { copy in
            try copy.write()
            return "\(copy.path) was made anew"
        }
    }

    private func mendDestination(_ provider: SyncSession.Provider, _ plan: ProviderPlan, _ session: SyncSession)
        async throws -> [String]
    {
        guard let examination = ProviderExamination(provider.caller),
            let found = ProviderChecks(provider: provider, plan: plan, session: session).destination(
                in: try await examination.destinations()), !found.isEnabled
        else { return [] }
        let key = IdempotencyKey(rawValue: "till-doctor-\(Bootstrap.identifiers.token())")
        guard try await examination.enable(found, key) else {
            throw CommandFailure(
                .providerFailure,
                "\(provider.name) said that \(found.id) is on, but shows it switched off. Run it again.")
        }
        return ["\(provider.name): \(found.id) is on"]
    }

    /// Puts back the first prices that somebody changed, as a sync of nothing else would.
    private func mendDefaultPrices(_ provider: SyncSession.Provider, _ plan: ProviderPlan, _ session: SyncSession)
        async throws -> [String]
    {
        let moved = Set(PlanChecks.moved(plan).map(\.key))
        guard !moved.isEmpty else { return [] }
        let before = await session.keeper.lockfile.providers[plan.provider]
        let (keeper, mode, version) = (session.keeper, session.mode, type(of: provider.publisher).catalogVersion)
        let run = Bootstrap.identifiers.token()
        try session.folder.shelve()
        let journal = try SyncJournal(
            path: session.folder.journal,
            header: JournalHeader(
                run: run, environment: mode.rawValue, startedAt: Bootstrap.clock.now().rfc3339,
                catalog: session.catalog.contentHash, prunes: false, providers: [plan.provider.rawValue]))
        let result = try await Applier(
            owner: session.owner, run: run, applied: before?.objects ?? [:], retired: before?.retired ?? [],
            caller: provider.caller, time: SyncSession.time,
            sinks: Applier.Sinks(
                progress: { _ in }, journal: { try journal.append($0) },
                save: { applied, retired in
                    try await keeper.update(
                        plan.provider,
                        LockedProvider(
                            account: plan.account ?? before?.account, mode: mode, version: version, objects: applied,
                            retired: retired))
                })
        ).apply(plan.plan.limited { moved.contains($0) })
        try journal.append(.ended(failures: result.failures.count))
        if let failure = result.failures.first {
            throw CommandFailure(
                .providerFailure, "\(provider.name): \(failure.key): \(failure.code.rawValue): \(failure.message)")
        }
        return moved.sorted().map { "\(provider.name): \($0) was put back" }
    }
}
