import Testing
import Till
import TillEngine
import TillModel
import TillStore
import TillTesting

/// What a person decides about money that did not fit.
@Suite(.timeLimit(.minutes(15))) struct AcceptanceTests {
    /// An order that was paid with another amount than it asked for.
    private func quarantined(_ shop: TestShop, total: Int = 100, currency: String = "usd") async throws -> Order.ID {
        let (order, _) = try await shop.begin()
        let session = try #require(try await shop.story(order)?.sessionID)
        let event = StripeEvents.event(
            "checkout.session.completed", id: "evt_odd",
            object: StripeEvents.session(session, order: order, total: total, currency: currency))
        #expect(try await shop.sendWebhook(event).status == 200)
        _ = try await shop.settled(order, as: .quarantined)
        return order
    }

    private func accept(_ order: Order.ID, _ shop: TestShop, reason: String = "the old price was shown") async throws
        -> Order
    {
        let acceptance = OrderAcceptance(
            order, reason: reason, tenant: "default", mode: .dev, setup: Setup(), at: shop.clock.now())
        return try await shop.store.write { try acceptance.write(on: $0) }
    }

    @Test func `an order that a person accepts is paid with what was paid, and says who decided why`() async throws {
        try await TestShop.run { shop in
            let order = try await quarantined(shop)
            let accepted = try await accept(order, shop)
            #expect(accepted.status == .paid)
            #expect(accepted.total == Money(minorUnits: 100, .usd))
            let causes = try await shop.store.read { try EventTable($0).causes(order: order, tenant: "default") }
            #expect(causes.values.contains { $0.changes?.contains("quarantined") == true })
            let events = try await shop.events(order)
            #expect(Array(events.suffix(2)) == ["payment.succeeded", "order.paid"])
            let paid = try #require(try await shop.story(order)?.events.last)
            #expect(paid.data.contains("the old price was shown"))
            // Once, however often it is decided.
            await #expect(throws: OperationRefusal.self) { try await accept(order, shop) }
            #expect(try await shop.events(order) == events)
        }
    }

    @Test(arguments: ["", "   ", "two\nlines", String(repeating: "x", count: 501)])
    func `a decision without a reason is none`(_ reason: String) async throws {
        try await TestShop.run { shop in
            let order = try await quarantined(shop)
            let refusal = await #expect(throws: OperationRefusal.self) {
                try await accept(order, shop, reason: reason)
            }
            #expect(refusal?.code == .reasonRequired)
            #expect(try await shop.story(order)?.order.status == .quarantined)
        }
    }

    @Test func `money of another currency is never an order's total`() async throws {
        try await TestShop.run { shop in
            let order = try await quarantined(shop, total: 9_900, currency: "eur")
            let refusal = await #expect(throws: OperationRefusal.self) { try await accept(order, shop) }
            #expect(refusal?.code == .notQuarantined)
            #expect(refusal?.description.contains("orders refund") == true)
        }
    }

    @Test func `an order that waits for nothing is not decided`() async throws {
        try await TestShop.run { shop in
            let (order, _) = try await shop.begin()
            await #expect(throws: OperationRefusal.self) { try await accept(order, shop) }
            await #expect(throws: OperationRefusal.self) { try await accept(Order.ID(bits: (7, 7)), shop) }
        }
    }
}
