import Crypto
import Logging
import Till
import TillModel
import TillProviders
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Makes an order and the provider's page on which it is paid.
///
/// The order is written before the provider is asked, and the provider is asked with a key that is the order's, so
/// that a checkout that was cut off anywhere is finished by repeating it.
package struct CheckoutService: Sendable {
    private let store: any Store
    private let catalog: CurrentCatalog
    private let account: ProviderAccount
    private let provider: any PaymentProvider
    private let links: OrderLinks
    private let addresses: ReturnAddresses
    private let clock: any WallClock
    private let day: DayOfInstant
    private let identifiers: any IdentifierSource
    private let beforeCheckout: BeforeCheckout
    private let reserve: StorageReserve
    private let logger: Logger
    private let failpoints: Failpoints

    /// How long whoever began a checkout is believed to be at it.
    private static let lease: TimeInterval = 60
    /// Under this many characters a key of nobody in particular could be guessed.
    private static let shortestKey = 22

    init(
        store: any Store, reserve: StorageReserve, catalog: CurrentCatalog, account: ProviderAccount,
        provider: any PaymentProvider,
        links: OrderLinks, addresses: ReturnAddresses, clock: any WallClock,
        day: @escaping DayOfInstant, identifiers: any IdentifierSource, hooks: [CheckoutHook] = [], logger: Logger,
        failpoints: Failpoints = .none
    ) {
        self.store = store
        self.reserve = reserve
        self.catalog = catalog
        self.account = account
        self.provider = provider
        self.links = links
        self.addresses = addresses
        self.clock = clock
        self.day = day
        self.identifiers = identifiers
        beforeCheckout = BeforeCheckout(hooks: hooks, logger: logger)
        self.logger = logger
        self.failpoints = failpoints
    }

    /// Makes an order and opens its page; with a key that was used before, answers as it did before.
    ///
    /// - `key`: The caller's idempotency key; nil makes a new order each time.
    package func checkOut(_ request: CheckoutRequest, key: String?) async throws -> CheckoutAnswer {
        if let key, !(Self.shortestKey...255).contains(key.utf8.count) {
            throw CheckoutError(
                .weakIdempotencyKey,
                "An Idempotency-Key has \(Self.shortestKey) to 255 characters; draw it at random, 128 bits or more.")
        }
        let now = clock.now()
        let fingerprint = Self.fingerprint(request)
        // What was answered once is answered again, whatever has become of the catalog since.
        if let key {
            let before = try await store.read { try answered(key, fingerprint: fingerprint, on: $0) }
            if let before { return before }
        }
        try reserve.require()
        let sold = catalog.loaded
        let rules = CheckoutRules(
            catalog: sold.catalog, remoteIDs: sold.remoteIDs, account: account,
            today: try day(now, sold.catalog.contents.timeZone), refused: sold.refused[account.provider] ?? [:])
        let order = try await beforeCheckout.order(for: request, id: identifiers.make(), at: now, by: rules)
        let call = try call(for: order, request)
        switch try await begin(order, call: call, key: key, fingerprint: fingerprint, at: now) {
        case .answered(let answer):
            return answer
        case .open(let order, let operation):
            // One that was begun before is asked for in the words it was first asked for.
            return try await open(order, by: try operation.call ?? self.call(for: order, request), operation, key: key)
        }
    }

    /// What opens an order's page.
    private func call(for order: Order, _ request: CheckoutRequest) throws -> ProviderCall {
        let signature = links.signature(of: order.id, tenant: order.account.tenant)
        let pages = try addresses.pages(for: request, order: order.id, signature: signature)
        do throws(ProviderError) {
            return try provider.checkoutCall(for: order, pages: pages)
        } catch {
            log(error, of: order)
            throw CheckoutError(.providerRefused, "The payment provider cannot take this checkout.")
        }
    }

    // MARK: - Before the call

    private enum Beginning: Sendable {
        case open(Order, OperationTable.Stored)
        case answered(CheckoutAnswer)
    }

    private func begin(
        _ order: Order, call: ProviderCall, key: String?, fingerprint: String, at now: Date
    ) async throws -> Beginning {
        let leaseUntil = now.addingTimeInterval(Self.lease)
        let callUntil = now.addingTimeInterval(OperationPerformer.lease)
        let token = identifiers.token()
        return try await store.write { connection in
            let requests = IdempotencyTable(connection)
            let tenant = order.account.tenant
            if let key, let known = try requests.find(scope: scope, key: key, tenant: tenant) {
                if let answer = try answered(key, fingerprint: fingerprint, on: connection) { return .answered(answer) }
                let goingOn = CheckoutError(
                    .checkoutInProgress, "A checkout with this Idempotency-Key is going on; ask again shortly.")
                let operations = OperationTable(connection)
                guard known.leaseUntil <= now,
                    let begun = try OrderTable(connection).find(known.order, tenant: tenant),
                    let operation = try operations.find(IdempotencyKey(checkoutOf: known.order), tenant: tenant)
                else { throw goingOn }
                guard begun.order.status != .canceled else {
                    throw CheckoutError(
                        .providerRefused,
                        "This checkout was refused before; begin a new one with a new Idempotency-Key.")
                }
                try requests.lease(scope: scope, key: key, tenant: tenant, until: leaseUntil)
                guard [.planned, .unknown].contains(operation.status) else { return .open(begun.order, operation) }
                let claimed = try operations.claim(
                    operation.key, tenant: tenant, token: token, leaseUntil: callUntil, at: now)
                guard let claimed else { throw goingOn }
                return .open(begun.order, claimed)
            }
            try OrderTable(connection).insert(order)
            let operation = try OperationTable(connection).insertIssued(
                .checkout(of: order), call: call, token: token, leaseUntil: callUntil, at: now)
            if let key {
                try requests.insert(
                    scope: scope, key: key, tenant: tenant, fingerprint: fingerprint, order: order.id,
                    leaseUntil: leaseUntil, at: now)
            }
            return .open(order, operation)
        }
    }

    /// The answer that a key was given before; nil when there is none yet.
    private func answered(
        _ key: String, fingerprint: String, on connection: any SQLConnection
    ) throws -> CheckoutAnswer? {
        let known = try IdempotencyTable(connection).find(scope: scope, key: key, tenant: account.tenant)
        guard let known else { return nil }
        guard known.fingerprint == fingerprint else {
            throw CheckoutError(
                .idempotencyKeyReused, "This Idempotency-Key was used for another checkout; use a new one.")
        }
        guard let response = known.response else { return nil }
        var answer = try JSONDecoder.till.decode(CheckoutAnswer.self, from: Data(response.utf8))
        answer.isReplay = true
        return answer
    }

    // MARK: - The call, and after it

    private func open(
        _ order: Order, by call: ProviderCall, _ operation: OperationTable.Stored, key: String?
    ) async throws -> CheckoutAnswer {
        let signature = links.signature(of: order.id, tenant: order.account.tenant)
        let session: CheckoutSession
        await failpoints.reached(.checkoutBegun)
        do throws(ProviderError) {
            session = try await provider.createCheckoutSession(call, idempotencyKey: operation.key)
        } catch {
            throw try await failed(order, operation, with: error, key: key)
        }
        await failpoints.reached(.checkoutSessionMade)
        if case .mismatch(let reason) = PaymentFit(session.amounts, to: order) {
            try await end(operation, key: key) { try $0.refuse(session, of: operation, reason: reason) }
            logger.error(
                "The provider's page asks for another amount than the order",
                metadata: ["order": "\(order.id)", "session": "\(session.remoteID)", "reason": "\(reason)"])
            throw CheckoutError(
                .priceMismatch, "The payment page would ask for another amount than the catalog; nothing was charged.")
        }
        guard let url = session.url else {
            throw CheckoutError(.checkoutInProgress, "The payment page of this checkout is closed; begin a new one.")
        }
        let answer = CheckoutAnswer(order: order.id, url: url, signature: signature, total: order.total)
        try await remember(session, of: operation, answer: answer, key: key)
        Measurements.checkoutOpened()
        logger.info(
            "Checkout opened",
            metadata: ["order": "\(order.id)", "session": "\(session.remoteID)", "total": "\(order.total)"])
        return answer
    }

    private func remember(
        _ session: CheckoutSession, of operation: OperationTable.Stored, answer: CheckoutAnswer, key: String?
    ) async throws {
        let now = clock.now()
        try await store.write { connection in
            try CheckoutSettlement(connection, now: now).open(session, of: operation)
            if let key {
                try IdempotencyTable(connection).complete(
                    scope: scope, key: key, tenant: operation.account.tenant,
                    response: try JSONWriter.text(answer))
            }
        }
    }

    /// What a caller is told of a provider's error.
    ///
    /// Where the outcome is unknown the same key may ask again.
    private func failed(
        _ order: Order, _ operation: OperationTable.Stored, with error: ProviderError, key: String?
    ) async throws -> CheckoutError {
        log(error, of: order)
        guard operation.leavesOutcomeUnknown(error) else {
            try await end(operation, key: key) { try $0.cancel(operation, error: "\(error)") }
            return CheckoutError(
                .providerRefused, "The payment provider refused this checkout; nothing was charged.")
        }
        try await end(operation, key: key) { try $0.forget(operation, error: "\(error)") }
        return CheckoutError(
            .providerUnavailable,
            key == nil
                ? "The payment provider does not answer; nothing was charged, ask again."
                : "The payment provider does not answer; ask again with the same Idempotency-Key.")
    }

    private func log(_ error: ProviderError, of order: Order) {
        logger.error(
            "The provider did not open a payment page",
            metadata: ["order": "\(order.id)", "error": "\(error)"])
        // The provider's own words may quote a buyer, so only who asks for them gets them.
        logger.debug("What the provider said", metadata: ["order": "\(order.id)", "detail": "\(error.detail)"])
    }

    /// Writes how a checkout ended that has no page to show, and lets the same key ask again.
    private func end(
        _ operation: OperationTable.Stored, key: String?,
        _ body: @escaping @Sendable (CheckoutSettlement) throws -> Void
    ) async throws {
        let now = clock.now()
        try await store.write { connection in
            try body(CheckoutSettlement(connection, now: now))
            if let key {
                try IdempotencyTable(connection).lease(
                    scope: scope, key: key, tenant: operation.account.tenant, until: now)
            }
        }
    }

    // MARK: - Repeating

    /// Whose keys they are: nobody's in particular, for this route, in this mode.
    private var scope: String { "anonymous \(account.mode) POST /api/checkout" }

    /// What a request asks for, shortened to a digest: the same key must ask for the same.
    private static func fingerprint(_ request: CheckoutRequest) -> String {
        var parts = request.items.map { "\($0.product)\u{0}\($0.quantity)" }
        parts += [
            request.currency ?? "", request.customer.email ?? "", request.customer.id ?? "", request.successURL ?? "",
            request.cancelURL ?? "",
        ]
        parts += request.metadata.sorted { $0.key < $1.key }.map { "\($0.key)\u{0}\($0.value)" }
        var hash = SHA256()
        for part in parts { hash.update(data: Array("\(part.utf8.count):\(part)".utf8)) }
        return hash.finalize().map { String($0, radix: 16) }.joined(separator: ".")
    }
}
