import Testing
import TillStore
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A worker that is held up for so long that another one takes over (row 8 of docs/crash-table.md).
@Suite(.timeLimit(.minutes(15))) struct LeaseCrashTests {
    @Test func `a worker that wakes after it lost its lease writes nothing`() async throws {
        try await Shop.open(.sqlite) { shop in
            let server = try await shop.serve(failpoint: "apply-before-writing:stall=wake")
            let (placed, events) = try await shop.placePaidOrder()
            let paid = try #require(events.first { $0.type == "checkout.session.completed" })
            #expect(await shop.tell(paid) == 200)
            try await shop.until(1, "lane", where: "token IS NOT NULL")
            let clock = ManualClock(Date().addingTimeInterval(61))
            try await EngineBeside.use(in: shop, clock: clock) { engine in try await engine.applyDue() }
            try await shop.expect(0, "lane")
            try await shop.expect(1, "inbox", where: "status = 'applied' AND attempts = 1")
            let before = try await shop.rows("SELECT row_version FROM orders").map { try $0.integer("row_version") }
            try "".write(toFile: "\(shop.folder)/wake", atomically: true, encoding: .utf8)
            try await server.until { $0.error.contains("A lane went to another worker") }
            // The second worker's clock is a minute ahead, and so is the hook that it queued.
            try await shop.change("UPDATE hook_run SET next_at = 0 WHERE status = 'pending'")
            try await shop.untilSettled()
            try await shop.expectPaidOnce(placed)
            try await shop.expect(1, "inbox", where: "status = 'applied' AND attempts = 1")
            let after = try await shop.rows("SELECT row_version FROM orders").map { try $0.integer("row_version") }
            #expect(before == after)
            #expect(shop.published(placed.order) == 1)
        }
    }
}
