import Testing
import TillModel
import TillTesting

@testable import TillProviders

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite struct StripeFactsTests {
    let facts = StripeFacts(
        mapping: StripeMapping(remoteIDs: RemoteIDs(), adoptedProducts: [:]), isLive: false)

    private func change(_ sample: String) throws -> ProviderFact.Change? {
        try facts.facts(in: Fixtures.bytes("stripe/events/\(sample).json")).first?.change
    }

    static let usd2599 = ReportedAmounts(
        currency: .usd, total: 2_599, subtotal: 2_599, discount: 0, tax: 0, shipping: 0)

    @Test func `a completed session is a completed checkout with every part of its amount`() throws {
        #expect(
            try change("checkout.completed")
                == .checkoutCompleted(
                    ProviderFact.Completion(outcome: .paid, amounts: Self.usd2599, payment: "pi_3SaMpLe0001")))
    }

    @Test func `a completed session whose money is on its way is not paid`() throws {
        guard case .checkoutCompleted(let completion) = try change("checkout.completed.async_unpaid") else {
            Issue.record("not a completed checkout")
            return
        }
        #expect(completion.outcome == .processing)
        guard case .checkoutCompleted(let late) = try change("checkout.async_payment_succeeded") else {
            Issue.record("not a completed checkout")
            return
        }
        #expect(late.outcome == .paid)
    }

    @Test func `a subscription's session is paid by its invoice`() throws {
        let fact = try #require(
            try facts.facts(in: Fixtures.bytes("stripe/events/checkout.completed.subscription.json")).first)
        guard case .checkoutCompleted(let completion) = fact.change else {
            Issue.record("not a completed checkout")
            return
        }
        #expect(completion.payment == "in_1SaMpLe0001")
        #expect(fact.subject.objects == ["in_1SaMpLe0001", "sub_1SaMpLe0001"])
        #expect(fact.subject.session == "cs_test_b1SaMpLe0002")
    }

    @Test func `payments succeed and fail with their amounts and reasons`() throws {
        let amounts = ReportedAmounts(currency: .usd, total: 2_599)
        #expect(try change("payment.succeeded") == .paymentSucceeded(remoteID: "pi_3SaMpLe0001", amounts: amounts))
        #expect(
            try change("payment.failed")
                == .paymentFailed(remoteID: "pi_3SaMpLe0001", amounts: amounts, reason: "insufficient_funds"))
        #expect(try change("checkout.expired") == .checkoutExpired)
    }

    @Test(arguments: [
        ("refund.created", Refund.Status.succeeded), ("refund.completed", .succeeded), ("refund.failed", .failed),
    ])
    func `a refund names the payment it gives back`(_ sample: String, _ status: Refund.Status) throws {
        #expect(
            try change(sample)
                == .refund(
                    remoteID: "re_3SaMpLe0001", payment: "pi_3SaMpLe0001", total: Money(minorUnits: 1_000, .usd),
                    status: status))
    }

    @Test func `a charge tells how much was given back so far`() throws {
        #expect(
            try change("payment.refunded")
                == .paymentRefunded(remoteID: "pi_3SaMpLe0001", refunded: Money(minorUnits: 1_000, .usd)))
    }

    @Test func `a later period is a renewal, paid or not`() throws {
        guard case .renewalPaid(let subscription, let payment, let amounts) = try change("subscription.renewed") else {
            Issue.record("not a renewal")
            return
        }
        #expect(subscription == "sub_1SaMpLe0001")
        #expect(payment == "in_1SaMpLe0002")
        #expect(amounts.total == 1_900)
        guard case .renewalFailed = try change("subscription.payment_failed") else {
            Issue.record("not a failed renewal")
            return
        }
    }

    @Test(arguments: [
        ("subscription.created", Subscription.Status.active), ("subscription.past_due", .pastDue),
        ("subscription.cancelled", .canceled), ("subscription.updated", .active),
    ])
    func `a subscription is told as it is`(_ sample: String, _ status: Subscription.Status) throws {
        guard case .subscription(let state, .changed) = try change(sample) else {
            Issue.record("not a subscription")
            return
        }
        #expect(state.status == status)
        #expect(state.currentPeriodEndsAt != nil)
    }

    @Test func `a trial that ends soon is news`() throws {
        guard case .subscription(_, .trialEnding) = try change("subscription.trial_ending") else {
            Issue.record("not a trial that ends")
            return
        }
    }

    @Test(arguments: [#""livemode": true"#, #""account": "acct_1", "livemode": false"#])
    func `an event of another mode or account is unreadable here, however often it is tried`(_ field: String) throws {
        let sample = String(decoding: try Fixtures.bytes("stripe/events/payment.succeeded.json"), as: UTF8.self)
        // The last one is the event's own; its object has one before it.
        let range = try #require(sample.ranges(of: #""livemode": false"#).last)
        var changed = sample
        changed.replaceSubrange(range, with: field)
        #expect(throws: UnreadableEvent.self) { try facts.facts(in: Array(changed.utf8)) }
    }

    @Test(arguments: ["dispute.created", "dispute.closed"])
    func `an event that is not followed means nothing`(_ sample: String) throws {
        #expect(try change(sample) == nil)
    }

    @Test(arguments: [
        #"{"id":"evt_1","type":"payment_intent.succeeded","data":{"object":{"id":"pi_1"}}}"#,
        #"{"id":"evt_1","type":"payment_intent.succeeded","data":{"object":{"id":"pi_1","amount":1,"currency":"zzz"}}}"#,
        #"{"id":"evt_1","type":"payment_intent.succeeded","data":{"object":{"id":"pi_1","amount":1.5,"currency":"usd"}}}"#,
        #"{"id":"evt_1","type":"checkout.session.completed","data":{"object":{"id":"cs_1"}}}"#,
        #"{"id":"evt_1","type":"refund.created","data":{"object":{"id":"re_1","amount":1,"currency":"usd"}}}"#,
        #"{"id":"evt_1","type":"charge.refunded","data":{"object":{"id":"ch_1","amount_refunded":150,"currency":"isk"}}}"#,
        "", "[]",
    ])
    func `a known event without what it must have is unreadable, never a guess`(_ body: String) {
        #expect(throws: UnreadableEvent.self) { try facts.facts(in: Array(body.utf8)) }
    }

    @Test func `mutated events are facts or unreadable, never a crash`() throws {
        var random = SeededRandom(seed: TestSeed.value)
        let samples = [
            "checkout.completed", "payment.succeeded", "refund.completed", "subscription.renewed",
            "subscription.updated", "payment.refunded",
        ].compactMap { try? Fixtures.bytes("stripe/events/\($0).json") }
        var readable = 0
        for _ in 0..<TestSeed.count(40_000) {
            var body = samples.randomElement(using: &random) ?? []
            for _ in 0...Int.random(in: 0...3, using: &random) {
                let index = Int.random(in: body.indices, using: &random)
                switch Int.random(in: 0...2, using: &random) {
                case 0: body[index] = UInt8.random(in: 0...255, using: &random)
                case 1: body.remove(at: index)
                default: body.insert(contentsOf: body[index..<min(index + 20, body.count)], at: index)
                }
            }
            do throws(UnreadableEvent) {
                _ = try facts.facts(in: body)
                readable += 1
            } catch {
                #expect(!error.description.isEmpty)
            }
        }
        #expect(readable > 0)
    }
}
