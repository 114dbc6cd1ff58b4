import Crypto
import Testing
import TillModel
import TillStore

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

/// A shop that runs, and the commands that an operator types beside it.
struct OperatorShop {
    let shop: ServerLifeTests.Installation
    let server: Program.Running

    var program: Program { shop.program }

    /// Runs a shop around a test.
    static func run(_ body: (OperatorShop) async throws -> Void) async throws {
        try await Program.inFolder { program in
            let shop = try await ServerLifeTests.Installation.start(program)
            let server = try await shop.serve("server")
            try await body(OperatorShop(shop: shop, server: server))
            server.signal(SIGTERM)
            #expect(try await server.end() == 0)
            try await shop.end()
        }
    }

    /// What a command prints.
    func told(_ arguments: String..., json: Bool = false) async throws -> Program.Ending {
        let running = try program.start(
            arguments + ["--env", "test"] + (json ? ["--json"] : []), log: "told-\(UUID().uuidString)")
        let status = try await running.end()
        return Program.Ending(status: status, out: running.out, error: running.error)
    }

    /// The JSON that a command prints, read as a type.
    func answer<Value: Decodable>(_ arguments: String..., as type: Value.Type) async throws -> Value {
        let running = try program.start(
            arguments + ["--env", "test", "--json"], log: "answer-\(UUID().uuidString)")
        #expect(try await running.end() == 0, "\(running.error)")
        return try JSONDecoder().decode(type, from: Data(running.out.utf8))
    }

    /// Sends a genuine event of the provider's, whatever its object is.
    func send(_ event: String, _ type: String, object: String, live: Bool = false) async throws -> Int {
        let now = Int(Date().timeIntervalSince1970)
        let body = """
            {"id":"\(event)","object":"event","created":\(now),"type":"\(type)","livemode":\(live),\
            "data":{"object":\(object)}}
            """
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("\(now).\(body)".utf8), using: SymmetricKey(data: Array(ServerLifeTests.secret.utf8)))
        let hex = code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return try await shop.ask(
            "POST", "/api/webhooks/stripe", headers: ["Stripe-Signature": "t=\(now),v1=\(hex)"], body: body
        ).status
    }

    /// Makes and pays an order, and waits until its hook has run.
    func paid() async throws -> (order: String, session: String, run: String) {
        let (order, session) = try await shop.checkOut()
        #expect(try await shop.tellPaid(order, session) == 200)
        let rows = try await shop.until("SELECT * FROM hook_run WHERE order_id = '\(order)'") {
            try $0.first?.text("status") == "succeeded"
        }
        return (order, session, "\(try #require(rows.first).text("event_id"))/publish-job")
    }

    /// Changes the database beside the server, as only a test does.
    func change(_ sql: String) async throws {
        let store = try SQLiteStore(path: "\(program.folder)/.till/till.db", access: .writing)
        try await store.write { _ = try $0.execute(sql) }
        try store.close()
    }
}
