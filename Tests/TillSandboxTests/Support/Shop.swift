import AsyncHTTPClient
import Foundation
import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Testing
import TillModel

@testable import TillSandbox

/// A running sandbox, and a client that talks to it over HTTP as an adapter and a browser would.
struct Shop: Sendable {
    static let key = "sk_test_shop"
    static let readOnlyKey = "rk_test_shop"
    static let webhookSecret = "whsec_shop"

    let base: String
    let clock: MovableClock

    /// What can be done with an address.
    enum Verb: String {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case delete = "DELETE"
    }

    /// Starts a sandbox on a port of the system's choice, runs the body, and ends the sandbox politely.
    static func open(
        databasePath: String? = nil,
        webhooks: [String] = [],
        clock: MovableClock = MovableClock(),
        identifiers: CountingIdentifiers = CountingIdentifiers(),
        _ body: @escaping @Sendable (Shop) async throws -> Void
    ) async throws {
        var logger = Logger(label: "sandbox")
        logger.logLevel = .critical
        let (ports, continuation) = AsyncStream<Int>.makeStream()
        let sandbox = try Sandbox(
            configuration: SandboxConfiguration(
                port: 0, databasePath: databasePath, stripeSecretKey: key, stripeReadOnlyKey: readOnlyKey,
                stripeWebhookEndpoints: webhooks.map { .init(url: $0, secret: webhookSecret) }),
            clock: clock, identifiers: identifiers, logger: logger,
            onReady: { continuation.yield($0) })
        try await running([sandbox], logger: logger) {
            let port = try #require(await ports.first { _ in true })
            try await body(Shop(base: "http://127.0.0.1:\(port)", clock: clock))
        }
    }

    /// Runs services around a body, and ends them politely after it.
    static func running(
        _ services: [any Service], logger: Logger, _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        let group = ServiceGroup(services: services, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            do {
                try await body()
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    /// Sends a request; redirections are not followed.
    func send(
        _ verb: Verb, _ path: String, form: [(String, String)] = [], raw: String? = nil,
        headers: [(String, String)] = [("Authorization", "Bearer \(key)")]
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: path.hasPrefix("http") ? path : base + path)
        request.method = HTTPMethod(rawValue: verb.rawValue)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if !request.headers.contains(name: "Stripe-Version") {
            request.headers.add(name: "Stripe-Version", value: "2026-10-28.endive")
        }
        let encoded = raw ?? form.map { "\(Self.encode($0.0))=\(Self.encode($0.1))" }.joined(separator: "&")
        if verb == .post {
            if !request.headers.contains(name: "Content-Type") {
                request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
            }
            request.body = .bytes(ByteBuffer(string: encoded))
        } else if !encoded.isEmpty {
            request.url += "?" + encoded
        }
        let response = try await HTTPClient.browser.execute(request, timeout: .seconds(300))
        let body = try await response.body.collect(upTo: 1 << 24)
        return Answer(status: Int(response.status.code), headers: response.headers, text: String(buffer: body))
    }

    func get(_ path: String, _ form: [(String, String)] = []) async throws -> Answer {
        try await send(.get, path, form: form)
    }

    func post(_ path: String, _ form: [(String, String)] = [], key: String? = nil) async throws -> Answer {
        var headers = [("Authorization", "Bearer \(Self.key)")]
        if let key { headers.append(("Idempotency-Key", key)) }
        return try await send(.post, path, form: form, headers: headers)
    }

    func delete(_ path: String) async throws -> Answer { try await send(.delete, path) }

    /// Presses a button of a payment page, as a browser does.
    func press(_ outcome: String, on url: String, email: String? = "zoe@example.com", card: String? = nil) async throws
        -> Answer
    {
        var form = [("outcome", outcome)]
        if let email { form.append(("email", email)) }
        if let card { form.append(("card", card)) }
        let origin = url.split(separator: "/").prefix(2).joined(separator: "//")
        return try await send(.post, url, form: form, headers: [("Origin", origin)])
    }

    /// Turns one of the sandbox's own switches.
    func control(_ path: String, _ json: String = "{}") async throws -> Answer {
        try await send(.post, "/sandbox" + path, raw: json, headers: [("Content-Type", "application/json")])
    }

    /// The events so far, oldest first.
    func events() async throws -> [JSONValue] {
        let list = try await get("/v1/events", [("limit", "100")])
        return (list["data"].array ?? []).reversed()
    }

    private static func encode(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
    }
}

/// What the sandbox answered.
struct Answer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let text: String

    var json: JSONValue { (try? JSONValue(parsing: text.utf8)) ?? .null }

    subscript(name: String) -> JSONValue { json[name] }

    func header(_ name: String) -> String? { headers.first(name: name) }

    var id: String { self["id"].string ?? "" }
    var error: JSONValue { self["error"] }
    var code: String? { error["code"].string }
}

extension HTTPClient {
    /// A client that follows no redirection, so that a test sees it.
    static let browser: HTTPClient = {
        // How long a busy machine may take is none of a test's business.
        var configuration = WebhookSender.clientConfiguration
        configuration.timeout = HTTPClient.Configuration.Timeout()
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()
}
