import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Does at one provider what a plan says.
///
/// What can be sold comes first, kind by kind in the order in which objects depend on each other; then what was written
/// is read back; only then is anything archived, the other way around. So an interruption never leaves a key without an
/// active object, and what is done twice is the same.
package struct Applier: Sendable {
    /// What came of it.
    package struct Result: Sendable {
        package let applied: [CatalogObjectKey: AppliedObject]
        package let retired: [RetiredObject]
        package let failures: [SyncFailure]
        /// How many writes were done, however often each was tried.
        package let writes: Int
        /// Whether it was asked to stop before it was done.
        package let wasInterrupted: Bool
    }

    /// What a run lets others know and keep.
    package struct Sinks: Sendable {
        package let progress: @Sendable (SyncProgress) -> Void
        package let journal: @Sendable (JournalRecord) throws -> Void
        /// Keeps the lock as it is now.
        package let save: @Sendable ([CatalogObjectKey: AppliedObject], [RetiredObject]) async throws -> Void

        package init(
            progress: @escaping @Sendable (SyncProgress) -> Void,
            journal: @escaping @Sendable (JournalRecord) throws -> Void,
            save: @escaping @Sendable ([CatalogObjectKey: AppliedObject], [RetiredObject]) async throws -> Void
        ) {
            self.progress = progress
            self.journal = journal
            self.save = save
        }
    }

    let owner: String
    let run: String
    let caller: ProviderCaller
    let time: SyncTime
    let sinks: Sinks
    /// How many objects of a kind are written at once.
    let concurrency: Int
    /// Whether the first failure ends it.
    let failsFast: Bool
    let ledger: SyncLedger

    package init(
        owner: String, run: String, applied: [CatalogObjectKey: AppliedObject], retired: [RetiredObject],
        caller: ProviderCaller, time: SyncTime, sinks: Sinks, concurrency: Int = 4, failsFast: Bool = false
    ) {
        self.owner = owner
        self.run = run
        self.caller = caller
        self.time = time
        self.sinks = sinks
        self.concurrency = max(concurrency, 1)
        self.failsFast = failsFast
        ledger = SyncLedger(applied: applied, retired: retired)
    }

    var provider: ProviderName { type(of: caller.publisher).name }
    var manifest: CatalogManifest { caller.publisher.manifest }

    /// Applies a plan.
    ///
    /// - Throws: Where the journal or the lock cannot be kept; nothing is sent after that.
    package func apply(_ plan: SyncPlan) async throws -> Result {
        let work = plan.changes.filter { $0.action != .noop }
        sinks.progress(.started(provider: provider, total: plan.writes))
        var wasInterrupted = false
        do {
            for kind in CatalogObjectKey.Kind.allCases {
                let some = work.filter { $0.key.kind == kind && $0.desired != nil }
                try await each(some) { try await make($0) }
                if !some.isEmpty { try await save() }
            }
            try await verify(work.filter { $0.desired != nil && $0.action.writes && $0.action != .archive })
            try await save()
            for kind in CatalogObjectKey.Kind.allCases.reversed() {
                try await each(work.filter { $0.key.kind == kind }) { try await end($0) }
            }
            try await confirmEndings(work)
        } catch is Interrupted {
            wasInterrupted = true
        } catch is StoppedEarly {
            // What failed is among the failures.
        }
        try await save()
        let failures = await ledger.failures
        sinks.progress(.finished(provider: provider, failures: failures.count))
        return Result(
            applied: await ledger.applied, retired: await ledger.retired, failures: failures,
            writes: await ledger.writes, wasInterrupted: wasInterrupted)
    }

    /// The first failure ended it.
    struct StoppedEarly: Error {}

    private func save() async throws { try await sinks.save(ledger.applied, ledger.retired) }

    /// Does something for each of some changes, a few at once.
    private func each(
        _ changes: [PlannedChange], _ body: @escaping @Sendable (PlannedChange) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            var waiting = changes[...]
            for _ in 0..<concurrency {
                guard let change = waiting.popFirst() else { break }
                group.addTask { try await one(change, body) }
            }
            // What is in flight is always answered; nothing new is begun after a stop.
            var stop: (any Error)?
            while let result = await group.nextResult() {
                if case .failure(let error) = result { stop = stop ?? error }
                guard stop == nil, let change = waiting.popFirst() else { continue }
                group.addTask { try await one(change, body) }
            }
            if let stop { throw stop }
        }
    }

    /// Does something for one change; what goes wrong with it alone stops nothing else.
    private func one(_ change: PlannedChange, _ body: (PlannedChange) async throws -> Void) async throws {
        do {
            try await body(change)
        } catch let failure as SyncFailure {
            await ledger.fail(failure)
            sinks.progress(.failed(provider: provider, failure: failure))
            if failsFast { throw StoppedEarly() }
        }
    }

    // MARK: - What the file wants

    private func make(_ change: PlannedChange) async throws {
        guard let object = change.desired else { return }
        if let cause = await ledger.failedDependency(of: object) {
            throw SyncFailure(
                key: change.key, action: change.action, code: .dependency, message: "\(cause) was not done")
        }
        switch change.action {
        case .create, .replace:
            // Before the new one is there: what somebody else has changed is left alone altogether.
            var upon = change.remote
            // Two of the same name cannot be there at once.
            if change.action == .replace, manifest.abilities[change.key.kind]?.isExclusive == true,
                let old = change.remote, old.isActive
            {
                try await archive(old, of: change)
                upon = nil
            }
            let write = try await write(change, object, .create)
            guard let receipt = try await send(write, for: change, upon: upon) else { return }
            await keep(object, change, id: receipt.id)
            if let old = change.remote, change.action == .replace { await retire(old, change) }
        case .update, .adopt, .restore:
            guard let remote = change.remote else { return }
            let write = try await write(change, object, .update)
            guard let receipt = try await send(write, for: change, upon: remote) else { return }
            await keep(object, change, id: receipt.id)
        case .lockOnly:
            guard let remote = change.remote else { return }
            // Where the provider's side counts, the lock learns what that is.
            let isTheirs = change.verdict == .conflict
            let fields = isTheirs ? remote.fields.filter { object.fields[$0.key] != nil } : object.fields
            await ledger.record(
                AppliedObject(
                    id: remote.id, generation: change.generation, fields: fields,
                    terms: isTheirs ? nil : object.terms, verifiedAt: time.date()),
                for: change.key, former: former(object), at: time.date(), reason: change.reason)
        case .archive, .manual, .blocked, .noop: break
        }
    }

    private func former(_ object: CatalogObject) -> CatalogObjectKey? {
        object.formerName.map { CatalogObjectKey(object.key.kind, $0) }
    }

    private func keep(_ object: CatalogObject, _ change: PlannedChange, id: String) async {
        await ledger.record(
            AppliedObject(
                id: id, generation: change.generation, fields: object.fields, terms: object.terms, verifiedAt: nil),
            for: change.key, former: former(object), at: time.date(), reason: change.reason)
    }

    private func retire(_ object: RemoteCatalogObject, _ change: PlannedChange) async {
        await ledger.retire(
            object.id, object.marker?.generation ?? max(change.generation - 1, 1), of: change.key, at: time.date(),
            reason: change.reason)
    }

    private func write(
        _ change: PlannedChange, _ object: CatalogObject, _ verb: CatalogWrite.Verb
    ) async throws -> CatalogWrite {
        var fields = await ledger.resolve(object.fields)
        let marker = OwnershipMarker(
            owner: owner, key: change.key, generation: change.generation, contentHash: try ContentDigest.of(fields))
        if verb == .update, let remote = change.remote {
            // Some providers replace a whole map: what somebody else put there stays.
            fields.merge(remote.fields.filter { !change.fields.contains($0.key) }) { ours, _ in ours }
        }
        return CatalogWrite(
            verb, change.key, id: verb == .create ? nil : change.remote?.id, marker: marker, fields: fields,
            changed: Set(change.fields),
            replaces: change.action == .replace ? change.remote?.id : nil)
    }

    // MARK: - What stops standing for a key

    private func end(_ change: PlannedChange) async throws {
        guard !(await ledger.hasFailed(change.key)) else { return }
        let isExclusive = manifest.abilities[change.key.kind]?.isExclusive == true
        if change.action == .replace, let old = change.remote, old.isActive, !isExclusive {
            try await archive(old, of: change)
        }
        for object in change.surplus { try await archive(object, of: change) }
        guard change.desired == nil else { return }
        if change.action == .archive, let own = change.remote { try await archive(own, of: change) }
        if change.action == .archive || change.action == .lockOnly {
            await ledger.forget(change.key, at: time.date(), reason: change.reason)
        }
    }

    private func archive(_ object: RemoteCatalogObject, of change: PlannedChange) async throws {
        try await send(
            CatalogWrite(.archive, change.key, id: object.id), for: change, upon: object, archives: true)
        await retire(object, change)
    }
}
