import TillModel

extension Applier {
    /// Whether an object is as it was when the plan was made.
    func isSame(_ now: RemoteCatalogObject, _ planned: RemoteCatalogObject) -> Bool {
        // What carries another object's marker was marked anew when that one was written.
        let isMarkedByItself = manifest.abilities[planned.kind]?.hasMarker ?? true
        return now.isActive == planned.isActive && now.fields == planned.fields
            && (now.marker == planned.marker || !isMarkedByItself)
    }

    /// An object as it is now; nil when it is gone.
    func look(_ planned: RemoteCatalogObject, _ change: PlannedChange) async throws -> RemoteCatalogObject? {
        let kind = planned.kind
        return try await failing(change) {
            try await caller.read { publisher throws(ProviderError) in
                try await publisher.fetchObject(kind, planned.id)
            }
        }
    }

    func stale(_ planned: RemoteCatalogObject, _ change: PlannedChange) -> SyncFailure {
        SyncFailure(
            key: change.key, action: change.action, code: .stale,
            message: "\(planned.id) was changed at \(provider) since the plan was made")
    }

    /// Sends a write, journalled before and after, unless somebody changed what was planned upon.
    ///
    /// - `planned`: What is looked at once more when the write's turn has come, right before it goes out; nil when it is
    ///   made out of nothing.
    /// - Returns: What the provider answered; nil when what was to be archived is gone already.
    /// - Throws: ``SyncFailure``, of ``SyncFailure/Code-swift.enum/stale`` when the object is not as it was planned upon.
    @discardableResult
    func send(
        _ write: CatalogWrite, for change: PlannedChange, upon planned: RemoteCatalogObject?, archives: Bool = false
    ) async throws -> CatalogReceipt? {
        let action = archives ? SyncAction.archive : change.action
        let key = IdempotencyKey(
            rawValue: "till-sync-"
                + ContentDigest.of([
                    run, provider.rawValue, change.key.description, write.verb.rawValue, write.id ?? "",
                    try ContentDigest.of(write.fields),
                    try ContentDigest.of((planned ?? change.remote)?.fields ?? [:]), String(change.generation),
                ]))
        let call: ProviderCall
        do throws(ProviderError) {
            call = try caller.publisher.call(for: write)
        } catch {
            throw SyncFailure(key: change.key, action: action, code: .refused, message: error.debugDescription)
        }
        var isIntended = false
        let receipt: CatalogReceipt?
        do {
            receipt = try await outcome(of: write, call, key) {
                guard try await isStillPlannedUpon(planned, change, archives: archives) else { return false }
                guard !isIntended else { return true }
                isIntended = true
                try sinks.journal(
                    .intent(
                        provider: provider, key: change.key, action: action.rawValue, id: write.id,
                        idempotencyKey: key.rawValue))
                sinks.progress(.intent(provider: provider, key: change.key, action: action))
                return true
            }
        } catch let failure as SyncFailure {
            if isIntended { try journal(failure, action) }
            throw failure
        } catch let error as ProviderError {
            let failure = failure(error, change, action)
            try sinks.journal(
                .failed(
                    provider: provider, key: change.key, action: action.rawValue, code: error.code.description))
            throw failure
        }
        guard let receipt else { return nil }
        await ledger.countWrite()
        try sinks.journal(
            .done(
                provider: provider, key: change.key, action: action.rawValue, id: receipt.id,
                generation: change.generation, requestID: receipt.requestID))
        sinks.progress(.done(provider: provider, key: change.key, action: action, id: receipt.id))
        if let secret = receipt.secret {
            sinks.progress(.secret(provider: provider, key: change.key, value: secret))
        }
        return receipt
    }

    /// Whether what a change was planned upon is as it was; false when there is nothing left to be archived.
    private func isStillPlannedUpon(
        _ planned: RemoteCatalogObject?, _ change: PlannedChange, archives: Bool
    ) async throws -> Bool {
        guard let planned else { return true }
        let now = try await look(planned, change)
        // What is gone, or was archived by somebody meanwhile, needs nothing more.
        if archives, now?.isActive != true { return false }
        guard let now, isSame(now, planned) else { throw stale(planned, change) }
        return true
    }

    /// Writes, until it is known what came of it; nil when it was not to be written after all.
    private func outcome(
        of write: CatalogWrite, _ call: ProviderCall, _ key: IdempotencyKey,
        if isStillPlannedUpon: () async throws -> Bool
    ) async throws -> CatalogReceipt? {
        // To set what is set already changes nothing; only what is made could be made twice.
        let mayRepeat = manifest.hasIdempotency || write.verb != .create
        var tried = 0
        while true {
            tried += 1
            do {
                return try await caller.write(call, key, repeatsUnknown: mayRepeat, if: isStillPlannedUpon)
            } catch let error as ProviderError {
                if write.verb == .archive, error.code == .notFound, let id = write.id {
                    // An earlier try was done, although its answer was lost.
                    return CatalogReceipt(id: id, requestID: nil)
                }
                guard !mayRepeat, error.leavesOutcomeUnknown, error.code != .rateLimited else { throw error }
                if let made = try await made(write) { return CatalogReceipt(id: made.id, requestID: nil) }
                guard tried < ProviderCaller.tries else { throw error }
            }
        }
    }

    /// What a write whose outcome is unknown has made; nil when it made nothing, as far as can be seen.
    private func made(_ write: CatalogWrite) async throws -> RemoteCatalogObject? {
        // A list may show late what was made.
        for look in 1...Self.looks {
            let objects = try await ProviderSurvey.list(write.key.kind, caller)
            if let made = objects.first(where: { $0.isActive && $0.marker == write.marker }) { return made }
            if look < Self.looks { try await pause(look) }
        }
        return nil
    }

    /// Makes what a provider says of one change that change's failure.
    func failing<Value>(_ change: PlannedChange, _ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as ProviderError {
            throw failure(error, change, change.action)
        }
    }

    private func journal(_ failure: SyncFailure, _ action: SyncAction) throws {
        try sinks.journal(
            .failed(provider: provider, key: failure.key, action: action.rawValue, code: failure.code.rawValue))
    }

    private func failure(_ error: ProviderError, _ change: PlannedChange, _ action: SyncAction) -> SyncFailure {
        SyncFailure(
            key: change.key, action: action, code: error.leavesOutcomeUnknown ? .unknown : .refused,
            message: error.debugDescription)
    }
}
