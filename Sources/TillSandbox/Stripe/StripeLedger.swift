import TillModel

/// Opens transactions on the emulated Stripe account, and wakes the webhook worker after each.
struct StripeLedger: Sendable {
    let store: DocumentStore
    let clock: any WallClock
    let identifiers: any IdentifierSource
    let faults: SandboxFaults
    let requests: SandboxRequestLog
    let doorbell: SandboxDoorbell

    /// Runs one transaction for a request, or for what time brings when there is none.
    func write<Value: Sendable>(
        _ request: SandboxRequest? = nil, _ requestID: String? = nil, key: String? = nil,
        _ body: @escaping @Sendable (StripeAccount) throws -> Value
    ) async throws -> Value {
        let origin = request?.origin ?? ""
        let milliseconds = clock.now().millisecondsSince1970
        let value = try await store.write { [identifiers, faults] transaction in
            var transaction = transaction
            transaction.lag = ListLag(now: milliseconds, milliseconds: faults.settings.listLagMilliseconds)
            var account = StripeAccount(
                transaction: transaction, milliseconds: milliseconds, identifiers: identifiers, faults: faults)
            account.origin = origin
            account.requestID = requestID
            account.idempotencyKey = key
            return try body(account)
        }
        if request != nil { doorbell.ring() }
        return value
    }

    /// Does what time alone brings: sessions expire, trials end, subscriptions renew.
    func advance() async throws {
        try await write { account in
            try StripeCheckoutSessions.expireDue(account)
            try StripeBilling.advance(account)
        }
    }
}
