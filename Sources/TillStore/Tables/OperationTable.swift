import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What we asked providers for: written before the call, so that a crash leaves a row the same key can finish.
///
/// A row's id is the idempotency key that the provider is given, and `call` the exact bytes: asking again is asking
/// for the same.
package struct OperationTable {
    private let connection: any SQLConnection

    package init(_ connection: any SQLConnection) { self.connection = connection }

    /// What is asked for.
    package enum Kind: String, Sendable, CaseIterable {
        case checkout, refund, cancel
    }

    /// Where an operation is.
    ///
    ///     planned ──▶ done      a refund or a cancel that the provider made
    ///        ├──────▶ open ──▶ done      a checkout whose page may still be paid
    ///        ├──────▶ failed      the provider decided against it
    ///        └──────▶ unknown ──asked again──▶ done, open, failed
    ///                    └──given up──▶ dead ──retried by a person──▶ planned
    package enum Status: String, Sendable, CaseIterable {
        /// Written; the provider was not asked, or its answer was not written down.
        case planned
        /// A checkout whose page is there and may be paid.
        case open
        /// The provider was asked, and its answer never came: it may have done it.
        case unknown
        /// The provider did it.
        case done
        /// The provider refused it: nothing was done.
        case failed
        /// Nobody could find out what became of it: a person has to look.
        case dead
    }

    /// What is asked for, in our words.
    package struct Request: Sendable, Hashable, Codable {
        /// How much is given back.
        package var amount: Money?
        /// Why, in the words of whoever asked.
        package var reason: String?
        /// Whether a subscription goes on until the end of what is paid.
        package var atPeriodEnd: Bool?

        package init(amount: Money? = nil, reason: String? = nil, atPeriodEnd: Bool? = nil) {
            self.amount = amount
            self.reason = reason
            self.atPeriodEnd = atPeriodEnd
        }
    }

    /// An operation that is to be written.
    package struct Plan: Sendable {
        package let key: IdempotencyKey
        package let kind: Kind
        package let account: ProviderAccount
        package let order: Order.ID
        package let payment: Payment.ID?
        package let refund: Refund.ID?
        package let subscription: Subscription.ID?
        package let request: Request

        private init(
            _ key: IdempotencyKey, _ kind: Kind, _ account: ProviderAccount, _ order: Order.ID,
            payment: Payment.ID? = nil, refund: Refund.ID? = nil, subscription: Subscription.ID? = nil,
            _ request: Request
        ) {
            self.key = key
            self.kind = kind
            self.account = account
            self.order = order
            self.payment = payment
            self.refund = refund
            self.subscription = subscription
            self.request = request
        }

        /// To open a payment page for an order.
        package static func checkout(of order: Order) -> Plan {
            Plan(IdempotencyKey(checkoutOf: order.id), .checkout, order.account, order.id, Request())
        }

        /// To give part of a payment back.
        package static func refund(_ refund: Refund, reason: String, in account: ProviderAccount) -> Plan {
            Plan(
                IdempotencyKey(refund: refund.id), .refund, account, refund.order, payment: refund.payment,
                refund: refund.id, Request(amount: refund.total, reason: reason))
        }

        /// To end a subscription.
        package static func cancel(
            _ subscription: Subscription, atPeriodEnd: Bool, token: String, in account: ProviderAccount
        ) -> Plan {
            Plan(
                IdempotencyKey(cancelOf: subscription.id, token: token), .cancel, account, subscription.order,
                subscription: subscription.id, Request(atPeriodEnd: atPeriodEnd))
        }
    }

    /// An operation as it is stored.
    package struct Stored: Sendable {
        package let key: IdempotencyKey
        package let kind: Kind
        package let status: Status
        package let account: ProviderAccount
        package let order: Order.ID
        package let payment: Payment.ID?
        package let refund: Refund.ID?
        package let subscription: Subscription.ID?
        package let request: Request
        /// What is sent, once that is settled; never changed afterwards.
        package let call: ProviderCall?
        /// The provider's name for what it made.
        package let result: String?
        package let error: String?
        /// How often the provider was asked.
        package let attempts: Int
        /// When the provider was first asked with this key; nil before.
        package let issuedAt: Date?
        /// When it is asked again; while somebody is at it, when they are given up for lost.
        package let nextAt: Date?
        /// Whoever is at it; nil when nobody is.
        package let token: String?
        package let createdAt: Date
        package let updatedAt: Date
    }

    // MARK: - Writing

    /// Writes what is to be asked for; whoever claims it asks.
    package func insert(_ plan: Plan, at now: Date) throws {
        try insert(plan, attempts: 0, call: nil, token: nil, nextAt: now, at: now)
    }

    /// Writes what the writer is about to ask for.
    package func insertIssued(
        _ plan: Plan, call: ProviderCall, token: String, leaseUntil: Date, at now: Date
    ) throws -> Stored {
        try insert(plan, attempts: 1, call: call, token: token, nextAt: leaseUntil, at: now)
        return Stored(
            key: plan.key, kind: plan.kind, status: .planned, account: plan.account, order: plan.order,
            payment: plan.payment, refund: plan.refund, subscription: plan.subscription, request: plan.request,
            call: call, result: nil, error: nil, attempts: 1, issuedAt: now, nextAt: leaseUntil, token: token,
            createdAt: now, updatedAt: now)
    }

    private func insert(
        _ plan: Plan, attempts: Int, call: ProviderCall?, token: String?, nextAt: Date, at now: Date
    ) throws {
        try connection.execute(
            """
            INSERT INTO operation (tenant, id, kind, status, provider, account, mode, order_id, payment_id, refund_id,
                subscription_id, request, call, attempts, issued_at, next_at, token, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18)
            """,
            plan.account.tenant, plan.key.rawValue, plan.kind.rawValue, Status.planned.rawValue,
            plan.account.provider.rawValue, plan.account.account, plan.account.mode.rawValue, plan.order.rawValue,
            plan.payment?.rawValue, plan.refund?.rawValue, plan.subscription?.rawValue, try jsonText(plan.request),
            try call.map { try jsonText($0) }, attempts, call == nil ? nil : now.millisecondsSince1970,
            nextAt.millisecondsSince1970, token, now.millisecondsSince1970)
    }

    /// Takes an operation that nobody is at and counts the attempt; nil when somebody else has it, or it is over.
    package func claim(
        _ key: IdempotencyKey, tenant: String, token: String, leaseUntil: Date, at now: Date
    ) throws -> Stored? {
        let claimed = try connection.execute(
            """
            UPDATE operation SET token = $3, next_at = $4, attempts = attempts + 1, updated_at = $5
            WHERE tenant = $1 AND id = $2 AND status IN ('planned', 'unknown') AND (token IS NULL OR next_at <= $5)
            """,
            tenant, key.rawValue, token, leaseUntil.millisecondsSince1970, now.millisecondsSince1970)
        return claimed == 1 ? try find(key, tenant: tenant) : nil
    }

    /// Writes what is sent, just before it is; false when somebody else has taken the operation.
    package func issue(_ operation: Stored, call: ProviderCall, at now: Date) throws -> Bool {
        try connection.execute(
            """
            UPDATE operation SET call = COALESCE(call, $4), issued_at = COALESCE(issued_at, $5)
            WHERE tenant = $1 AND id = $2 AND token = $3
            """,
            operation.account.tenant, operation.key.rawValue, operation.token, try jsonText(call),
            now.millisecondsSince1970) == 1
    }

    /// Whether an operation is still in the hands of whoever took it.
    package func isHeld(_ operation: Stored) throws -> Bool {
        try connection.first(
            "SELECT id FROM operation WHERE tenant = $1 AND id = $2 AND token = $3\(connection.dialect.lockingRows)",
            operation.account.tenant, operation.key.rawValue, operation.token) != nil
    }

    /// Writes what became of a call and lets go of the operation; false when somebody else has it or has ended it.
    ///
    /// - `nextAt`: When it is asked again; nil for never.
    @discardableResult
    package func settle(
        _ operation: Stored, as status: Status, result: String? = nil, error: String? = nil, nextAt: Date? = nil,
        at now: Date
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE operation SET status = $4, result = COALESCE($5, result), error = $6, next_at = $7, token = NULL,
                updated_at = $8
            WHERE tenant = $1 AND id = $2 AND token = $3
            """,
            operation.account.tenant, operation.key.rawValue, operation.token, status.rawValue, result, error,
            nextAt?.millisecondsSince1970, now.millisecondsSince1970) == 1
    }

    /// Ends a refund's operation, because the provider's own message says what became of it.
    package func close(refund: Refund.ID, tenant: String, result: String, at now: Date) throws {
        try connection.execute(
            """
            UPDATE operation SET status = 'done', result = $3, error = NULL, next_at = NULL, token = NULL,
                updated_at = $4
            WHERE tenant = $1 AND refund_id = $2 AND status IN ('planned', 'unknown', 'dead')
            """,
            tenant, refund.rawValue, result, now.millisecondsSince1970)
    }

    /// Makes an operation due at once, unless somebody is at it; false when there is none that waits.
    ///
    /// One that was given up begins anew: a person has looked, and says that it may be asked for once more.
    package func retry(_ key: IdempotencyKey, tenant: String, mode: Mode, at now: Date) throws -> Bool {
        try connection.execute(
            """
            UPDATE operation SET next_at = $4, updated_at = $4, token = NULL,
                issued_at = CASE WHEN status = 'dead' THEN NULL ELSE issued_at END,
                attempts = CASE WHEN status = 'dead' THEN 1 ELSE attempts END,
                status = CASE WHEN status = 'dead' THEN 'planned' ELSE status END
            WHERE tenant = $1 AND id = $2 AND mode = $3
                AND (status = 'dead' OR status IN ('planned', 'unknown') AND (token IS NULL OR next_at <= $4))
            """,
            tenant, key.rawValue, mode.rawValue, now.millisecondsSince1970) == 1
    }

    /// Lets go of everything that somebody was at, when nobody else can be at it any more.
    package func release(tenant: String, mode: Mode, at now: Date) throws {
        try connection.execute(
            """
            UPDATE operation SET token = NULL, next_at = $3
            WHERE tenant = $1 AND mode = $2 AND token IS NOT NULL AND next_at IS NOT NULL
            """,
            tenant, mode.rawValue, now.millisecondsSince1970)
    }

    // MARK: - Reading

    package func find(_ key: IdempotencyKey, tenant: String) throws -> Stored? {
        try connection.first("SELECT * FROM operation WHERE tenant = $1 AND id = $2", tenant, key.rawValue).map(stored)
    }

    /// The operations whose time has come, the longest due first.
    package func due(tenant: String, mode: Mode, at now: Date, limit: Int) throws -> [Stored] {
        try connection.rows(
            """
            SELECT * FROM operation
            WHERE tenant = $1 AND mode = $2 AND next_at <= $3 AND status IN ('planned', 'unknown')
            ORDER BY next_at LIMIT $4
            """,
            tenant, mode.rawValue, now.millisecondsSince1970, limit
        ).map(stored)
    }

    /// An operation that would end the same subscription in the same way and is not over; nil when there is none.
    package func unfinishedCancel(
        of subscription: Subscription.ID, atPeriodEnd: Bool, tenant: String
    ) throws -> Stored? {
        try connection.rows(
            """
            SELECT * FROM operation
            WHERE tenant = $1 AND subscription_id = $2 AND kind = 'cancel' AND status IN ('planned', 'unknown', 'dead')
            ORDER BY created_at
            """,
            tenant, subscription.rawValue
        ).map(stored).first { $0.request.atPeriodEnd == atPeriodEnd }
    }

    /// Every operation of an order, oldest first.
    package func list(order: Order.ID, tenant: String) throws -> [Stored] {
        try connection.rows(
            "SELECT * FROM operation WHERE tenant = $1 AND order_id = $2 ORDER BY created_at, id", tenant,
            order.rawValue
        ).map(stored)
    }

    /// The newest operations of one tenant and mode, newest first.
    package func list(tenant: String, mode: Mode, status: Status?, limit: Int) throws -> [Stored] {
        try connection.rows(
            """
            SELECT * FROM operation WHERE tenant = $1 AND mode = $2 AND ($3 = '' OR status = $3)
            ORDER BY created_at DESC, id LIMIT $4
            """,
            tenant, mode.rawValue, status?.rawValue ?? "", limit
        ).map(stored)
    }

    private func stored(_ row: SQLRow) throws -> Stored {
        Stored(
            key: IdempotencyKey(rawValue: try row.text("id")), kind: try row.word("kind"),
            status: try row.word("status"),
            account: ProviderAccount(
                tenant: try row.text("tenant"), provider: ProviderName(rawValue: try row.text("provider")),
                account: try row.text("account"), mode: try row.word("mode")),
            order: try row.identifier("order_id"), payment: try row.optionalIdentifier("payment_id"),
            refund: try row.optionalIdentifier("refund_id"),
            subscription: try row.optionalIdentifier("subscription_id"), request: try row.json("request"),
            call: try row.optionalText("call") == nil ? nil : try row.json("call"),
            result: try row.optionalText("result"), error: try row.optionalText("error"),
            attempts: try row.int("attempts"), issuedAt: try row.optionalDate("issued_at"),
            nextAt: try row.optionalDate("next_at"), token: try row.optionalText("token"),
            createdAt: try row.date("created_at"), updatedAt: try row.date("updated_at"))
    }
}

// MARK: - Checkouts

extension OperationTable {
    /// Whether the provider may still make something for this order that we do not know the name of.
    package func isCheckoutOpen(order: Order.ID, tenant: String) throws -> Bool {
        try connection.first(
            """
            SELECT id FROM operation
            WHERE tenant = $1 AND order_id = $2 AND kind = 'checkout'
                AND status IN ('planned', 'unknown', 'open', 'dead')
            """,
            tenant, order.rawValue) != nil
    }

    /// Closes an order's checkout: from now on only objects that are recorded can name the order.
    package func closeCheckout(order: Order.ID, tenant: String, at instant: Date) throws {
        try connection.execute(
            """
            UPDATE operation SET status = 'done', next_at = NULL, token = NULL, updated_at = $3
            WHERE tenant = $1 AND order_id = $2 AND kind = 'checkout'
                AND status IN ('planned', 'unknown', 'open', 'dead')
            """,
            tenant, order.rawValue, instant.millisecondsSince1970)
    }
}
