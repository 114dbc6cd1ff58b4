import Testing
import TillStore
import TillTesting

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The real server, killed at each place on a message's way (rows 1 to 9 of docs/crash-table.md).
@Suite(.timeLimit(.minutes(15))) struct InboxCrashTests {
    /// Pays an order, tells of it until the server is killed at a failpoint, and starts the server again.
    ///
    /// Returns what the provider was answered; nil when it was nothing.
    private func crash(
        _ shop: Shop, at failpoint: String, whileDown: (Shop.Placed) async throws -> Void = { _ in }
    ) async throws -> (placed: Shop.Placed, paid: PlayedStripe.Event, answer: Int?) {
        let server = try await shop.serve(failpoint: failpoint)
        let (placed, events) = try await shop.placePaidOrder()
        let paid = try #require(events.first { $0.type == "checkout.session.completed" })
        let answer = await shop.tell(paid)
        #expect(try await server.end() == -SIGKILL)
        try await whileDown(placed)
        try await shop.leasesRunOutIfShared()
        _ = try await shop.serve()
        return (placed, paid, answer)
    }

    @Test(arguments: DatabaseKind.available)
    func `killed before a message is flushed, the provider gets no 200 and tells it again`(
        _ kind: DatabaseKind
    ) async throws {
        try await Shop.open(kind) { shop in
            let (placed, paid, answer) = try await crash(shop, at: "inbox-before-flush") { _ in
                try await shop.expect(0, "inbox")
            }
            #expect(answer == nil)
            #expect(await shop.tell(paid) == 200)
            try await shop.untilSettled()
            try await shop.expectPaidOnce(placed)
            #expect(shop.published(placed.order) == 1)
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `killed after the flush and before the 200, a message that is told again is applied once`(
        _ kind: DatabaseKind
    ) async throws {
        try await Shop.open(kind) { shop in
            let (placed, paid, answer) = try await crash(shop, at: "inbox-after-flush") { _ in
                try await shop.expect(1, "inbox")
            }
            #expect(answer == nil)
            #expect(await shop.tell(paid) == 200)
            try await shop.untilSettled()
            try await shop.expect(1, "inbox")
            try await shop.expectPaidOnce(placed)
            #expect(shop.published(placed.order) == 1)
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `killed after the 200 and before anybody takes the message, it is applied after the restart`(
        _ kind: DatabaseKind
    ) async throws {
        try await Shop.open(kind) { shop in
            let server = try await shop.serve(failpoint: "lane-before-claim:stall")
            let (placed, events) = try await shop.placePaidOrder()
            let paid = try #require(events.first { $0.type == "checkout.session.completed" })
            #expect(await shop.tell(paid) == 200)
            server.signal(SIGKILL)
            #expect(try await server.end() == -SIGKILL)
            try await shop.leasesRunOutIfShared()
            let status = try await shop.rows("SELECT status FROM inbox").map { try $0.text("status") }
            #expect(status == ["received"])
            _ = try await shop.serve()
            try await shop.untilSettled()
            try await shop.expectPaidOnce(placed)
            #expect(shop.published(placed.order) == 1)
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `killed with a lane taken and nothing done in it, the lane is free again for the next server`(
        _ kind: DatabaseKind
    ) async throws {
        try await Shop.open(kind) { shop in
            let (placed, _, _) = try await crash(shop, at: "lane-claimed") { placed in
                let lanes = try await shop.rows("SELECT id FROM lane WHERE token IS NOT NULL")
                #expect(try lanes.map { try $0.text("id") } == [placed.order])
            }
            try await shop.untilSettled()
            try await shop.expect(0, "lane")
            try await shop.expectPaidOnce(placed)
            #expect(shop.published(placed.order) == 1)
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `killed after the provider was read and before its answer is written, it is read again`(
        _ kind: DatabaseKind
    ) async throws {
        try await Shop.open(kind) { shop in
            let first = try await shop.serve()
            let placed = try await shop.checkOut("pro/monthly")
            try await shop.stripe.pay(placed.session)
            let bought = try await shop.stripe.events()
            for event in bought { #expect(await shop.tell(event) == 200) }
            let subscription = try #require(bought.first { $0.type == "customer.subscription.created" }?.object)
            try await shop.stripe.setCancelsAtPeriodEnd(true, of: subscription)
            try await shop.stripe.setCancelsAtPeriodEnd(false, of: subscription)
            let changes = try await shop.stripe.events(after: bought.last)
            try #require(changes.count == 2)
            #expect(await shop.tell(changes[1]) == 200)
            try await shop.untilSettled()
            first.signal(SIGKILL)
            _ = try await first.end()
            // The older of the two comes last: only the provider knows how things are now.
            let armed = try await shop.serve(failpoint: "provider-read")
            _ = await shop.tell(changes[0])
            #expect(try await armed.end() == -SIGKILL)
            try await shop.leasesRunOutIfShared()
            try await shop.expect(1, "inbox", where: "status = 'received'")
            _ = try await shop.serve()
            try await shop.untilSettled()
            try await shop.expect(1, "inbox", where: "fetched IS NOT NULL AND dedup_key = '\(changes[0].id)'")
            try await shop.expect(1, "subscription", where: "cancels_at_period_end = 0 AND status = 'active'")
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `killed before anything of a message is written, it is read again and applied once`(
        _ kind: DatabaseKind
    ) async throws {
        try await Shop.open(kind) { shop in
            let (placed, _, _) = try await crash(shop, at: "apply-before-writing") { _ in
                try await shop.expect(0, "event")
            }
            try await shop.untilSettled()
            try await shop.expectPaidOnce(placed)
            #expect(shop.published(placed.order) == 1)
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `killed inside the transaction that applies a message, nothing of it is left and it is applied once`(
        _ kind: DatabaseKind
    ) async throws {
        try await Shop.open(kind) { shop in
            let (placed, _, _) = try await crash(shop, at: "apply-before-commit") { placed in
                for table in ["payment", "event", "hook_run"] { try await shop.expect(0, table) }
                try await shop.expect(1, "orders", where: "id = '\(placed.order)' AND status = 'pending'")
            }
            try await shop.untilSettled()
            try await shop.expectPaidOnce(placed)
            #expect(shop.published(placed.order) == 1)
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `killed after the commit that applies a message, its hooks start from their rows`(
        _ kind: DatabaseKind
    ) async throws {
        try await Shop.open(kind) { shop in
            let (placed, _, _) = try await crash(shop, at: "apply-after-commit") { placed in
                try await shop.expect(1, "orders", where: "id = '\(placed.order)' AND status = 'paid'")
                try await shop.expect(1, "hook_run")
            }
            try await shop.untilSettled()
            try await shop.expectPaidOnce(placed)
            #expect(shop.published(placed.order) >= 1)
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `killed after a hook ran and before its row says so, it runs again with the same event`(
        _ kind: DatabaseKind
    ) async throws {
        try await Shop.open(kind) { shop in
            var before: String?
            let (placed, _, answer) = try await crash(shop, at: "hook-ran") { _ in
                let runs = try await shop.rows("SELECT event_id, status, attempts FROM hook_run")
                #expect(try runs.map { try $0.text("status") } == ["running"])
                #expect(try runs.map { try $0.int("attempts") } == [1])
                before = try runs.first?.text("event_id")
            }
            #expect(answer == 200)
            try await shop.untilSettled()
            try await shop.expectPaidOnce(placed)
            let runs = try await shop.rows("SELECT event_id, attempts FROM hook_run")
            #expect(try runs.map { try $0.text("event_id") } == [before])
            #expect(try runs.map { try $0.int("attempts") } == [2])
            #expect(shop.published(placed.order) == 2)
        }
    }
}
