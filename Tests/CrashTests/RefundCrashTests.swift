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
#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The real server, killed while it gives money back (rows 12 and 13 of docs/crash-table.md).
///
/// The refund is written beside the server, as a command does; the server's worker asks the provider for it.
@Suite(.timeLimit(.minutes(15))) struct RefundCrashTests {
    /// Gives back ten dollars of a paid order, with a server that is killed at a failpoint, and starts it again.
    private func crash(_ shop: Shop, at failpoint: String, refundsMade: Int) async throws -> Shop.Placed {
        let first = try await shop.serve()
        let (placed, events) = try await shop.placePaidOrder()
        for event in events { #expect(await shop.tell(event) == 200) }
        try await shop.untilSettled()
        try await first.kill()
        try await EngineBeside.use(in: shop, clock: ManualClock(Date())) { engine in
            let order = try #require(Order.ID(rawValue: placed.order))
            try await engine.planRefund(of: order, "10.00")
        }
        try await shop.expect(1, "refund", where: "status = 'pending' AND total = 1000")
        // It may be killed before it takes requests: the work is there when it starts.
        let armed = try shop.start(failpoint: failpoint)
        #expect(try await armed.end() == -SIGKILL)
        try await shop.expect(1, "refund", where: "status = 'pending' AND total = 1000")
        let made = try await shop.stripe.refunds()
        #expect(made == refundsMade)
        try await shop.leasesRunOutIfShared()
        _ = try await shop.serve()
        try await shop.until(1, "refund", where: "status = 'succeeded'")
        return placed
    }

    private func expectRefundedOnce(_ placed: Shop.Placed, in shop: Shop) async throws {
        let made = try await shop.stripe.refunds()
        #expect(made == 1)
        // The provider's own words on it come as well, and change nothing.
        for event in try await shop.stripe.events() { #expect(await shop.tell(event) == 200) }
        try await shop.untilSettled()
        try await shop.expect(1, "refund")
        try await shop.expect(1, "payment", where: "refunded = 1000")
        try await shop.expect(1, "orders", where: "id = '\(placed.order)' AND status = 'partiallyRefunded'")
        try await shop.expect(1, "event", where: "kind = 'refund.completed'")
    }

    @Test(arguments: DatabaseKind.available)
    func `killed before the provider is asked for a refund, it is asked once after the restart`(
        _ kind: DatabaseKind
    ) async throws {
        try await Shop.open(kind) { shop in
            let placed = try await crash(shop, at: "operation-claimed", refundsMade: 0)
            try await expectRefundedOnce(placed, in: shop)
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `killed after the provider gave money back, the same refund is found again`(
        _ kind: DatabaseKind
    ) async throws {
        try await Shop.open(kind) { shop in
            let placed = try await crash(shop, at: "operation-answered", refundsMade: 1)
            try await expectRefundedOnce(placed, in: shop)
        }
    }
}
