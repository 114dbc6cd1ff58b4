import NIOHTTP1
import Testing
import TillEngine
import TillModel
import TillStore
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Money given back: once, and never more than was taken, whatever happens in between.
@Suite(.timeLimit(.minutes(15))) struct RefundTests {
    static func demand(_ order: Order.ID, _ amount: Int64? = nil, payment: String? = nil) -> RefundDemand {
        RefundDemand(
            order: order, payment: payment, amount: amount.map { .minorUnits($0, currency: "USD") } ?? .all,
            reason: "the buyer changed their mind")
    }

    @Test func `parts are given back until all is, each told once`() async throws {
        try await TestShop.run { shop in
            let (order, payment) = try await shop.paidOrder()
            let part = try await shop.refunds.refund(Self.demand(order, 4_000))
            #expect(part.operation.status == .done)
            #expect(part.refund.status == .succeeded)
            #expect(part.refund.remoteID?.hasPrefix("re_") == true)
            #expect(part.refund.reason == "the buyer changed their mind")
            _ = try await shop.settled(order, as: .partiallyRefunded)
            let rest = try await shop.refunds.refund(Self.demand(order))
            #expect(rest.refund.total == Money(minorUnits: 5_900, .usd))
            let story = try await shop.settled(order, as: .refunded)
            #expect(story.payments.map(\.refunded.minorUnits) == [9_900])
            #expect(story.refunds.count == 2)
            let events = story.events.map(\.kind.rawValue).filter { $0.hasPrefix("refund.") }
            #expect(
                events.sorted() == [
                    "refund.completed", "refund.completed", "refund.created", "refund.created", "refund.requested",
                    "refund.requested",
                ])
            #expect(try await shop.reserved(payment) == 0)
            #expect(try await shop.refundsAtProvider(of: payment).sorted() == [4_000, 5_900])
            await #expect(throws: OperationRefusal.self) { try await shop.refunds.refund(Self.demand(order, 1)) }
        }
    }

    @Test(arguments: [
        (RefundDemand.Amount.minorUnits(9_901, currency: "USD"), "refund_exceeds_payment"),
        (.minorUnits(.max, currency: "USD"), "refund_exceeds_payment"),
        (.minorUnits(0, currency: "USD"), "invalid_amount"),
        (.minorUnits(-1, currency: "USD"), "invalid_amount"), (.minorUnits(1, currency: "EUR"), "invalid_amount"),
        (.decimal("5.001"), "invalid_amount"), (.decimal("lots"), "invalid_amount"),
        (.decimal("99.01"), "refund_exceeds_payment"),
    ])
    func `what cannot be given back is refused and leaves nothing`(
        _ amount: RefundDemand.Amount, _ code: String
    ) async throws {
        try await TestShop.run { shop in
            let (order, payment) = try await shop.paidOrder()
            let refusal = await #expect(throws: OperationRefusal.self) {
                try await shop.refunds.refund(RefundDemand(order: order, amount: amount, reason: "why"))
            }
            #expect(refusal?.code.description == code)
            #expect(try await shop.count("SELECT COUNT(*) AS n FROM refund") == 0)
            #expect(try await shop.count("SELECT COUNT(*) AS n FROM operation WHERE kind = 'refund'") == 0)
            #expect(try await shop.reserved(payment) == 0)
        }
    }

    @Test func `refunds never exceed what was captured under any concurrency`() async throws {
        try await TestShop.run { shop in
            var random = SeededRandom(seed: TestSeed.value)
            let (order, payment) = try await shop.paidOrder()
            let amounts = (0..<24).map { _ in Int64.random(in: 1...2_500, using: &random) }
            let refunds = try shop.refunds
            let done = await withTaskGroup(of: Int64?.self) { group in
                for amount in amounts {
                    group.addTask {
                        do {
                            return try await refunds.refund(Self.demand(order, amount)).refund.total.minorUnits
                        } catch {
                            guard (error as? OperationRefusal)?.code == .exceedsPayment else {
                                Issue.record(error, "seed \(TestSeed.value)")
                                return nil
                            }
                            return nil
                        }
                    }
                }
                return await group.reduce(into: [Int64]()) { sums, amount in amount.map { sums.append($0) } }
            }
            try await shop.quiet()
            let given = try await shop.refundsAtProvider(of: payment)
            #expect(given.reduce(0, +) <= 9_900, "seed \(TestSeed.value)")
            #expect(given.map(Int64.init).sorted() == done.sorted(), "seed \(TestSeed.value)")
            // Nobody was turned away for whom there was room.
            let left = 9_900 - done.reduce(0, +)
            #expect(amounts.filter { $0 <= left }.allSatisfy(done.contains), "seed \(TestSeed.value)")
            let story = try #require(try await shop.story(order))
            #expect(story.payments.map(\.refunded.minorUnits) == [done.reduce(0, +)])
            #expect(try await shop.reserved(payment) == 0)
        }
    }

    @Test func `the database itself refuses to keep back more than was taken`() async throws {
        try await TestShop.run { shop in
            let (_, payment) = try await shop.paidOrder()
            let error = await #expect(throws: StoreError.self) {
                try await shop.store.write {
                    try PaymentTable($0).reserve(9_901, of: payment.id, tenant: "default")
                }
            }
            #expect(error?.code == .refused)
        }
    }

    // MARK: - Answers that do not come

    @Test func `a refund whose answer was lost is unknown, keeps its money back, and the same key gives the original`()
        async throws
    {
        try await TestShop.run { shop in
            let (order, payment) = try await shop.paidOrder()
            try await shop.fault(#"{"api_error_after_success_next":3,"drop_next":1000}"#)
            let lost = try await shop.refunds.refund(Self.demand(order, 6_000))
            #expect(lost.operation.status == .unknown)
            #expect(lost.refund.status == .pending)
            #expect(lost.refund.remoteID == nil)
            #expect(try await shop.reserved(payment) == 6_000)
            let over = await #expect(throws: OperationRefusal.self) {
                try await shop.refunds.refund(Self.demand(order, 6_000))
            }
            #expect(over?.description.contains("60.00 USD is on its way back") == true)
            shop.clock.advance(by: 60)
            let found = try await shop.until(lost.operation.key, is: .done)
            #expect(found.attempts == 2)
            #expect(found.result?.hasPrefix("re_") == true)
            #expect(try await shop.refundsAtProvider(of: payment) == [6_000])
            let story = try #require(try await shop.story(order))
            #expect(story.refunds.map(\.status) == [.succeeded])
            #expect(story.order.status == .partiallyRefunded)
            #expect(try await shop.reserved(payment) == 0)
        }
    }

    @Test func `a webhook that comes before the answer ends the refund, and the answer changes nothing`() async throws {
        try await TestShop.run { shop in
            let (order, payment) = try await shop.paidOrder()
            try await shop.fault(#"{"api_error_after_success_next":3}"#)
            let lost = try await shop.refunds.refund(Self.demand(order, 6_000))
            try await shop.until(lost.operation.key, is: .done)
            try await shop.quiet()
            let before = try await shop.events(order)
            #expect(try await shop.operation(lost.operation.key)?.attempts == 1)
            let again = try await shop.refunds.perform(lost.refund.id, of: order)
            #expect(again.refund.status == .succeeded)
            #expect(again.operation.attempts == 1)
            #expect(try await shop.events(order) == before)
            #expect(try await shop.refundsAtProvider(of: payment) == [6_000])
            #expect(try await shop.count("SELECT COUNT(*) AS n FROM refund") == 1)
        }
    }

    @Test func `after the key's life a refund is looked for among the payment's own`() async throws {
        try await TestShop.run { shop in
            let (order, payment) = try await shop.paidOrder()
            try await shop.fault(#"{"api_error_after_success_next":3,"drop_next":1000}"#)
            let lost = try await shop.refunds.refund(Self.demand(order, 6_000))
            shop.clock.advance(by: 90_000)
            try await shop.until(lost.operation.key, is: .done)
            #expect(try await shop.refundsAtProvider(of: payment) == [6_000])
            #expect(try await shop.story(order)?.refunds.map(\.status) == [.succeeded])
        }
    }

    @Test func `a refund that nobody can find waits for a person, and is made when they say so`() async throws {
        try await TestShop.run { shop in
            let (order, payment) = try await shop.paidOrder()
            // Refused before it is looked at: the provider never hears of it.
            try await shop.fault(#"{"api_rate_limit_next":3}"#)
            let lost = try await shop.refunds.refund(Self.demand(order, 6_000))
            #expect(lost.operation.status == .unknown)
            let key = lost.operation.key
            var attempts = 1
            while try await shop.operation(key)?.status == .unknown {
                // Past the key's life from the first: only looked for.
                shop.clock.advance(by: 90_000)
                attempts += 1
                let wanted = attempts
                try await shop.until {
                    let operation = try OperationTable($0).find(key, tenant: "default")
                    return operation?.attempts == wanted && operation?.token == nil ? true : nil
                }
            }
            let given = try await shop.until(key, is: .dead)
            #expect(given.attempts == 11)
            #expect(try await shop.refundsAtProvider(of: payment).isEmpty)
            #expect(try await shop.reserved(payment) == 6_000)
            let now = shop.clock.now()
            let wasRetried = try await shop.store.write {
                try OperationTable($0).retry(key, tenant: "default", mode: .dev, at: now)
            }
            #expect(wasRetried)
            try await shop.until(key, is: .done)
            #expect(try await shop.refundsAtProvider(of: payment) == [6_000])
        }
    }

    @Test func `a refund that the provider decides against is failed, and its money is free again`() async throws {
        try await TestShop.run { shop in
            let (order, payment) = try await shop.paidOrder()
            try await shop.fault(#"{"drop_next":1000}"#)
            let dashboard = try await shop.atProvider(
                .POST, "/v1/refunds", form: "payment_intent=\(payment.remoteID)&amount=9900")
            #expect(dashboard.status == 200)
            let refused = try await shop.refunds.refund(Self.demand(order, 6_000))
            #expect(refused.operation.status == .failed)
            #expect(refused.operation.error?.contains("charge_already_refunded") == true)
            #expect(refused.refund.status == .failed)
            #expect(try await shop.reserved(payment) == 0)
            #expect(try await shop.events(order).suffix(2) == ["refund.requested", "refund.failed"])
            // What the dashboard did is learned later, and the failed one takes nothing from it.
            let event = StripeEvents.event(
                "refund.created", id: "evt_late",
                object:
                    #"{"id":"re_late","object":"refund","amount":9900,"currency":"usd","status":"succeeded","payment_intent":"\#(payment.remoteID)"}"#
            )
            #expect(try await shop.sendWebhook(event).status == 200)
            let story = try await shop.settled(order, as: .refunded)
            #expect(story.payments.map(\.refunded.minorUnits) == [9_900])
        }
    }

    @Test func `a dashboard's refund beside one of ours that is unknown leaves the sums right`() async throws {
        try await TestShop.run { shop in
            let (order, payment) = try await shop.paidOrder()
            try await shop.fault(#"{"api_rate_limit_next":3}"#)
            let lost = try await shop.refunds.refund(Self.demand(order, 6_000))
            #expect(lost.operation.status == .unknown)
            let dashboard = try await shop.atProvider(
                .POST, "/v1/refunds", form: "payment_intent=\(payment.remoteID)&amount=9900")
            #expect(dashboard.status == 200)
            try await shop.until {
                try RefundTable($0).list(order: order, tenant: "default").contains { $0.status == .succeeded }
                    ? true : nil
            }
            try await shop.quiet()
            #expect(try await shop.story(order)?.payments.map(\.refunded.minorUnits) == [9_900])
            #expect(try await shop.reserved(payment) == 0)
            shop.clock.advance(by: 60)
            try await shop.until(lost.operation.key, is: .failed)
            #expect(try await shop.story(order)?.order.status == .refunded)
            #expect(try await shop.refundsAtProvider(of: payment) == [9_900])
        }
    }

    // MARK: - Crashes

    @Test func `a refund that was only planned is made by whoever runs`() async throws {
        try await TestShop.run { shop in
            let (order, payment) = try await shop.paidOrder()
            let plan = try shop.refunds.plan(Self.demand(order, 6_000))
            try await shop.store.write { _ = try plan.write(on: $0) }
            try await shop.until(plan.key, is: .done)
            #expect(try await shop.refundsAtProvider(of: payment) == [6_000])
        }
    }

    @Test(arguments: [false, true])
    func `a refund whose server ended around the call is made once by the next`(_ wasSent: Bool) async throws {
        try await TestShop.run { shop in
            let (order, payment) = try await shop.paidOrder()
            try await shop.fault(#"{"drop_next":1000}"#)
            let plan = try shop.refunds.plan(Self.demand(order, 6_000))
            let now = shop.clock.now()
            let call = ProviderCall(
                method: "POST", path: "/v1/refunds",
                body: "payment_intent=\(payment.remoteID)&amount=6000&metadata[till_refund]=\(plan.refund)")
            try await shop.store.write { connection in
                try plan.write(on: connection)
                let claimed = try OperationTable(connection).claim(
                    plan.key, tenant: "default", token: "lost", leaseUntil: now.addingTimeInterval(150), at: now)
                let isIssued = try claimed.map { try OperationTable(connection).issue($0, call: call, at: now) }
                #expect(isIssued == true)
            }
            if wasSent {
                let sent = try await shop.ask(
                    .POST, "\(shop.sandboxURL)\(call.path)",
                    headers: [
                        ("Authorization", "Bearer \(shop.secretKey)"), ("Idempotency-Key", plan.key.rawValue),
                        ("Content-Type", "application/x-www-form-urlencoded"),
                    ], body: call.body)
                #expect(sent.status == 200)
            }
            try await shop.restarted { try await shop.until(plan.key, is: .done) }
            #expect(try await shop.refundsAtProvider(of: payment) == [6_000])
            #expect(try await shop.story(order)?.refunds.map(\.status) == [.succeeded])
            #expect(try await shop.reserved(payment) == 0)
        }
    }

    // MARK: - Races, one way at a time

    @Test(arguments: 1...4)
    func `two refunds of the same money, the second just before a step of the first`(_ step: Int) async throws {
        try await TestShop.run { shop in
            let (order, payment) = try await shop.paidOrder()
            let second = try shop.refunds
            let store = SteppedStore(shop.store, before: step) {
                do {
                    _ = try await second.refund(Self.demand(order, 6_000))
                } catch let refusal as OperationRefusal {
                    #expect(refusal.code == .exceedsPayment)
                }
            }
            let first = try #require(try shop.engineOver?(store)).refunds
            do {
                _ = try await first.refund(Self.demand(order, 6_000))
            } catch let refusal as OperationRefusal {
                #expect(step == 1)
                #expect(refusal.code == .exceedsPayment)
            }
            #expect(store.hasHappened)
            try await shop.quiet()
            #expect(try await shop.refundsAtProvider(of: payment) == [6_000])
            #expect(try await shop.story(order)?.payments.map(\.refunded.minorUnits) == [6_000])
            #expect(try await shop.reserved(payment) == 0)
        }
    }

    @Test func `a subscription's payment is given back by its payment intent`() async throws {
        try await TestShop.run { shop in
            let (order, payment) = try await shop.paidOrder("pro/monthly")
            #expect(payment.remoteID.hasPrefix("in_"))
            let done = try await shop.refunds.refund(Self.demand(order, 900))
            #expect(done.operation.status == .done, "\(done.operation.error ?? "")")
            let story = try await shop.settled(order, as: .partiallyRefunded)
            #expect(story.payments.map(\.refunded.minorUnits) == [900])
        }
    }
}
