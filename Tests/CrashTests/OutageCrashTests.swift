import Testing
import TillStore
import TillTesting

/// The real server, which goes on while its PostgreSQL does not (row 22 of docs/crash-table.md).
@Suite(
    .timeLimit(.minutes(15)), .serialized,
    .enabled(if: DatabaseKind.hasPostgreSQL, "TILL_TEST_POSTGRES is not set"))
struct OutageCrashTests {
    /// What becomes of the database for a while.
    enum Outage: Sendable, CaseIterable {
        /// It is stopped, and ends every connection as it goes.
        case stop
        /// It ends as in a crash.
        case crash
        /// It takes no writes, as one that is no longer the first of its kind does.
        case readOnly
    }

    private func begin(_ outage: Outage, of cluster: PostgreSQLCluster, in shop: Shop) async throws {
        switch outage {
        case .stop: try await cluster.stop("fast")
        case .crash: try await cluster.stop("immediate")
        case .readOnly:
            try await shop.change("ALTER DATABASE postgres SET default_transaction_read_only = on")
            // Connections that there are keep the setting that they have.
            _ = try await shop.rows(
                """
                SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity
                WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'
                """)
        }
    }

    private func end(_ outage: Outage, of cluster: PostgreSQLCluster, in shop: Shop) async throws {
        switch outage {
        case .stop, .crash: try await cluster.start()
        case .readOnly:
            try await shop.change(
                "SET TRANSACTION READ WRITE", "ALTER DATABASE postgres RESET default_transaction_read_only")
        }
    }

    @Test(arguments: Outage.allCases)
    func `while PostgreSQL takes no writes webhooks get 503, and nothing that was acknowledged is lost`(
        _ outage: Outage
    ) async throws {
        try await PostgreSQLCluster.with { cluster in
            try await Shop.open(on: cluster.database) { shop in
                let server = try await shop.serve()
                var orders: [(placed: Shop.Placed, events: [PlayedStripe.Event])] = []
                for _ in 1...8 { orders.append(try await shop.placePaidOrder()) }
                let load = try await WebhookLoad.use(on: shop) { load in
                    load.tell(orders.prefix(4).flatMap(\.events))
                    try await load.until(20, answeredWith: 200)
                    try await begin(outage, of: cluster, in: shop)
                    load.tell(orders.suffix(4).flatMap(\.events))
                    try await load.until(20, answeredWith: 503)
                    let answer = await shop.askForCheckout()
                    #expect(answer?.status == 503)
                    #expect(answer?.headers["retry-after"] != nil)
                    #expect(await shop.ask("GET", "/readyz")?.status == 503)
                    #expect(await shop.ask("GET", "/livez")?.status == 200)
                    #expect(await shop.ask("GET", "/api/products")?.status == 200)
                    let before = load.acknowledged
                    try await end(outage, of: cluster, in: shop)
                    let kept = try await shop.rows("SELECT dedup_key FROM inbox").map { try $0.text("dedup_key") }
                    #expect(before.subtracting(kept) == [])
                    try await load.until(20, answeredWith: 200)
                }
                #expect(load.statuses == [200, 503])
                #expect(load.unanswered == 0)
                #expect(load.acknowledged.count == orders.flatMap(\.events).count)
                // What was taken in a commit that nobody knows of, or ended in one, is believed to be at work for a
                // minute, which need not pass here.
                try await shop.leasesRunOut()
                try await shop.untilSettled()
                for order in orders { try await shop.expectPaidOnce(order.placed) }
                #expect(await shop.ask("GET", "/readyz")?.status == 200)
                #expect(ChildProcess.status(of: server.pid) == nil)
            }
        }
    }
}
