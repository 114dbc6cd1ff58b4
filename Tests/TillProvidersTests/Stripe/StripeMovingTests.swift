import Logging
import Testing
import TillModel

@testable import TillProviders

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Stripe's subscriptions as they are read to be moved, and the request that moves one.
@Suite struct StripeMovingTests {
    private static func read(_ json: String, to price: String = "price_old") throws -> [PriceSubscriber] {
        let wire = try JSONDecoder().decode(StripeSubscribed.self, from: Data(json.utf8))
        return StripeSubscriberReading.subscribers(wire, to: price)
    }

    /// A subscription with an item at the old price and another one, and what a test has of its own.
    private static func subscription(_ more: String = "", hasMore: Bool = false) -> String {
        """
        {"id":"sub_1","object":"subscription","status":"active","currency":"usd",\(more)"items":{"has_more":\(hasMore),\
        "data":[{"id":"si_1","price":{"id":"price_old"},"quantity":3,"current_period_end":1800000000,\
        "metadata":{"till_moved_to":"price_older"}},\
        {"id":"si_2","price":{"id":"price_seats"},"current_period_end":1800000000,"metadata":{}}]}}
        """
    }

    @Test func `an item is read with its period, its quantity and what stands beside it`() throws {
        let one = try #require(try Self.read(Self.subscription()).first)
        #expect(
            one
                == PriceSubscriber(
                    subscription: "sub_1", item: "si_1", price: "price_old", quantity: 3, currency: .usd,
                    status: .renewing, renewsAt: 1_800_000_000, otherPrices: ["price_seats"],
                    movedTo: "price_older"))
        #expect(try Self.read(Self.subscription(), to: "price_seats").first?.quantity == nil)
    }

    @Test(
        arguments: [
            (#""cancel_at_period_end":true,"#, true), (#""cancel_at":1800000000,"#, true),
            (#""cancel_at":1900000000,"#, false),
        ])
    func `what ends before it is paid again is known`(_ field: String, _ ends: Bool) throws {
        #expect(try Self.read(Self.subscription(field)).first?.endsWithPeriod == ends)
    }

    @Test func `a pause and a schedule are seen, and an item that is not shown is told as such`() throws {
        let paused = try Self.read(Self.subscription(#""pause_collection":{"behavior":"void"},"#))
        #expect(paused.first?.status == .paused)
        let scheduled = try Self.read(Self.subscription(#""schedule":"sub_sched_1","#))
        #expect(scheduled.first?.isScheduled == true)
        #expect(try Self.read(Self.subscription(), to: "price_other").isEmpty)
        let hidden = try Self.read(Self.subscription(hasMore: true), to: "price_other")
        #expect(hidden.map(\.item) == [nil])
    }

    @Test(
        arguments: [
            ("active", .renewing), ("past_due", .renewing), ("trialing", .trialing), ("paused", .paused),
            ("canceled", .ended), ("incomplete_expired", .ended), ("unpaid", .unpaid), ("incomplete", .unpaid),
            ("unheard_of", .unpaid),
        ] as [(String, PriceSubscriber.Status)])
    func `each status is one of ours`(_ theirs: String, _ ours: PriceSubscriber.Status) throws {
        let json = Self.subscription().replacing(#""status":"active""#, with: #""status":"\#(theirs)""#)
        #expect(try Self.read(json).first?.status == ours)
    }

    @Test func `a price has its amounts by currency, in our units, unless the quantity decides`() throws {
        let json = """
            {"id":"price_1","active":true,"currency":"usd","unit_amount":1900,"product":"prod_1",\
            "recurring":{"interval":"month","interval_count":3},\
            "currency_options":{"usd":{"unit_amount":1900},"isk":{"unit_amount":250000},"eur":{"unit_amount":null}}MORE}
            """
        func price(_ more: String) throws -> SubscribedPrice {
            let bytes = Data(json.replacing("MORE", with: more).utf8)
            return StripeSubscriberReading.price(try JSONDecoder().decode(StripePrice.self, from: bytes))
        }
        let plain = try price("")
        let isk = try #require(Currency(code: "ISK"))
        #expect(plain.currencies == [.usd, .eur, isk])
        #expect(plain.amounts == [Money(minorUnits: 1_900, .usd), Money(minorUnits: 2_500, isk)])
        #expect(plain.interval == BillingInterval(.month, count: 3))
        #expect(plain.isActive)
        #expect(try price(#","transform_quantity":{"divide_by":10}"#).amounts == [])
    }

    @Test func `a move replaces the item's price, keeps its quantity and prorates nothing`() throws {
        let catalog = StripeCatalog(
            configuration: try StripeConfiguration(
                secretKey: "sk_test_1", webhookSecrets: [], mode: .test, takesWebhooks: false),
            transport: Unreachable(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let move = SubscriberMove(subscription: "sub_1", item: "si_1", price: "price_new", quantity: 3)
        #expect(
            try catalog.call(for: move)
                == ProviderCall(
                    method: "POST", path: "/v1/subscriptions/sub_1",
                    body: "items[0][id]=si_1&items[0][price]=price_new&items[0][quantity]=3"
                        + "&items[0][metadata][till_moved_to]=price_new&proration_behavior=none"))
        let metered = SubscriberMove(subscription: "sub_1", item: "si_1", price: "price_new", quantity: nil)
        #expect(try !catalog.call(for: metered).body.contains("quantity"))
        let astray = SubscriberMove(subscription: "sub_1/../x", item: "si_1", price: "p", quantity: 1)
        #expect(throws: ProviderError.self) { try catalog.call(for: astray) }
    }

    /// No address answers.
    private struct Unreachable: HTTPTransport {
        func send(_ request: OutboundRequest) async throws(TransportError) -> InboundAnswer {
            throw TransportError("nothing is sent")
        }
    }
}
