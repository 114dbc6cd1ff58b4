import Testing
import TillModel
import TillStore
import TillTesting

@testable import TillEngine
@testable import TillProviders

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What happens when one thing comes in between two steps of another, for every two steps.
@Suite struct RaceTests {
    /// Before which of its transactions and calls the one is interrupted; more than any of them has.
    static let places = Array(1...14)

    @Test(arguments: places)
    func `the same event accepted twice at once is one message with one effect`(_ place: Int) async throws {
        try await RaceShop.run { shop in
            _ = try await shop.begin("job")
            shop.stripe.make(.pay("cs_0001", total: 9_900))
            let events = shop.stripe.takeTold()
            let other = try shop.process("the other")
            try await shop.run(
                {
                    for event in events { _ = try await other.receive(event.body, signedAt: shop.stripe.seconds) }
                    try await other.inbox.applyDue()
                }, beforePlace: place
            ) { process in
                for event in events { _ = try await process.receive(event.body, signedAt: shop.stripe.seconds) }
                try await process.inbox.applyDue()
            }
            try await shop.applyRest()
            let state = try await shop.state()
            #expect(state.messages.map { $0["status"] } == ["applied", "applied"])
            #expect(state.kinds == ["checkout.completed", "order.paid", "payment.succeeded"])
            #expect(state.lanes.isEmpty)
        }
    }

