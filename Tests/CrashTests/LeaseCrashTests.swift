import AsyncHTTPClient
import Logging
import Synchronization
import Testing
import Till
import TillEngine
import TillModel
import TillProviders
import TillStore
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A worker that is held up for so long that another one takes over (row 8 of docs/crash-table.md).
@Suite(.timeLimit(.minutes(5))) struct LeaseCrashTests {
    @Test func `a worker that wakes after it lost its lease writes nothing`() async throws {
        try await Shop.open(.sqlite) { shop in
            let server = try await shop.serve(failpoint: "apply-before-writing:stall=wake")
            let (placed, events) = try await shop.placePaidOrder()
            let paid = try #require(events.first { $0.type == "checkout.session.completed" })
            #expect(await shop.tell(paid) == 200)
            while try await shop.count("lane", where: "token IS NOT NULL") == 0 {
                try await Task.sleep(for: .milliseconds(5))
            }
            try await applyAMinuteLater(in: shop)
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

    /// Works as a second server would: on the same database, and with a clock that is past the first one's lease.
    private func applyAMinuteLater(in shop: Shop) async throws {
        let logger = Logger(label: "second") { _ in SwiftLogNoOpLogHandler() }
        let clock = ManualClock(Date().addingTimeInterval(61))
        let catalog = Catalog(Catalog.Contents(), contentHash: "")
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        var providers = ProviderRegistry()
        providers.add(
            StripeProvider(
                configuration: try StripeConfiguration(
                    secretKey: shop.stripe.key, webhookSecrets: [], baseURL: shop.stripe.url, mode: .test),
                sold: { (catalog, RemoteIDs()) }, transport: AsyncHTTPTransport(client: client),
                backoff: Backoff(random: { 0 }, sleep: { _ in }), clock: clock, logger: logger),
            for: ProviderAccount(tenant: "default", provider: .stripe, account: "default", mode: .test))
        var setup = Setup()
        setup.on(.orderPaid, named: "publish-job") { _, _ in }
        try await shop.database.use(in: shop.folder, access: .writing) { [setup, providers] store in
            let worker = InboxWorker(
                store: store, providers: providers, setup: setup, tenant: "default", mode: .test, clock: clock,
                identifiers: SequentialIdentifiers(), doorbell: Doorbell(), hooksDoorbell: Doorbell(), logger: logger)
            try await worker.applyDue()
        }
        try await client.shutdown()
    }
}
