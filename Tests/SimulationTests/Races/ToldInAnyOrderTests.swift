import Testing
import TillModel
import TillStore
import TillTesting

@testable import TillEngine
@testable import TillProviders

/// Orders of arrival that the simulator found to end wrongly.
@Suite struct ToldInAnyOrderTests {
    @Test func `a refund of a renewal whose payment has no name of ours yet waits for it`() async throws {
        try await RaceShop.run { shop in
            _ = try await shop.begin("pro/monthly")
            shop.stripe.make(.pay("cs_0001", total: 2_900))
            let told = shop.stripe.takeTold()
            let intent = try #require(shop.stripe.intents.first)
            shop.stripe.make(.refund(intent, amount: 900, isPending: false))
            let process = try shop.process("the process")
            // Long after its time it is asked what the intent is, which names no order.
            try await shop.deliver(to: process)
            for seconds in [0, 31, 120] {
                shop.clock.advance(by: Double(seconds))
                try await process.inbox.applyDue()
            }
            for event in told { _ = try await process.receive(event.body, signedAt: shop.stripe.seconds) }
            try await process.inbox.applyDue()
            let state = try await shop.state()
            #expect(state.orders.map(\.reference.status) == ["partiallyRefunded"])
            #expect(state.kinds.filter { $0.hasPrefix("refund.") } == ["refund.completed", "refund.created"])
        }
    }

    @Test func `a payment that failed first and is then told under its other name is one payment`() async throws {
        try await RaceShop.run { shop in
            _ = try await shop.begin("pro/monthly")
            shop.stripe.make(.failFirstInvoice("cs_0001"))
            let process = try shop.process("the process")
            try await shop.deliver(to: process)
            try await process.inbox.applyDue()
            shop.clock.advance(by: 5)
            shop.stripe.make(.pay("cs_0001", total: 2_900))
            let told = shop.stripe.takeTold()
            // The other name first, then the intent under it, then all the rest.
            for type in ["invoice_payment.paid", "payment_intent.succeeded", ""] {
                for event in told where type.isEmpty || event.type == type {
                    _ = try await process.receive(event.body, signedAt: shop.stripe.seconds)
                }
                try await process.inbox.applyDue()
            }
            let state = try await shop.state()
            let order = try #require(state.orders.first)
            #expect(order.reference.payments.values.map(\.isDuplicate) == [false])
            #expect(state.kinds.filter { $0.hasPrefix("payment.") } == ["payment.failed", "payment.succeeded"])
        }
    }

    @Test func `a subscription of a page that is over is taken when the page is told of, however late`() async throws {
        try await RaceShop.run { shop in
            let order = try await shop.begin("pro/monthly")
            let clock = shop.clock
            try await shop.store.write {
                try OperationTable($0).closeCheckout(order: order, tenant: "default", at: clock.now())
            }
            shop.stripe.make(.pay("cs_0001", total: 2_900))
            let told = shop.stripe.takeTold()
            let process = try shop.process("the process")
            for event in told where event.type != "checkout.session.completed" {
                _ = try await process.receive(event.body, signedAt: shop.stripe.seconds)
            }
            // It is looked for again and again, and given up in the end.
            for _ in 0..<30 {
                try await process.inbox.applyDue()
                shop.clock.advance(by: 600)
            }
            #expect(try await shop.state().kinds.isEmpty)
            for event in told where event.type == "checkout.session.completed" {
                let seconds = shop.clock.now().millisecondsSince1970 / 1_000
                _ = try await process.receive(event.body, signedAt: seconds)
            }
            try await process.inbox.applyDue()
            let state = try await shop.state()
            #expect(state.orders.map(\.reference.status) == ["paid"])
            #expect(state.kinds.contains("subscription.created"))
        }
    }
}
