import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Testing
import TillTesting

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A catalog in a folder, the sandbox beside it, and people who subscribe there.
struct SubscriberShop {
    let program: Program
    let environment: [String: String]
    private let url: String
    private let key: String

    /// A file that sells one thing each month.
    static func file(_ price: String, _ existing: String? = nil, providers: String = "{ stripe: {} }") -> String {
        """
        version: 1
        providers: \(providers)
        products:
          pro:
            name: Pro
            prices:
              monthly: { price: \(price), every: month\(existing.map { ", existing: \($0)" } ?? "") }

        """
    }

    static func run(_ body: (SubscriberShop) async throws -> Void) async throws {
        try await Program.inFolder { program in
            let sandbox = try program.start(["sandbox", "--port", "\(try await TestPorts.next())"], log: "sandbox")
            try await sandbox.until { $0.out.contains("PADDLE_API_KEY=") }
            defer { sandbox.signal(SIGKILL) }
            var environment = ["TILL_ENV": "test"]
            for line in sandbox.out.split(separator: "\n") {
                let pair = line.split(separator: "=", maxSplits: 1).map(String.init)
                if pair.count == 2 { environment[pair[0]] = pair[1] }
            }
            try await body(
                SubscriberShop(
                    program: program, environment: environment, url: try #require(environment["STRIPE_BASE_URL"]),
                    key: try #require(environment["STRIPE_SECRET_KEY"])))
        }
    }

    // MARK: - The file and the commands

    /// Writes the file and brings the sandbox in step with it; returns the id of the price.
    @discardableResult
    func sync(_ price: String, _ existing: String? = nil) async throws -> String {
        try program.write(Self.file(price, existing), to: "products.yaml")
        let ending = try await program.run("sync", "--env", "test", "--yes", environment: environment)
        #expect(ending.status == 0, "\(ending.out)\(ending.error)")
        let objects = program.read("products.test.lock").prefix { $0 != "[" }
        let id = /"price pro\/monthly": \{.*?"id": "(price_[0-9A-Za-z]+)"/.dotMatchesNewlines()
        return String(try #require(String(objects).firstMatch(of: id), "\(objects)").1)
    }

    func start(_ arguments: String..., log: String) throws -> Program.Running {
        try program.start(["migrate-subscribers"] + arguments, environment: environment, log: log)
    }

    /// What a part of `catalog migrate-subscribers` prints.
    func told(_ arguments: String...) async throws -> Program.Ending {
        let running = try program.start(
            ["migrate-subscribers"] + arguments, environment: environment, log: "told-\(UUID().uuidString)")
        let status = try await running.end()
        return Program.Ending(status: status, out: running.out, error: running.error)
    }

    // MARK: - The sandbox

    /// Somebody subscribes to the price; returns the subscription's id.
    func subscribe(
        to price: String, quantity: Int = 1, trialDays: Int? = nil, currency: String = "usd"
    ) async throws -> String {
        var form = [
            "mode=subscription", "line_items[0][price]=\(price)", "line_items[0][quantity]=\(quantity)",
            "success_url=https://shop.example/thanks", "currency=\(currency)",
        ]
        if let trialDays { form.append("subscription_data[trial_period_days]=\(trialDays)") }
        let session = try await ask("POST", "/v1/checkout/sessions", form.joined(separator: "&"))
        let page = try #require(session["url"] as? String)
        _ = try await ask("POST", page, "outcome=pay&email=zoe@example.com", origin: url)
        let paid = try await ask("GET", "/v1/checkout/sessions/\(try #require(session["id"] as? String))")
        return try #require(paid["subscription"] as? String)
    }

    /// The only item of a subscription.
    func item(_ subscription: String) async throws -> (id: String, price: String, quantity: Int, end: Int) {
        let wire = try await ask("GET", "/v1/subscriptions/\(subscription)")
        let item = try #require(((wire["items"] as? [String: Any])?["data"] as? [[String: Any]])?.first)
        let price = try #require(item["price"] as? [String: Any])
        return (
            try #require(item["id"] as? String), try #require(price["id"] as? String),
            try #require(item["quantity"] as? Int),
            try #require(item["current_period_end"] as? Int)
        )
    }

    /// The subscriptions to a price.
    func subscriptions(to price: String) async throws -> [String] {
        let list = try await ask("GET", "/v1/subscriptions?price=\(price)&limit=100")
        return (list["data"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
    }

    /// How often subscriptions were changed.
    func changes() async throws -> Int {
        let list = try await ask("GET", "/v1/events?type=customer.subscription.updated&limit=100")
        return (list["data"] as? [[String: Any]])?.count ?? 0
    }

    func cancelAtPeriodEnd(_ subscription: String) async throws {
        _ = try await ask("POST", "/v1/subscriptions/\(subscription)", "cancel_at_period_end=true")
    }

    /// The customer takes another number of what the subscription is for.
    func take(_ quantity: Int, of subscription: String) async throws {
        let item = try await item(subscription)
        _ = try await ask(
            "POST", "/v1/subscriptions/\(subscription)",
            "items[0][id]=\(item.id)&items[0][quantity]=\(quantity)&proration_behavior=none")
    }

    /// Lets the next period begin; returns what is paid for it.
    func renew(_ subscription: String) async throws -> Int {
        let renewed = try await ask("POST", "/sandbox/subscriptions/\(subscription)/renew", "{}")
        let invoice = try #require(renewed["latest_invoice"] as? String)
        return try #require(try await ask("GET", "/v1/invoices/\(invoice)")["amount_paid"] as? Int)
    }

    /// Sets one of the sandbox's faults.
    func fault(_ name: String, _ count: Int = 1) async throws {
        _ = try await ask("POST", "/sandbox/faults", #"{"\#(name)":\#(count)}"#)
    }

    private func ask(
        _ method: String, _ path: String, _ body: String = "", origin: String? = nil
    ) async throws -> [String: Any] {
        var request = HTTPClientRequest(url: path.hasPrefix("http") ? path : url + path)
        request.method = HTTPMethod(rawValue: method)
        if origin == nil { request.headers.add(name: "Authorization", value: "Bearer \(key)") }
        if let origin { request.headers.add(name: "Origin", value: origin) }
        if !body.isEmpty {
            let isJSON = body.hasPrefix("{")
            request.headers.add(
                name: "Content-Type", value: isJSON ? "application/json" : "application/x-www-form-urlencoded")
            request.body = .bytes(Array(body.utf8))
        }
        let answer = try await ServerLifeTests.client.execute(request, timeout: .seconds(300))
        let bytes = try await answer.body.collect(upTo: 1 << 22)
        #expect(answer.status.code < 400, "\(method) \(path): \(String(buffer: bytes))")
        guard origin == nil else { return [:] }
        return try #require(try JSONSerialization.jsonObject(with: Data(bytes.readableBytesView)) as? [String: Any])
    }
}
