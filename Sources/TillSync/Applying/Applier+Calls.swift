import TillModel

extension Applier {
    /// Reads an object again before anything is written for its key, which must be as it was when the plan was made.
    func refuseStale(_ planned: RemoteCatalogObject, _ change: PlannedChange) async throws {
        guard let now = try await look(planned, change), isSame(now, planned) else { throw stale(planned, change) }
    }

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

    /// Sends a write: journalled before and after.
    func send(
        _ write: CatalogWrite, for change: PlannedChange, observed: [String: CatalogValue], archives: Bool = false
    ) async throws -> CatalogReceipt {
        let action = archives ? SyncAction.archive : change.action
        let key = IdempotencyKey(
            rawValue: "till-sync-"
                + ContentDigest.of([
                    run, provider.rawValue, change.key.description, write.verb.rawValue, write.id ?? "",
                    try ContentDigest.of(write.fields), try ContentDigest.of(observed), String(change.generation),
                ]))
        let call: ProviderCall
        do throws(ProviderError) {
            call = try caller.publisher.call(for: write)
        } catch {
            throw SyncFailure(key: change.key, action: action, code: .refused, message: error.debugDescription)
        }
        try sinks.journal(
            .intent(
                provider: provider, key: change.key, action: action.rawValue, id: write.id,
                idempotencyKey: key.rawValue))
        sinks.progress(.intent(provider: provider, key: change.key, action: action))
        let receipt: CatalogReceipt
        do {
            receipt = try await outcome(of: write, call, key)
        } catch let error as ProviderError {
            try sinks.journal(
                .failed(
                    provider: provider, key: change.key, action: action.rawValue, code: error.code.description))
            throw failure(error, change, action)
        }
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

    /// Writes, until it is known what came of it.
    private func outcome(of write: CatalogWrite, _ call: ProviderCall, _ key: IdempotencyKey) async throws
        -> CatalogReceipt
    {
        // To set what is set already changes nothing; only what is made could be made twice.
        let mayRepeat = manifest.hasIdempotency || write.verb != .create
        var tried = 0
        while true {
            tried += 1
            do {
                return try await caller.write(call, key, repeatsUnknown: mayRepeat)
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

    private func failure(_ error: ProviderError, _ change: PlannedChange, _ action: SyncAction) -> SyncFailure {
        SyncFailure(
            key: change.key, action: action, code: error.leavesOutcomeUnknown ? .unknown : .refused,
            message: error.debugDescription)
    }
}
