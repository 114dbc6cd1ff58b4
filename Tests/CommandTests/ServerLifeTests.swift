import AsyncHTTPClient
import Crypto
import NIOCore
import NIOHTTP1
import Testing
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

/// The real server as a process: killed at the worst moments, ended politely, started twice.
@Suite(.timeLimit(.minutes(15)), .serialized) struct ServerLifeTests {
    static let secret = "whsec_of_the_test_of_servers"
    static let client = HTTPClient(
        eventLoopGroupProvider: .singleton,
        configuration: {
            var configuration = HTTPClient.Configuration()
            configuration.redirectConfiguration = .disallow
            return configuration
        }())

    /// A sandbox and a server, each a process of its own.
    struct Installation {
        let program: Program
        let port: Int
        let sandbox: Program.Running
        let environment: [String: String]

        var url: String { "http://localhost:\(port)" }

        static func start(_ program: Program) async throws -> Installation {
            let port = try await TestPorts.next()
            let sandboxPort = try await TestPorts.next()
            let sandbox = try program.start(["sandbox", "--port", "\(sandboxPort)"], log: "sandbox")
            try await sandbox.until { $0.out.contains("STRIPE_WEBHOOK_SECRET=") }
            var environment = [
                "TILL_ENV": "test", "TILL_PORT": "\(port)", "STRIPE_WEBHOOK_SECRET": ServerLifeTests.secret,
            ]
            for line in sandbox.out.split(separator: "\n") {
                let pair = line.split(separator: "=", maxSplits: 1).map(String.init)
                if pair.count == 2, pair[0] != "STRIPE_WEBHOOK_SECRET" { environment[pair[0]] = pair[1] }
            }
            return Installation(program: program, port: port, sandbox: sandbox, environment: environment)
        }

        func serve(
            _ log: String, _ arguments: [String] = [], with more: [String: String] = [:]
        ) async throws -> Program.Running {
            let server = try program.start(
                ["serve"] + arguments, environment: environment.merging(more) { $1 }, log: log)
            try await server.until { $0.error.contains("\"message\":\"Serving\"") }
            return server
        }

        func end() async throws {
            sandbox.signal(SIGTERM)
            _ = try await sandbox.end()
        }

        func checkOut() async throws -> (order: String, session: String) {
            let answer = try await ask(
                "POST", "/api/checkout", headers: ["Content-Type": "application/json"],
                body: #"{"items":[{"product":"job_posting"}]}"#)
            let order = try #require(answer.body.firstMatch(of: /ord_[0-9a-z]{26}/)).0
            let session = try #require(answer.body.firstMatch(of: /cs_test_[0-9A-Za-z]+/)).0
            return (String(order), String(session))
        }

        func ask(
            _ method: String, _ path: String, headers: [String: String] = [:], body: String = ""
        ) async throws -> (status: Int, body: String) {
            var request = HTTPClientRequest(url: path.hasPrefix("http") ? path : url + path)
            request.method = HTTPMethod(rawValue: method)
            for (name, value) in headers { request.headers.add(name: name, value: value) }
            if !body.isEmpty { request.body = .bytes(Array(body.utf8)) }
            let answer = try await ServerLifeTests.client.execute(request, timeout: .seconds(300))
            return (Int(answer.status.code), String(buffer: try await answer.body.collect(upTo: 1 << 20)))
        }

        /// Sends what Stripe sends when a session is paid, and returns the answer's status.
        ///
        /// - `created`: The event's own second; the same event told again has the same.
        func tellPaid(
            _ order: String, _ session: String, event: String = "evt_paid",
            created: Int = Int(Date().timeIntervalSince1970)
        ) async throws -> Int {
            let body = """
                {"id":"\(event)","object":"event","created":\(created),\
                "type":"checkout.session.completed","livemode":false,"data":{"object":{"id":"\(session)",\
                "object":"checkout.session","mode":"payment","status":"complete","payment_status":"paid",\
                "amount_subtotal":9900,"amount_total":9900,"currency":"usd","payment_intent":"pi_\(event)",\
                "metadata":{"till_order":"\(order)","till_tenant":"default"}}}}
                """
            let now = Int(Date().timeIntervalSince1970)
            let code = HMAC<SHA256>.authenticationCode(
                for: Array("\(now).\(body)".utf8), using: SymmetricKey(data: Array(ServerLifeTests.secret.utf8)))
            let hex = code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            return try await ask(
                "POST", "/api/webhooks/stripe", headers: ["Stripe-Signature": "t=\(now),v1=\(hex)"], body: body
            ).status
        }

        /// What the database says while the server runs.
        func rows(_ sql: String) async throws -> [SQLRow] {
            let store = try SQLiteStore(path: "\(program.folder)/.till/till.db", access: .reading)
            let rows = try await store.read { try $0.rows(sql) }
            try store.close()
            return rows
        }

        func until(_ sql: String, _ condition: ([SQLRow]) throws -> Bool) async throws -> [SQLRow] {
            while true {
                let rows = try await rows(sql)
                if try condition(rows) { return rows }
                try await Task.sleep(for: .milliseconds(10))
            }
        }
    }

    @Test func `killed right after a 200, the order becomes paid and the hook runs`() async throws {
        try await Program.inFolder { program in
            let shop = try await Installation.start(program)
            for round in 1...5 {
                let server = try await shop.serve("server-\(round)")
                let (order, session) = try await shop.checkOut()
                let status = try await shop.tellPaid(order, session, event: "evt_\(round)")
                server.signal(SIGKILL)
                #expect(status == 200)
                #expect(try await server.end() == -SIGKILL)
                let again = try await shop.serve("again-\(round)")
                _ = try await shop.until(
                    "SELECT o.status, h.status AS run FROM orders o JOIN hook_run h ON h.order_id = o.id WHERE o.id = '\(order)'"
                ) { rows in
                    try rows.first?.text("status") == "paid" && rows.first?.text("run") == "succeeded"
                }
                let events = try await shop.rows("SELECT kind FROM event WHERE order_id = '\(order)'")
                #expect(
                    try events.map { try $0.text("kind") }.sorted() == [
                        "checkout.completed", "order.paid", "payment.succeeded",
                    ])
                #expect(try await shop.rows("SELECT id FROM payment WHERE order_id = '\(order)'").count == 1)
                again.signal(SIGTERM)
                #expect(try await again.end() == 0, "\(again.error)")
            }
            try await shop.end()
        }
    }

    @Test func `killed inside a hook, it runs again with the same event and counts the attempt`() async throws {
        try await Program.inFolder { program in
            let shop = try await Installation.start(program)
            // The row of a hook that had begun when its process was killed, as the runner writes it before it begins.
            let server = try await shop.serve("server")
            let (order, session) = try await shop.checkOut()
            #expect(try await shop.tellPaid(order, session) == 200)
            let first = try await shop.until("SELECT * FROM hook_run") { rows in
                try rows.first?.text("status") == "succeeded"
            }
            let event = try #require(try first.first?.text("event_id"))
            server.signal(SIGKILL)
            _ = try await server.end()
            let store = try SQLiteStore(path: "\(program.folder)/.till/till.db", access: .writing)
            try await store.write {
                _ = try $0.execute(
                    "UPDATE hook_run SET status = 'running', finished_at = NULL, next_at = $1", Int64(4_000_000_000_000)
                )
            }
            try store.close()
            let again = try await shop.serve("again")
            let runs = try await shop.until("SELECT * FROM hook_run") { rows in
                try rows.first?.text("status") == "succeeded"
            }
            #expect(try runs.map { try $0.text("event_id") } == [event])
            #expect(try runs.map { try $0.int("attempts") } == [2])
            #expect(again.error.contains("Hook was cut off with its process"))
            again.signal(SIGTERM)
            #expect(try await again.end() == 0)
            try await shop.end()
        }
    }

    @Test func `the operator sees what was received and what became true as numbers, and nobody else does`()
        async throws
    {
        try await Program.inFolder { program in
            let shop = try await Installation.start(program)
            let key = "an-operators-key-of-some-length"
            let server = try await shop.serve("server", with: ["TILL_API_KEY": key])
            let (order, session) = try await shop.checkOut()
            let created = Int(Date().timeIntervalSince1970)
            #expect(try await shop.tellPaid(order, session, created: created) == 200)
            #expect(try await shop.tellPaid(order, session, created: created) == 200)
            let wanted = [
                #"till_webhook_received_total{provider="stripe",result="stored"} 1"#,
                #"till_webhook_received_total{provider="stripe",result="duplicate"} 1"#,
                #"till_event_total{type="order.paid"} 1"#, "till_checkout_created_total 1",
                #"till_unfinished{stage="message"} 0"#, "till_database_writable 1", "till_apply_seconds_count 1",
            ]
            var lines: [String] = []
            while !Set(wanted).isSubset(of: lines) {
                let answer = try await shop.ask("GET", "/metrics", headers: ["Authorization": "Bearer \(key)"])
                #expect(answer.status == 200)
                lines = answer.body.split(separator: "\n").map(String.init)
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(try await shop.ask("GET", "/metrics").status == 404)
            server.signal(SIGTERM)
            #expect(try await server.end() == 0)
            try await shop.end()
        }
    }

    @Test func `told to end, it says that it is not ready while it still answers, and ends at once when told again`()
        async throws
    {
        try await Program.inFolder { program in
            let shop = try await Installation.start(program)
            let server = try await shop.serve("server", with: ["TILL_DRAIN_SECONDS": "100"])
            #expect(try await shop.ask("GET", "/readyz").status == 200)
            server.signal(SIGTERM)
            while try await shop.ask("GET", "/readyz").status != 503 { try await Task.sleep(for: .milliseconds(10)) }
            #expect(try await shop.ask("GET", "/livez").status == 200)
            let (order, session) = try await shop.checkOut()
            #expect(try await shop.tellPaid(order, session) == 200)
            server.signal(SIGTERM)
            #expect(try await server.end() == 128 + SIGTERM)
            try await shop.end()
        }
    }

    @Test func `a second server on the same database or port is refused with 8`() async throws {
        try await Program.inFolder { program in
            let shop = try await Installation.start(program)
            let server = try await shop.serve("server")
            let sameFile = try program.start(
                ["serve", "--port", "\(try await TestPorts.next())"], environment: shop.environment, log: "same-file")
            #expect(try await sameFile.end() == 8)
            #expect(sameFile.error.contains("another `catalog serve`"))
            let samePort = try program.start(
                ["serve"], environment: shop.environment.merging(["DATABASE_URL": "sqlite:other.db"]) { $1 },
                log: "same-port")
            #expect(try await samePort.end() == 8)
            #expect(samePort.error.contains("port \(shop.port) is in use"), "\(samePort.error)")
            #expect(try await shop.ask("GET", "/readyz").status == 200)
            server.signal(SIGTERM)
            #expect(try await server.end() == 0)
            try await shop.end()
        }
    }

    @Test func `the night's questions are answered beside a running server, in words and in JSON`() async throws {
        try await Program.inFolder { program in
            let shop = try await Installation.start(program)
            let server = try await shop.serve("server")
            let (pending, _) = try await shop.checkOut()
            let (order, session) = try await shop.checkOut()
            #expect(try await shop.tellPaid(order, session) == 200)
            let runs = try await shop.until("SELECT * FROM hook_run") { rows in
                try rows.first?.text("status") == "succeeded"
            }
            let run = "\(try #require(try runs.first?.text("event_id")))/publish-job"
            func told(_ arguments: String...) async throws -> Program.Ending {
                let running = try program.start(
                    arguments + ["--env", "test"], log: "told-\(UUID().uuidString)")
                let status = try await running.end()
                return Program.Ending(status: status, out: running.out, error: running.error)
            }
            let list = try await told("orders", "list", "--status", "pending")
            #expect(list.out.contains(pending) && !list.out.contains(order))
            let unpaid = try await told("orders", "show", pending)
            #expect(unpaid.out.contains("no webhook has arrived for it"))
            let paid = try await told("orders", "show", order)
            for word in [
                "paid", "99.00 USD", "pi_evt_paid", "order.paid", "publish-job succeeded", "Now: nothing to do.",
            ] {
                #expect(paid.out.contains(word), "\(word) in \(paid.out)")
            }
            for arguments in [
                ["orders", "list"], ["orders", "show", order], ["events", "list"], ["hooks", "list"],
                ["inbox", "list"], ["why", order], ["lanes", "list"],
            ] {
                let running = try program.start(
                    arguments + ["--env", "test", "--json"], log: "json-\(UUID().uuidString)")
                #expect(try await running.end() == 0, "\(running.error)")
                let envelope = try JSONDecoder().decode(Envelope.self, from: Data(running.out.utf8))
                #expect(envelope.ok && envelope.schema.hasPrefix("till.catalog.\(arguments[0])"))
            }
            let event = try #require(run.split(separator: "/").first.map(String.init))
            let shown = try await told("events", "show", event)
            #expect(shown.out.contains("status pending → paid") && !shown.out.contains("\"order\":"))
            #expect(try await told("events", "show", event, "--body").out.contains("\"order\": {"))
            #expect(try await told("events", "list", "--type", "payment.mismatch").out == "no events\n")
            #expect(try await told("hooks", "retry", run).status == 6)
            #expect(try await told("hooks", "retry", "evt_1/none").status == 64)
            #expect(try await told("inbox", "retry", "evt_paid").status == 64)
            #expect(try await told("orders", "show", Order.ID(bits: (1, 1)).rawValue).status == 64)
            // A dead run is run again by the server that runs, without being told.
            let store = try SQLiteStore(path: "\(program.folder)/.till/till.db", access: .writing)
            try await store.write {
                _ = try $0.execute("UPDATE hook_run SET status = 'dead', next_at = NULL, error = 'by hand'")
            }
            try store.close()
            #expect(try await told("orders", "show", order).out.contains("catalog hooks retry \(run)"))
            #expect(try await told("hooks", "retry", run).status == 0)
            _ = try await shop.until("SELECT * FROM hook_run") { rows in
                try rows.first?.text("status") == "succeeded" && rows.first?.int("attempts") == 2
            }
            server.signal(SIGTERM)
            #expect(try await server.end() == 0)
            try await shop.end()
        }
    }

    struct Envelope: Decodable {
        let schema: String
        let ok: Bool
    }

    @Test func `told to end, a server finishes what it has, and its file alone is whole`() async throws {
        try await Program.inFolder { program in
            let shop = try await Installation.start(program)
            let server = try await shop.serve("server")
            let (order, session) = try await shop.checkOut()
            #expect(try await shop.tellPaid(order, session) == 200)
            server.signal(SIGTERM)
            #expect(try await server.end() == 0)
            try FileManager.default.copyItem(
                atPath: "\(program.folder)/.till/till.db", toPath: "\(program.folder)/copy.db")
            let copy = try SQLiteStore(path: "\(program.folder)/copy.db", access: .reading)
            #expect(try await copy.read { try $0.rows("SELECT id FROM orders").count } == 1)
            try copy.close()
            try await shop.end()
        }
    }
}
