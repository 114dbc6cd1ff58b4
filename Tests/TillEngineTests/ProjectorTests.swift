import Testing
import TillModel
import TillTesting

@testable import TillEngine

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite struct ProjectorTests {
    static let account = ProviderAccount(tenant: "default", provider: .stripe, account: "default", mode: .test)

    static func order(every interval: BillingInterval? = nil, trialDays: Int? = nil) throws -> Order {
        let price = Price(
            key: "p", amounts: [Money(minorUnits: 9_900, .usd)], interval: interval,
            trial: trialDays.map { Trial(days: $0) })
        let product = Product(key: "job", name: "Job", prices: [price])
        return try Order(
            id: Order.ID(bits: (0, 1)), account: account,
            items: [try LineItem(product: product, price: price, unitPrice: price.amount, quantity: 1)],
            terms: Order.Terms(trialDays: trialDays), catalogHash: "", createdAt: Date(timeIntervalSince1970: 0))
    }

    static let amounts = ReportedAmounts(currency: .usd, total: 9_900)
    static let subject = ProviderFact.Subject(session: "cs_1", objects: [], claim: nil)

    static func fact(_ change: ProviderFact.Change, at seconds: Int = 10) -> ProviderFact {
        ProviderFact(
            subject: subject, occurredAt: Date(timeIntervalSince1970: TimeInterval(seconds)), change: change)
    }

    static func completed(
        _ outcome: ProviderFact.Completion.Outcome = .paid, payment: String? = "pi_1", total: Int64 = 9_900
    ) -> ProviderFact.Change {
        .checkoutCompleted(
            ProviderFact.Completion(
                outcome: outcome, amounts: ReportedAmounts(currency: .usd, total: total, subtotal: total),
                payment: payment))
    }

    /// What a row of messages makes of an order: as the store would have it, events counted once each.
    struct Ledger {
        var record: OrderRecord
        var renewals: [Order.ID: OrderRecord] = [:]
        var events: [String] = []
        private var ids: Set<String> = []
        private var waiting: [(ProviderFact, String)] = []

        init(_ order: Order) { record = OrderRecord(order: order) }

        mutating func apply(_ fact: ProviderFact, cause: String) throws {
            var renewal: OrderRecord?
            if case .renewalPaid(_, let payment, _) = fact.change {
                renewal = renewals[DerivedIdentifiers.make(ProjectorTests.account, payment)]
            }
            let projection = try Projector.project(fact, cause: cause, onto: record, renewal: renewal)
            guard projection.waitsFor == nil else {
                waiting.append((fact, cause))
                return
            }
            record = projection.record
            if let renewal = projection.renewal { renewals[renewal.order.id] = renewal }
            for draft in projection.events
            where ids.insert("\(draft.order)|\(draft.kind)|\(draft.discriminator)").inserted {
                events.append(draft.kind.rawValue)
            }
            let woken = waiting
            waiting = []
            for (fact, cause) in woken { try apply(fact, cause: cause) }
        }
    }

    static func apply(_ changes: [ProviderFact.Change], to order: Order) throws -> Ledger {
        var ledger = Ledger(order)
        for (index, change) in changes.enumerated() {
            try ledger.apply(fact(change, at: 10 + index), cause: "evt_\(index)")
        }
        return ledger
    }

    @Test func `one payment told by two messages is one payment, in either order`() throws {
        let session = Self.completed()
        let intent = ProviderFact.Change.paymentSucceeded(remoteID: "pi_1", amounts: Self.amounts)
        for changes in [[session, intent], [intent, session], [intent, intent, session, session]] {
            let ledger = try Self.apply(changes, to: Self.order())
            #expect(ledger.events.sorted() == ["checkout.completed", "order.paid", "payment.succeeded"])
            #expect(ledger.record.payments.count == 1)
            #expect(ledger.record.order.status == .paid)
        }
    }

    @Test func `a payment that failed and is then told under its other name is one payment`() throws {
        let ledger = try Self.apply(
            [
                .paymentFailed(remoteID: "in_1", amounts: Self.amounts, reason: "declined"),
                .paymentAlias(remoteID: "in_1", alias: "pi_1"),
                .paymentSucceeded(remoteID: "pi_1", amounts: Self.amounts), Self.completed(payment: "in_1"),
            ], to: Self.order())
        #expect(ledger.events == ["payment.failed", "payment.succeeded", "order.paid", "checkout.completed"])
        #expect(ledger.record.payments.map(\.remoteID) == ["in_1"])
        #expect(ledger.record.payments.map(\.aliasID) == ["pi_1"])
    }

    @Test func `a payment that does not fit quarantines the order and is never fulfilled`() throws {
        let ledger = try Self.apply(
            [Self.completed(total: 1), .paymentSucceeded(remoteID: "pi_1", amounts: Self.amounts)], to: Self.order())
        #expect(ledger.events == ["payment.mismatch"])
        #expect(ledger.record.order.status == .quarantined)
        #expect(ledger.record.payments.map(\.total.minorUnits) == [1])
    }

    @Test func `a second real payment is a duplicate, once`() throws {
        let second = ProviderFact.Change.paymentSucceeded(remoteID: "pi_2", amounts: Self.amounts)
        let ledger = try Self.apply([Self.completed(), second, second], to: Self.order())
        #expect(ledger.events == ["payment.succeeded", "order.paid", "checkout.completed", "payment.duplicate"])
        #expect(ledger.record.payments.filter(\.isDuplicate).map(\.remoteID) == ["pi_2"])
    }

    @Test func `a delayed payment is processing first and paid later`() throws {
        let ledger = try Self.apply(
            [Self.completed(.processing), Self.completed(.processing), Self.completed(.paid)], to: Self.order())
        #expect(
            ledger.events == ["payment.processing", "payment.succeeded", "order.paid", "checkout.completed"])
    }

    @Test func `a delayed payment that fails leaves the order unpaid`() throws {
        let ledger = try Self.apply(
            [
                Self.completed(.processing),
                .checkoutFailed(remoteID: "pi_1", amounts: Self.amounts, reason: "async_payment_failed"),
            ], to: Self.order())
        #expect(ledger.events == ["payment.processing", "payment.failed", "checkout.expired"])
        #expect(ledger.record.order.status == .expired)
    }

    @Test func `a refusal after a success takes nothing back`() throws {
        let ledger = try Self.apply(
            [Self.completed(), .paymentFailed(remoteID: "pi_1", amounts: Self.amounts, reason: "late")],
            to: Self.order())
        #expect(ledger.events == ["payment.succeeded", "order.paid", "checkout.completed"])
        #expect(ledger.record.payments.first?.status == .succeeded)
    }

    @Test func `each refusal of a card is told`() throws {
        let refused = ProviderFact.Change.paymentFailed(remoteID: "pi_1", amounts: Self.amounts, reason: "declined")
        let ledger = try Self.apply([refused, refused, Self.completed()], to: Self.order())
        #expect(
            ledger.events == [
                "payment.failed", "payment.failed", "payment.succeeded", "order.paid", "checkout.completed",
            ])
    }

    @Test func `a trial is paid without a payment`() throws {
        let ledger = try Self.apply(
            [Self.completed(.nothingDue, payment: nil, total: 0)],
            to: Self.order(every: BillingInterval(.month), trialDays: 14))
        #expect(ledger.events == ["order.paid", "checkout.completed"])
        #expect(ledger.record.order.total.isZero)
        #expect(ledger.record.payments.isEmpty)
    }

    @Test func `nothing due without a trial is a mismatch`() throws {
        let ledger = try Self.apply([Self.completed(.nothingDue, payment: nil, total: 0)], to: Self.order())
        #expect(ledger.events == ["payment.mismatch"])
        #expect(ledger.record.order.status == .quarantined)
    }

    @Test func `refunds add up, whichever of the provider's messages tells of them`() throws {
        let part = Money(minorUnits: 4_000, .usd)
        let created = ProviderFact.Change.refund(remoteID: "re_1", payment: "pi_1", total: part, status: .pending)
        let done = ProviderFact.Change.refund(remoteID: "re_1", payment: "pi_1", total: part, status: .succeeded)
        let charge = ProviderFact.Change.paymentRefunded(remoteID: "pi_1", refunded: part)
        for changes in [[created, charge, done, done], [done, created, charge], [charge, done]] {
            let ledger = try Self.apply([Self.completed()] + changes, to: Self.order())
            #expect(
                ledger.events.filter { $0.hasPrefix("refund.") } == ["refund.created", "refund.completed"])
            #expect(ledger.record.order.status == .partiallyRefunded)
            #expect(ledger.record.payments.map(\.refunded) == [part])
        }
        let rest = ProviderFact.Change.refund(
            remoteID: "re_2", payment: "pi_1", total: Money(minorUnits: 5_900, .usd), status: .succeeded)
        let ledger = try Self.apply([Self.completed(), done, rest], to: Self.order())
        #expect(ledger.record.order.status == .refunded)
    }

    @Test func `a refund that the bank returns is money again`() throws {
        let part = Money(minorUnits: 9_900, .usd)
        let ledger = try Self.apply(
            [
                Self.completed(), .refund(remoteID: "re_1", payment: "pi_1", total: part, status: .succeeded),
                .refund(remoteID: "re_1", payment: "pi_1", total: part, status: .failed),
            ], to: Self.order())
        #expect(ledger.record.order.status == .paid)
        #expect(ledger.record.payments.first?.refunded.isZero == true)
        #expect(ledger.events.suffix(1) == ["refund.failed"])
    }

    @Test func `a refund that is told before its payment waits for it`() throws {
        let done = ProviderFact.Change.refund(
            remoteID: "re_1", payment: "pi_1", total: Money(minorUnits: 9_900, .usd), status: .succeeded)
        let waiting = try Projector.project(
            Self.fact(done), cause: "evt", onto: OrderRecord(order: Self.order()))
        #expect(waiting.waitsFor == "pi_1")
        #expect(waiting.events.isEmpty)
        let ledger = try Self.apply([done, Self.completed()], to: Self.order())
        #expect(ledger.record.order.status == .refunded)
    }

    static func subscription(
        _ status: Subscription.Status, cancels: Bool = false, ends: Int = 100
    ) -> ProviderFact.Change {
        .subscription(
            ProviderFact.SubscriptionState(
                remoteID: "sub_1", status: status, cancelsAtPeriodEnd: cancels,
                currentPeriodEndsAt: Date(timeIntervalSince1970: TimeInterval(ends))), .changed)
    }

    @Test func `a subscription tells what changed, and nothing follows its end`() throws {
        let ledger = try Self.apply(
            [
                Self.subscription(.active), Self.subscription(.active), Self.subscription(.active, cancels: true),
                Self.subscription(.pastDue, cancels: true), Self.subscription(.active), Self.subscription(.paused),
                Self.subscription(.active), Self.subscription(.canceled), Self.subscription(.active),
            ], to: Self.order(every: BillingInterval(.month)))
        #expect(
            ledger.events == [
                "subscription.created", "subscription.updated", "subscription.past_due", "subscription.updated",
                "subscription.paused", "subscription.resumed", "subscription.cancelled",
            ])
        #expect(ledger.record.subscriptions.map(\.status) == [.canceled])
    }

    @Test func `an older word on a subscription does not overwrite a newer one`() throws {
        var ledger = Ledger(try Self.order(every: BillingInterval(.month)))
        try ledger.apply(Self.fact(Self.subscription(.active), at: 20), cause: "new")
        try ledger.apply(Self.fact(Self.subscription(.incomplete), at: 10), cause: "old")
        try ledger.apply(Self.fact(Self.subscription(.incomplete), at: 20), cause: "same second")
        #expect(ledger.record.subscriptions.map(\.status) == [.active])
        #expect(ledger.events == ["subscription.created"])
    }

    @Test(arguments: [(10, false), (20, false), (21, true)])
    func `what the provider answered counts more than what it had sent in the same second`(
        _ second: Int, _ isNewer: Bool
    ) throws {
        var ledger = Ledger(try Self.order(every: BillingInterval(.month)))
        try ledger.apply(Self.fact(Self.subscription(.active), at: 20), cause: "known")
        try ledger.apply(Self.fact(Self.subscription(.active), at: 20).asFetched, cause: "doubtful")
        let projection = try Projector.project(
            Self.fact(Self.subscription(.pastDue), at: second), cause: "doubtful", onto: ledger.record,
            isAnswered: true)
        #expect(projection.record.subscriptions.map(\.status) == [isNewer ? .pastDue : .active])
        #expect(projection.events.map(\.kind.rawValue) == (isNewer ? ["subscription.past_due"] : []))
    }

    @Test func `a renewal is an order of its own with the frozen items`() throws {
        let paid = ProviderFact.Change.renewalPaid(subscription: "sub_1", payment: "in_2", amounts: Self.amounts)
        let ledger = try Self.apply(
            [Self.subscription(.active), Self.completed(payment: "in_1"), paid, paid],
            to: Self.order(every: BillingInterval(.month)))
        #expect(ledger.renewals.count == 1)
        let renewal = try #require(ledger.renewals.values.first)
        #expect(renewal.order.kind == .renewal)
        #expect(renewal.order.status == .paid)
        #expect(renewal.order.items == ledger.record.order.items)
        #expect(
            ledger.events == [
                "subscription.created", "payment.succeeded", "order.paid", "checkout.completed", "payment.succeeded",
                "order.paid", "subscription.renewed",
            ])
    }

    @Test func `a charge's running total counts only until a refund says more`() throws {
        let all = Money(minorUnits: 9_900, .usd)
        let charge = ProviderFact.Change.paymentRefunded(remoteID: "pi_1", refunded: all)
        let failed = ProviderFact.Change.refund(remoteID: "re_1", payment: "pi_1", total: all, status: .failed)
        let done = ProviderFact.Change.refund(remoteID: "re_1", payment: "pi_1", total: all, status: .succeeded)
        for changes in [[done, failed, charge], [charge, failed], [charge, done, failed], [failed, charge, done]] {
            let ledger = try Self.apply([Self.completed()] + changes, to: Self.order())
            #expect(ledger.record.order.status == .paid, "\(changes)")
            #expect(ledger.record.payments.first?.refunded.isZero == true)
        }
        let alone = try Self.apply([Self.completed(), charge], to: Self.order())
        #expect(alone.record.order.status == .refunded)
    }

    @Test func `a refund may name a subscription's payment by its payment intent`() throws {
        let refund = ProviderFact.Change.refund(
            remoteID: "re_1", payment: "pi_9", total: Money(minorUnits: 9_900, .usd), status: .succeeded)
        let alias = ProviderFact.Change.paymentAlias(remoteID: "in_1", alias: "pi_9")
        for changes in [
            [Self.completed(payment: "in_1"), alias, refund], [refund, alias, Self.completed(payment: "in_1")],
        ] {
            let ledger = try Self.apply(changes, to: Self.order(every: BillingInterval(.month)))
            #expect(ledger.record.order.status == .refunded)
        }
    }

    @Test func `a word that says nothing new still makes older words old`() throws {
        var ledger = Ledger(try Self.order(every: BillingInterval(.month)))
        try ledger.apply(Self.fact(Self.subscription(.active), at: 10), cause: "a")
        try ledger.apply(Self.fact(Self.subscription(.active), at: 30), cause: "b")
        try ledger.apply(Self.fact(Self.subscription(.pastDue), at: 20), cause: "c")
        #expect(ledger.record.subscriptions.map(\.status) == [.active])
    }

    @Test func `a trial that ends soon is told once, whichever message comes first`() throws {
        let state = ProviderFact.SubscriptionState(
            remoteID: "sub_1", status: .trialing, cancelsAtPeriodEnd: false,
            currentPeriodEndsAt: Date(timeIntervalSince1970: 100))
        let ending = ProviderFact.Change.subscription(state, .trialEnding)
        let created = ProviderFact.Change.subscription(state, .changed)
        for changes in [[ending, created, ending], [created, ending, ending]] {
            let ledger = try Self.apply(changes, to: Self.order(every: BillingInterval(.month), trialDays: 2))
            #expect(ledger.events.sorted() == ["subscription.created", "subscription.trial_ending"])
        }
    }

    @Test func `a refusal from before the payment was begun again is over`() throws {
        var ledger = Ledger(try Self.order())
        try ledger.apply(Self.fact(.paymentProcessing(remoteID: "pi_1", amounts: Self.amounts), at: 20), cause: "a")
        try ledger.apply(
            Self.fact(.paymentFailed(remoteID: "pi_1", amounts: Self.amounts, reason: "old"), at: 10), cause: "b")
        #expect(ledger.record.payments.map(\.status) == [.processing])
        #expect(ledger.events == ["payment.processing"])
    }

    @Test func `a renewal of an order that bought nothing that renews is refused, never a crash`() throws {
        var ledger = Ledger(try Self.order())
        try ledger.apply(Self.fact(Self.subscription(.active)), cause: "a")
        let projection = try Projector.project(
            Self.fact(.renewalPaid(subscription: "sub_1", payment: "in_2", amounts: Self.amounts)), cause: "b",
            onto: ledger.record)
        #expect(projection.refusal != nil)
        #expect(projection.renewal == nil)
    }

    @Test func `a renewal of another amount is quarantined and renews nothing`() throws {
        let wrong = ProviderFact.Change.renewalPaid(
            subscription: "sub_1", payment: "in_2", amounts: ReportedAmounts(currency: .usd, total: 1))
        let ledger = try Self.apply(
            [Self.subscription(.active), wrong], to: Self.order(every: BillingInterval(.month)))
        #expect(ledger.events == ["subscription.created", "payment.mismatch"])
        #expect(ledger.renewals.values.map(\.order.status) == [.quarantined])
    }

    @Test func `facts in any order, any number of times, give the same records and events`() throws {
        let part = Money(minorUnits: 4_000, .usd)
        let facts: [(ProviderFact, String)] = [
            (Self.fact(.paymentFailed(remoteID: "pi_1", amounts: Self.amounts, reason: "declined"), at: 5), "a"),
            (Self.fact(.paymentSucceeded(remoteID: "pi_1", amounts: Self.amounts), at: 10), "b"),
            (Self.fact(Self.completed(), at: 10), "c"),
            (Self.fact(.refund(remoteID: "re_1", payment: "pi_1", total: part, status: .succeeded), at: 21), "e"),
            (Self.fact(.paymentRefunded(remoteID: "pi_1", refunded: part), at: 21), "f"),
            (Self.fact(.checkoutExpired, at: 3), "g"),
        ]
        let order = try Self.order()
        var random = SeededRandom(seed: TestSeed.value)
        for _ in 0..<TestSeed.count(20_000) {
            var deliveries = facts + facts.filter { _ in Bool.random(using: &random) }
            deliveries.shuffle(using: &random)
            var ledger = Ledger(order)
            for (fact, cause) in deliveries { try ledger.apply(fact, cause: cause) }
            #expect(ledger.record.order.status == .partiallyRefunded)
            #expect(ledger.record.payments.map(\.status) == [.succeeded])
            #expect(ledger.record.payments.map(\.refunded) == [part])
            #expect(ledger.record.refunds.map(\.status) == [.succeeded])
            // What was over before anybody told of it (a refusal, an expiry) may be told or not; the rest is exact.
            #expect(
                ledger.events.filter { !["payment.failed", "checkout.expired"].contains($0) }.sorted() == [
                    "checkout.completed", "order.paid", "payment.succeeded", "refund.completed", "refund.created",
                ])
            #expect(Set(ledger.events).count == ledger.events.count)
        }
    }
}
