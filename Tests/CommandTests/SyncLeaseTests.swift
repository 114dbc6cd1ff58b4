import Testing
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

/// Syncs of one environment from several machines that use the same database.
@Suite(.timeLimit(.minutes(15))) struct SyncLeaseTests {
    /// A shop with a sandbox and the database that a server made.
    private struct Shop {
        let installation: ServerLifeTests.Installation
        var program: Program { installation.program }

        static func run(_ body: (Shop) async throws -> Void) async throws {
            try await Program.inFolder { program in
                try program.write(ReloadTests.catalog(price: "99.00 USD"), to: "products.yaml")
                let shop = Shop(installation: try await ServerLifeTests.Installation.start(program))
                let server = try await shop.installation.serve("server")
                server.signal(SIGTERM)
                #expect(try await server.end() == 0, "\(server.error)")
                try await body(shop)
                try await shop.installation.end()
            }
        }

        func sync() async throws -> Program.Ending {
            try await program.run("sync", "--env", "test", "--yes", environment: installation.environment)
        }

        func leases() async throws -> [SQLRow] { try await installation.rows("SELECT * FROM sync_lease") }
    }

    @Test func `while another machine syncs, a sync ends with 8 and says whose run it is`() async throws {
        try await Shop.run { shop in
            try await shop.program.hold("run-of-theirs", "build-7/abcd")
            let refused = try await shop.sync()
            #expect(refused.status == 8, "\(refused.error)")
            #expect(refused.error.contains("build-7/abcd is syncing 'test': its run run-of-theirs"))
            #expect(shop.program.read("products.test.lock").isEmpty)
            let given = try await shop.program.run(
                "unlock", "--env", "test", "--run", "run-of-theirs", environment: shop.installation.environment)
            #expect(given.status == 0, "\(given.error)")
            let done = try await shop.sync()
            #expect(done.status == 0, "\(done.out)\(done.error)")
            let left = try await shop.leases()
            #expect(left.isEmpty)
        }
    }

    @Test(arguments: ["--write", "--rebuild-lock"])
    func `while another machine syncs, nothing is pulled into the file or the lock`(_ option: String) async throws {
        try await Shop.run { shop in
            let first = try await shop.sync()
            #expect(first.status == 0, "\(first.error)")
            let lock = shop.program.read("products.test.lock")
            try await shop.program.hold("run-of-theirs", "build-7/abcd")
            let refused = try await shop.program.run(
                "pull", "--env", "test", option, environment: shop.installation.environment)
            #expect(refused.status == 8, "\(refused.out)\(refused.error)")
            #expect(shop.program.read("products.test.lock") == lock)
        }
    }

    @Test func `while another machine syncs, nobody is moved to another price`() async throws {
        try await SubscriberShop.run { shop in
            let tables = try await shop.program.run("db", "migrate", environment: shop.environment)
            #expect(tables.status == 0, "\(tables.error)")
            let old = try await shop.sync("19.00 USD")
            let person = try await shop.subscribe(to: old)
            let new = try await shop.sync("24.00 USD", "at_renewal")
            try await shop.program.hold("run-of-theirs", "build-7/abcd")
            let refused = try await shop.told("apply", "--yes")
            #expect(refused.status == 8 && refused.error.contains("build-7/abcd"), "\(refused.out)\(refused.error)")
            #expect(try await shop.told("report").status == 64)
            try await shop.program.giveUp()

            // The same holds for one that was begun and cut off.
            try await shop.fault("api_hang_next", 1_000)
            let running = try shop.start("apply", "--yes", log: "cut-off")
            while try await shop.subscriptions(to: new).isEmpty { try await Task.sleep(for: .milliseconds(3)) }
            running.signal(SIGKILL)
            #expect(try await running.end() == -SIGKILL)
            try await shop.fault("api_hang_next", 0)
            try await shop.program.giveUp()
            try await shop.program.hold("run-of-theirs", "build-7/abcd")
            let resumed = try await shop.told("resume")
            #expect(resumed.status == 8 && resumed.error.contains("build-7/abcd"), "\(resumed.out)\(resumed.error)")
            try await shop.program.giveUp()
            let done = try await shop.told("resume")
            #expect(done.status == 0, "\(done.out)\(done.error)")
            #expect(try await shop.subscriptions(to: new) == [person])
        }
    }

    @Test func `a run without a sign of life for a minute holds up nobody`() async throws {
        try await Shop.run { shop in
            try await shop.program.hold("run-of-theirs", "build-7/abcd", silentFor: 61)
            let done = try await shop.sync()
            #expect(done.status == 0, "\(done.out)\(done.error)")
            let left = try await shop.leases()
            #expect(left.isEmpty)
        }
    }

    @Test func `what this machine was cut off from it takes again at once`() async throws {
        try await Shop.run { shop in
            let first = try await shop.sync()
            #expect(first.status == 0, "\(first.error)")
            let owner = shop.program.read(".till/sync/owner")
            try #require(!owner.isEmpty)
            try await shop.program.hold("cut-off", owner)
            let second = try await shop.sync()
            #expect(second.status == 0, "\(second.error)")
        }
    }

    @Test func `a run that nobody knows cannot be given up`() async throws {
        try await Shop.run { shop in
            try await shop.program.hold("run-of-theirs", "build-7/abcd")
            let refused = try await shop.program.run(
                "unlock", "--env", "test", "--run", "other", environment: shop.installation.environment)
            #expect(refused.status == 64)
            let left = try await shop.leases()
            #expect(left.count == 1)
        }
    }

    @Test func `tables of an older program do not keep anybody from syncing, and that is said`() async throws {
        try await Shop.run { shop in
            let store = try SQLiteStore(path: "\(shop.program.folder)/.till/till.db", access: .writing)
            try await store.write { connection in
                try connection.execute("DROP TABLE sync_lease")
                try connection.execute("DELETE FROM schema_version WHERE version = 8")
            }
            try store.close()
            let done = try await shop.sync()
            #expect(done.status == 0, "\(done.error)")
            #expect(done.error.contains("warning: only this machine is kept from another sync"))
        }
    }
}

extension Program {
    /// Has a run of another machine hold the lease, with its last sign of life so many seconds ago.
    fileprivate func hold(_ run: String, _ owner: String, silentFor seconds: Double = 0) async throws {
        let then = Date().addingTimeInterval(-seconds)
        let holder = try await write { try $0.take(run: run, owner: owner, silentSince: then, at: then) }
        #expect(holder == nil)
    }

    /// Takes the lease from whoever has it.
    fileprivate func giveUp() async throws {
        try await write { table in
            if let holder = try table.find() { _ = try table.clear(run: holder.run) }
        }
    }

    private func write<Value: Sendable>(
        _ body: @escaping @Sendable (SyncLeaseTable) throws -> Value
    ) async throws -> Value {
        let store = try SQLiteStore(path: "\(folder)/.till/till.db", access: .writing)
        let value = try await store.write { try body(SyncLeaseTable($0, tenant: "default", environment: "test")) }
        try store.close()
        return value
    }
}