    @Test func `an event that many accept at the same moment is stored once`() async throws {
        try await RaceShop.run { shop in
            _ = try await shop.begin("job")
            shop.stripe.make(.pay("cs_0001", total: 9_900))
            let event = try #require(shop.stripe.takeTold().first)
            let stored = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 1...16 {
                    let process = try shop.process("process \(number)")
                    group.addTask {
                        let reception = try await process.receive(event.body, signedAt: shop.stripe.seconds)
                        if case .accepted(.stored) = reception { return true }
                        return false
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(stored == 1)
            #expect(try await shop.state().messages.count == 1)
        }
    }

    @Test func `work that is canceled ends, and leaves what is due to the next`() async throws {
        try await RaceShop.run { shop in
            _ = try await shop.begin("job")
            shop.stripe.make(.pay("cs_0001", total: 9_900))
            let process = try shop.process("the canceled")
            for event in shop.stripe.takeTold() {
                _ = try await process.receive(event.body, signedAt: shop.stripe.seconds)
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.cancelAll()
                group.addTask {
                    try await process.inbox.applyDue()
                    try await process.hooks.runDue()
                }
                try await group.waitForAll()
            }
            #expect(try await shop.state().messages.allSatisfy { $0["status"] == "received" })
            try await shop.applyRest()
            #expect(try await shop.state().messages.allSatisfy { $0["status"] == "applied" })
        }
    }

    @Test(arguments: places)
    func `a payment that is told while the checkout goes on pays its order`(_ place: Int) async throws {
        try await RaceShop.run { shop in
            let other = try shop.process("the other")
            let pay: @Sendable () async throws -> Void = {
                guard shop.stripe.object("cs_0001") != nil else { return }
                shop.stripe.make(.pay("cs_0001", total: 9_900))
                try await shop.deliver(to: other)
                try await other.inbox.applyDue()
            }
            try await shop.run(pay, beforePlace: place) { process in
                let answer = try? await process.checkout.checkOut(shop.request("job"), key: RaceShop.key)
                // Who is told that the page is closed has paid it.
                if answer == nil { #expect(!shop.stripe.happenings.isEmpty) }
            }
            if shop.stripe.happenings.isEmpty { try await pay() }
            try await shop.applyRest()
            let state = try await shop.state()
            #expect(state.orders.map(\.reference.status) == ["paid"])
            #expect(state.kinds == ["checkout.completed", "order.paid", "payment.succeeded"])
            #expect(state.messages.allSatisfy { $0["status"] == "applied" })
        }
    }

    @Test(arguments: places)
    func `a cancellation that is told while a renewal is applied ends the subscription for good`(
        _ place: Int
    ) async throws {
        try await RaceShop.run { shop in
            _ = try await shop.begin("pro/monthly")
            shop.stripe.make(.pay("cs_0001", total: 2_900))
            try await shop.applyRest()
            let subscription = try #require(shop.stripe.subscriptions.first)
            shop.stripe.make(.renew(subscription, total: 2_900))
            let renewal = shop.stripe.takeTold()
            shop.stripe.make(.cancel(subscription))
            let cancellation = shop.stripe.takeTold()
            let other = try shop.process("the other")
            try await shop.run(
                {
                    for event in cancellation { _ = try await other.receive(event.body, signedAt: shop.stripe.seconds) }
                    try await other.inbox.applyDue()
                }, beforePlace: place
            ) { process in
                for event in renewal { _ = try await process.receive(event.body, signedAt: shop.stripe.seconds) }
                try await process.inbox.applyDue()
            }
            try await shop.applyRest()
            let state = try await shop.state()
            let base = try #require(state.orders.first { $0.kind == "purchase" })
            #expect(base.reference.subscriptions[subscription]?.status == "canceled")
            #expect(state.orders.map(\.reference.status) == ["paid", "paid"])
            #expect(state.kinds.filter { $0 == "subscription.cancelled" }.count == 1)
            #expect(state.kinds.filter { $0 == "subscription.renewed" }.count == 1)
            #expect(state.kinds.filter { $0 == "payment.duplicate" }.isEmpty)
        }
    }

    @Test(arguments: places)
    func `a lane that one worker holds is left alone by another`(_ place: Int) async throws {
        try await RaceShop.run { shop in
            try await Self.fill(shop)
            let other = try shop.process("the other")
            try await shop.run({ try await other.inbox.applyDue() }, beforePlace: place) { process in
                try await process.inbox.applyDue()
            }
            try await shop.applyRest()
            try await Self.expectAllApplied(shop)
        }
    }

    @Test(arguments: places)
    func `a worker that was silent for longer than its lease finds its work done and writes nothing`(
        _ place: Int
    ) async throws {
        try await RaceShop.run { shop in
            try await Self.fill(shop)
            let other = try shop.process("the other")
            try await shop.run(
                {
                    shop.clock.advance(by: 61)
                    try await other.inbox.applyDue()
                }, beforePlace: place
            ) { process in
                try await process.inbox.applyDue()
            }
            try await Self.expectAllApplied(shop)
        }
    }

    @Test(arguments: places)
    func `a worker whose lanes another one has claimed leaves them to it`(_ place: Int) async throws {
        try await RaceShop.run { shop in
            try await Self.fill(shop)
            // It looks whether something is due, claims, and ends before it has done anything.
            let other = try shop.process("the other", faults: [2: .diesAfter])
            try await shop.run(
                {
                    shop.clock.advance(by: 61)
                    _ = try? await other.inbox.applyDue()
                }, beforePlace: place
            ) { process in
                try await process.inbox.applyDue()
            }
            try await shop.applyRest()
            try await Self.expectAllApplied(shop)
        }
    }

    @Test func `two workers at the same moment share the lanes and do nothing twice`() async throws {
        try await RaceShop.run { shop in
            try await Self.fill(shop)
            let workers = [try shop.process("the one"), try shop.process("the other")]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in workers { group.addTask { try await worker.inbox.applyDue() } }
                try await group.waitForAll()
            }
            try await Self.expectAllApplied(shop)
        }
    }

    // MARK: - An order with much to apply

    private static func fill(_ shop: RaceShop) async throws {
        _ = try await shop.begin("job")
        shop.stripe.make(.decline("cs_0001"))
        shop.clock.advance(by: 2)
        shop.stripe.make(.pay("cs_0001", total: 9_900))
        shop.clock.advance(by: 2)
        let intent = try #require(shop.stripe.intents.first)
        shop.stripe.make(.refund(intent, amount: 900, isPending: false))
        try await shop.deliver(to: try shop.process("the receiver"))
    }

    private static func expectAllApplied(_ shop: RaceShop) async throws {
        // What waits for another lane's message looks again by itself.
        for _ in 0..<3 { try await shop.applyRest() }
        let state = try await shop.state()
        #expect(state.lanes.isEmpty)
        #expect(state.messages.allSatisfy { $0["status"] == "applied" })
        #expect(state.orders.map(\.reference.status) == ["partiallyRefunded"])
        let once = ["checkout.completed", "order.paid", "payment.succeeded", "refund.completed", "refund.created"]
        #expect(state.kinds.filter { $0 != "payment.failed" } == once)
    }
}

extension FinalState {
    /// The kinds of all events, sorted.
    var kinds: [String] { events.map { $0["kind"] }.sorted() }
}
