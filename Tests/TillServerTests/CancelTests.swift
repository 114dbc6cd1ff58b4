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

/// Subscriptions that are told to end: the provider's word on how they stand is the one that counts.
@Suite(.timeLimit(.minutes(15))) struct CancelTests {
    private func subscribed(_ shop: TestShop) async throws -> Subscription {
        let (order, page) = try await shop.begin("pro/monthly")
        #expect(try await shop.pay(page).status == 303)
        _ = try await shop.settled(order)
        return try await shop.until { try SubscriptionTable($0).list(order: order, tenant: "default").first }
    }

    private func stored(_ subscription: Subscription, _ shop: TestShop) async throws -> Subscription {
        let found = try await shop.store.read {
            try SubscriptionTable($0).find(subscription.id.rawValue, tenant: "default", mode: .dev)
        }
        return try #require(found).subscription
    }

    @Test func `a subscription that ends with its period goes on until then, and is not renewed`() async throws {
        try await TestShop.run { shop in
            let subscription = try await subscribed(shop)
            let cancels = try #require(shop.engine).cancels
            let done = try await cancels.cancel(subscription.id.rawValue, atPeriodEnd: true)
            #expect(done.operation.status == .done)
            #expect(done.subscription.status == .active)
            #expect(done.subscription.cancelsAtPeriodEnd)
            try await shop.quiet()
            #expect(try await shop.events(subscription.order).filter { $0 == "subscription.updated" }.count == 1)
            let again = await #expect(throws: OperationRefusal.self) {
                try await cancels.cancel(subscription.remoteID, atPeriodEnd: true)
            }
            #expect(again?.code == .notCancelable)
            let over = try await shop.atProvider(.POST, "/sandbox/subscriptions/\(subscription.remoteID)/renew")
            #expect(over.status == 200)
            try await shop.until { connection -> Bool? in
                try SubscriptionTable(connection).list(order: subscription.order, tenant: "default").first?.status
                    == .canceled ? true : nil
            }
            try await shop.quiet()
            #expect(try await shop.events(subscription.order).filter { $0 == "subscription.cancelled" }.count == 1)
        }
    }

    @Test func `a subscription that is ended now is told once`() async throws {
        try await TestShop.run { shop in
            let subscription = try await subscribed(shop)
            let cancels = try #require(shop.engine).cancels
            let done = try await cancels.cancel(subscription.remoteID, atPeriodEnd: false)
            #expect(done.operation.status == .done)
            #expect(done.subscription.status == .canceled)
            try await shop.quiet()
            #expect(try await shop.events(subscription.order).filter { $0 == "subscription.cancelled" }.count == 1)
            await #expect(throws: OperationRefusal.self) {
                try await cancels.cancel(subscription.id.rawValue, atPeriodEnd: false)
            }
        }
    }

    @Test(arguments: [false, true])
    func `an end whose answer was lost is found by asking how the subscription stands`(
        _ atPeriodEnd: Bool
    ) async throws {
        try await TestShop.run { shop in
            let subscription = try await subscribed(shop)
            try await shop.fault(#"{"api_error_after_success_next":3,"drop_next":1000}"#)
            let cancels = try #require(shop.engine).cancels
            let lost = try await cancels.cancel(subscription.id.rawValue, atPeriodEnd: atPeriodEnd)
            // What has ended is not there to be ended again, and that answer is known before the time is over.
            if atPeriodEnd { #expect(lost.operation.status == .unknown) }
            let plan = cancels.plan(subscription.id.rawValue, atPeriodEnd: atPeriodEnd)
            if lost.operation.status == .unknown {
                let key = try await shop.store.write { try plan.write(on: $0) }
                #expect(key == lost.operation.key)
                shop.clock.advance(by: 60)
                try await shop.until(key, is: .done)
            }
            let now = try await stored(subscription, shop)
            #expect(atPeriodEnd ? now.cancelsAtPeriodEnd : now.status == .canceled)
        }
    }

    @Test func `a subscription that ended at the provider meanwhile is ended`() async throws {
        try await TestShop.run { shop in
            let subscription = try await subscribed(shop)
            try await shop.fault(#"{"drop_next":1000}"#)
            let dashboard = try await shop.atProvider(.DELETE, "/v1/subscriptions/\(subscription.remoteID)")
            #expect(dashboard.status == 200)
            let cancels = try #require(shop.engine).cancels
            let done = try await cancels.cancel(subscription.id.rawValue, atPeriodEnd: true)
            #expect(done.operation.status == .done)
            #expect(done.subscription.status == .canceled)
        }
    }

    @Test(arguments: 1...4, [false, true])
    func `an end and a renewal at once leave what the provider made of them`(
        _ step: Int, _ atPeriodEnd: Bool
    ) async throws {
        try await TestShop.run { shop in
            let subscription = try await subscribed(shop)
            let store = SteppedStore(shop.store, before: step) {
                // Refused by the provider where the end was first, and that is right too.
                _ = try await shop.atProvider(.POST, "/sandbox/subscriptions/\(subscription.remoteID)/renew")
            }
            let cancels = try #require(try shop.engineOver?(store)).cancels
            _ = try await cancels.cancel(subscription.id.rawValue, atPeriodEnd: atPeriodEnd)
            #expect(store.hasHappened)
            try await shop.quiet()
            let theirs = try await shop.atProvider(.GET, "/v1/subscriptions/\(subscription.remoteID)")
            let ours = try await stored(subscription, shop)
            #expect(ours.status.rawValue == theirs["status"])
            #expect(String(ours.cancelsAtPeriodEnd) == theirs["cancel_at_period_end"])
            let end = Int(ours.currentPeriodEndsAt?.timeIntervalSince1970 ?? 0)
            #expect(String(end) == theirs["items.data.0.current_period_end"])
        }
    }
}
