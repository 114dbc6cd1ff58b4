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

/// A real server beside a sandbox in which somebody changes what was synced.
@Suite(.timeLimit(.minutes(15))) struct DriftWatchTests {
    private static let key = "drift-test-key-0123456789"

    /// A shop whose catalog was synced to Stripe's sandbox.
    private struct Shop {
        let installation: ServerLifeTests.Installation
        var program: Program { installation.program }

        static func run(_ body: (Shop) async throws -> Void) async throws {
            try await Program.inFolder { program in
                try program.write(ReloadTests.catalog(price: "99.00 USD"), to: "products.yaml")
                let shop = Shop(installation: try await ServerLifeTests.Installation.start(program))
                try await shop.sync()
                try await body(shop)
                try await shop.installation.end()
            }
        }

        func sync() async throws {
            let ending = try await program.run(
                "sync", "--env", "test", "--yes", environment: installation.environment)
            #expect(ending.status == 0, "\(ending.out)\(ending.error)")
        }

        /// Changes the product's name, as a person does in the provider's dashboard.
        func rename(to name: String) async throws {
            let lock = program.read("products.test.lock")
            let product = try #require(lock.firstMatch(of: /"id": "(prod_[0-9A-Za-z]+)"/)).1
            let environment = installation.environment
            let (url, secret) = (environment["STRIPE_BASE_URL"] ?? "", environment["STRIPE_SECRET_KEY"] ?? "")
            let answer = try await installation.ask(
                "POST", "\(url)/v1/products/\(product)",
                headers: [
                    "Authorization": "Bearer \(secret)", "Content-Type": "application/x-www-form-urlencoded",
                ], body: "name=\(name)")
            #expect(answer.status == 200, "\(answer)")
        }

        /// Starts a server, which looks at the providers if it is time, waits for a line of its log, and ends it.
        ///
        /// - `between`: Done while it serves.
        func look(
            _ log: String, until line: String, with more: [String: String] = [:],
            _ between: () async throws -> Void = {}
        ) async throws -> Program.Running {
            let environment = ["TILL_API_KEY": DriftWatchTests.key].merging(more) { $1 }
            let server = try await installation.serve(log, with: environment)
            try await server.until { $0.error.contains(line) }
            try await between()
            server.signal(SIGTERM)
            #expect(try await server.end() == 0, "\(server.error)")
            return server
        }

        /// Lets an hour pass since the last look.
        func letHourPass() async throws {
            let store = try SQLiteStore(path: "\(program.folder)/.till/till.db", access: .writing)
            try await store.write { _ = try $0.execute("UPDATE catalog_look SET looked_at = looked_at - 3600000") }
            try store.close()
        }

        func events() async throws -> [SQLRow] {
            try await installation.rows("SELECT * FROM event WHERE kind = 'catalog.drifted' ORDER BY sequence")
        }

        func asOperator(_ path: String) async throws -> String {
            try await installation.ask("GET", path, headers: ["Authorization": "Bearer \(DriftWatchTests.key)"]).body
        }
    }

    private static let looked = "Drift looked for"

    @Test func `what somebody changed is told once, until it was put back`() async throws {
        try await Shop.run { shop in
            _ = try await shop.look("in-step", until: Self.looked)
            #expect(try await shop.events().isEmpty)
            try await shop.rename(to: "Mine")
            try await shop.letHourPass()
            let server = try await shop.look("changed", until: Self.looked) {
                let health = try await shop.asOperator("/health")
                #expect(health.contains(#""drift":{"findings":1,"lookedAt":""#), "\(health)")
                let metrics = try await shop.asOperator("/metrics")
                #expect(metrics.contains("till_catalog_drift 1\n"))
            }
            #expect(server.error.contains("Somebody changed the catalog at a provider"))
            let events = try await shop.events()
            let event = try #require(try events.first?.text("data"))
            for part in [
                #""class":"changed""#, #""provider":"stripe""#, #""key":"product job_posting""#, #""fields":["name"]"#,
                #""suggestion":"catalog sync --env test puts it back"#,
            ] {
                #expect(event.contains(part), "\(event)")
            }
            // Neither another look nor another server tells it again.
            try await shop.letHourPass()
            let again = try await shop.look("again", until: Self.looked)
            #expect(!again.error.contains("Somebody changed"))
            #expect(try await shop.events().count == 1)
            try await shop.sync()
            try await shop.letHourPass()
            _ = try await shop.look("put-back", until: Self.looked) {
                let health = try await shop.asOperator("/health")
                #expect(health.contains(#""drift":{"findings":0,"#), "\(health)")
            }
            try await shop.rename(to: "Mine")
            try await shop.letHourPass()
            _ = try await shop.look("changed-again", until: Self.looked)
            #expect(try await shop.events().count == 2)
        }
    }

    @Test func `what is known is not told until its day is over`() async throws {
        try await Shop.run { shop in
            try await shop.rename(to: "Mine")
            let file = "products.test.ignored"
            try shop.program.write("job_posting:changed until 2099-12-31 because we try it\n", to: file)
            let server = try await shop.look("known", until: Self.looked)
            #expect(!server.error.contains("Somebody changed"))
            #expect(try await shop.events().isEmpty)
            try shop.program.write("job_posting:changed until 2020-12-31 because we tried it\n", to: file)
            try await shop.letHourPass()
            _ = try await shop.look("over", until: "Somebody changed")
            #expect(try await shop.events().count == 1)
        }
    }

    @Test func `a provider that cannot be read is told, and the server goes on`() async throws {
        try await Shop.run { shop in
            let key = shop.installation.environment["STRIPE_SECRET_KEY"].map { $0 + "x" } ?? ""
            _ = try await shop.look("no-key", until: Self.looked, with: ["STRIPE_SECRET_KEY": key]) {
                let status = try await shop.installation.ask("GET", "/api/products").status
                #expect(status == 200)
            }
            #expect(shop.program.read("no-key.error").contains("A provider's catalog cannot be read"))
            #expect(try await shop.events().isEmpty)
        }
    }

    @Test func `while a sync was cut off nothing is told`() async throws {
        try await Shop.run { shop in
            try await shop.rename(to: "Mine")
            let journal = ".till/sync/test.journal"
            let lines = shop.program.read(journal).split(separator: "\n")
            try #require(lines.count > 2)
            try shop.program.write(lines.dropLast().joined(separator: "\n") + "\n", to: journal)
            _ = try await shop.look("cut-off", until: "Drift is not told")
            #expect(try await shop.events().isEmpty)
        }
    }

    @Test(arguments: [("0", "test"), ("60", "dev")])
    func `nobody looks where it is off`(_ minutes: String, _ environment: String) async throws {
        try await Shop.run { shop in
            try await shop.rename(to: "Mine")
            let server = try await shop.look(
                "off", until: #""message":"Serving""#,
                with: ["TILL_DRIFT_MINUTES": minutes, "TILL_ENV": environment, "DATABASE_URL": "sqlite:.till/till.db"]
            ) {
                let health = try await shop.asOperator("/health")
                #expect(!health.contains(#""drift""#))
            }
            #expect(!server.error.contains("rift"))
        }
    }

    @Test func `a number that is none is refused`() async throws {
        try await Shop.run { shop in
            let environment = shop.installation.environment.merging(["TILL_DRIFT_MINUTES": "often"]) { $1 }
            let ending = try await shop.program.run("serve", environment: environment)
            #expect(ending.status == 64)
            #expect(ending.error.contains("TILL_DRIFT_MINUTES"))
        }
    }
}
