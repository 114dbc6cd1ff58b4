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

/// The real server, whose file is changed while it sells.
@Suite(.timeLimit(.minutes(15))) struct ReloadTests {
    static let key = "an-operators-key-of-the-reload-tests"

    /// A server in a folder of its own, with what the tests ask it.
    struct Shop {
        let installation: ServerLifeTests.Installation
        let server: Program.Running

        static func run(
            _ arguments: [String] = [], _ body: (Shop) async throws -> Void
        ) async throws {
            try await Program.inFolder { program in
                try program.write(ReloadTests.catalog(price: "99.00 USD"), to: "products.yaml")
                let installation = try await ServerLifeTests.Installation.start(program)
                let server = try await installation.serve("server", arguments, with: ["TILL_API_KEY": ReloadTests.key])
                try await body(Shop(installation: installation, server: server))
                server.signal(SIGTERM)
                #expect(try await server.end() == 0, "\(server.error)")
                try await installation.end()
            }
        }

        /// What one costs by the products' API, in cents.
        func price() async throws -> String? {
            let answer = try await installation.ask("GET", "/api/products/job_posting")
            return answer.body.firstMatch(of: /"amount":([0-9]+)/).map { String($0.1) }
        }

        func health(_ key: String? = nil) async throws -> String {
            try await installation.ask(
                "GET", "/health", headers: key.map { ["Authorization": "Bearer \($0)"] } ?? [:]
            ).body
        }

        /// Writes the catalog anew, as an editor does that puts another file in the place of the old one.
        func write(_ text: String) throws { try installation.program.write(text, to: "products.yaml") }

        /// Waits until the log has had a message so many times.
        func told(_ message: String, times: Int = 1) async throws {
            try await server.until { $0.error.ranges(of: message).count >= times }
        }

        func total(of order: String) async throws -> (status: String, total: Int64)? {
            let rows = try await installation.rows("SELECT status, total FROM orders WHERE id = '\(order)'")
            return try rows.first.map { (try $0.text("status"), Int64(try $0.int("total"))) }
        }
    }

    static func catalog(price: String) -> String {
        """
        version: 1
        products:
          job_posting: { name: Job posting, price: \(price), type: job_posting }

        """
    }

    @Test func `a changed file is taken on SIGHUP, and an order made before is paid at its own price`() async throws {
        try await Shop.run { shop in
            let (order, session) = try await shop.installation.checkOut()
            try shop.write(Self.catalog(price: "120.00 USD"))
            #expect(try await shop.price() == "9900")
            shop.server.signal(SIGHUP)
            try await shop.told("Catalog replaced")
            #expect(try await shop.price() == "12000")
            #expect(try await shop.installation.tellPaid(order, session) == 200)
            _ = try await shop.installation.until("SELECT status FROM orders WHERE id = '\(order)'") {
                try $0.first?.text("status") == "paid"
            }
            #expect(try await shop.total(of: order)?.total == 9_900)
            let (next, _) = try await shop.installation.checkOut()
            #expect(try await shop.total(of: next)?.total == 12_000)
        }
    }

    @Test func `with --watch a changed file is taken by itself, however it was written`() async throws {
        try await Shop.run(["--watch"]) { shop in
            try shop.write(Self.catalog(price: "120.00 USD"))
            try await shop.told("Catalog replaced")
            #expect(try await shop.price() == "12000")
            // In place: the same file with other bytes.
            let path = "\(shop.installation.program.folder)/products.yaml"
            try Self.catalog(price: "130.00 USD").write(toFile: path, atomically: false, encoding: .utf8)
            try await shop.told("Catalog replaced", times: 2)
            #expect(try await shop.price() == "13000")
            // A file that is not there for a while is told, and taken when it is back.
            try FileManager.default.removeItem(atPath: path)
            try await shop.told("there is no such file")
            #expect(try await shop.price() == "13000")
            try shop.write(Self.catalog(price: "140.00 USD"))
            try await shop.told("Catalog replaced", times: 3)
            #expect(try await shop.price() == "14000")
        }
    }

    @Test func `with --watch an included file is looked at as well, also when it has a mistake`() async throws {
        try await Shop.run(["--watch"]) { shop in
            let program = shop.installation.program
            let products = { (price: String) in
                "products: { job_posting: { name: Job posting, price: \(price), type: job_posting } }\n"
            }
            try program.write(products("110.00 USD"), to: "jobs.yaml")
            try shop.write("version: 1\ninclude: [jobs.yaml]\n")
            try await shop.told("Catalog replaced")
            #expect(try await shop.price() == "11000")
            try program.write(products("99"), to: "jobs.yaml")
            try await shop.told("jobs.yaml:1:")
            #expect(try await shop.price() == "11000")
            try program.write(products("120.00 USD"), to: "jobs.yaml")
            try await shop.told("Catalog replaced", times: 2)
            #expect(try await shop.price() == "12000")
        }
    }

    @Test func `a file with a mistake is told, and the old one goes on selling`() async throws {
        try await Shop.run { shop in
            let before = try await shop.health()
            #expect(!before.contains("lastReload"))
            try shop.write(Self.catalog(price: "99"))
            shop.server.signal(SIGHUP)
            try await shop.told("Catalog not replaced")
            let line = "products.yaml:3:44: "
            try await shop.told(line)
            #expect(shop.server.error.contains("\"code\":\"TILL-V"))
            #expect(try await shop.price() == "9900")
            let (order, _) = try await shop.installation.checkOut()
            #expect(try await shop.total(of: order)?.total == 9_900)
            // What is wrong in a file is for whoever runs the server; that it is wrong is for everybody who watches.
            let told = try await shop.health(Self.key)
            #expect(told.contains(#""lastReload":{"at":""#) && told.contains(#""code":"TILL-V"#))
            #expect(told.contains(#""line":3"#) && told.contains(#""reason":"products.yaml is not valid."#))
            let open = try await shop.health()
            #expect(open.contains(#""ok":false}"#) && !open.contains("TILL-V") && !open.contains("reason"))
            #expect(
                try #require(open.firstMatch(of: /"contentHash":"([0-9a-f]{64})"/)).1
                    == (try #require(before.firstMatch(of: /"contentHash":"([0-9a-f]{64})"/)).1))
            #expect(open.contains(#""source":"products.yaml""#))
            #expect(try await shop.installation.ask("GET", "/readyz").status == 200)
            try shop.write(Self.catalog(price: "120.00 USD"))
            shop.server.signal(SIGHUP)
            try await shop.told("Catalog replaced")
            #expect(try await shop.price() == "12000")
            #expect(try await !shop.health(Self.key).contains("lastReload"))
        }
    }

    @Test func `what needs a restart is refused with the reason`() async throws {
        try await Shop.run { shop in
            try shop.write(
                Self.catalog(price: "120.00 USD") + "defaults: { provider: paddle }\nproviders: { paddle: {} }\n")
            shop.server.signal(SIGHUP)
            try await shop.told("restart the server")
            #expect(try await shop.price() == "9900")
            #expect(try await shop.health(Self.key).contains("restart the server"))
        }
    }

    @Test func `SIGHUP after SIGHUP ends nothing`() async throws {
        try await Shop.run { shop in
            for _ in 1...20 { shop.server.signal(SIGHUP) }
            try await shop.told("Catalog read again")
            #expect(try await shop.price() == "9900")
        }
    }

    @Test func `catalog dev takes a changed file by itself`() async throws {
        try await Program.inFolder { program in
            try program.write(Self.catalog(price: "99.00 USD"), to: "products.yaml")
            let port = try await TestPorts.next()
            let sandboxPort = try await TestPorts.next()
            let dev = try program.start(["dev", "--port", "\(port)", "--sandbox-port", "\(sandboxPort)"], log: "dev")
            try await dev.until { $0.out.contains("Till is running") }
            try program.write(Self.catalog(price: "120.00 USD"), to: "products.yaml")
            try await dev.until { $0.error.contains("Catalog replaced") }
            dev.signal(SIGTERM)
            #expect(try await dev.end() == 0, "\(dev.error)")
        }
    }
}
