import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1
import Testing

@testable import TillSandbox

/// A running sandbox that plays Paddle too, and a client that talks to it as an adapter would.
struct PaddleShop: Sendable {
    static let key = "pdl_sdbx_apikey_shop"
    static let readOnlyKey = "pdl_sdbx_apikey_reader"

    /// Where Paddle's API is, the prefix included.
    let base: String
    /// Where the sandbox's own switches are.
    let sandbox: String
    let clock: MovableClock

    /// Starts a sandbox on a port of the system's choice, runs the body, and ends the sandbox politely.
    static func open(_ body: @escaping @Sendable (PaddleShop) async throws -> Void) async throws {
        var logger = Logger(label: "sandbox")
        logger.logLevel = .critical
        let (ports, continuation) = AsyncStream<Int>.makeStream()
        let clock = MovableClock()
        let sandbox = try Sandbox(
            configuration: SandboxConfiguration(
                port: 0, stripeSecretKey: Shop.key, paddleAPIKey: key, paddleReadOnlyKey: readOnlyKey),
            clock: clock, identifiers: CountingIdentifiers(), logger: logger, onReady: { continuation.yield($0) })
        try await Shop.running([sandbox], logger: logger) {
            let port = try #require(await ports.first { _ in true })
            let address = "http://127.0.0.1:\(port)"
            try await body(PaddleShop(base: address + "/paddle", sandbox: address, clock: clock))
        }
    }

    /// Sends a request with the shop's key, or with another authorization; nil sends none.
    func send(
        _ method: HTTPMethod, _ path: String, _ body: JSONValue? = nil, raw: String? = nil,
        authorization: String? = "Bearer \(key)", type: String = "application/json", version: String = "1"
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: path.hasPrefix("http") ? path : base + path)
        request.method = method
        if let authorization { request.headers.add(name: "Authorization", value: authorization) }
        request.headers.add(name: "Paddle-Version", value: version)
        if let text = raw ?? body?.text {
            request.headers.add(name: "Content-Type", value: type)
            request.body = .bytes(ByteBuffer(string: text))
        }
        let response = try await HTTPClient.browser.execute(request, timeout: .seconds(300))
        let bytes = try await response.body.collect(upTo: 1 << 24)
        return Answer(status: Int(response.status.code), headers: response.headers, text: String(buffer: bytes))
    }

    func get(_ path: String) async throws -> Answer { try await send(.GET, path) }
    func post(_ path: String, _ body: JSONValue) async throws -> Answer { try await send(.POST, path, body) }
    func patch(_ path: String, _ body: JSONValue) async throws -> Answer { try await send(.PATCH, path, body) }

    /// Makes something go wrong.
    func fault(_ json: String) async throws {
        _ = try await send(.POST, sandbox + "/sandbox/faults", raw: json)
    }

    /// A product, through the API; its identifier.
    func makeProduct(_ name: String = "Pro") async throws -> String {
        try await post("/products", ["name": .string(name), "tax_category": "saas"]).entity["id"].string ?? ""
    }

    /// What a price is usually made from.
    func priceBody(_ product: String, _ more: [String: JSONValue] = [:]) -> JSONValue {
        let usual: [String: JSONValue] = [
            "product_id": .string(product), "description": "Monthly",
            "unit_price": ["amount": "1900", "currency_code": "USD"],
        ]
        return .object(usual.merging(more) { $1 })
    }

    /// A price of a new product, through the API; its identifier.
    func makePrice(_ more: [String: JSONValue] = [:]) async throws -> String {
        try await post("/prices", priceBody(try await makeProduct(), more)).entity["id"].string ?? ""
    }

    /// What a discount is usually made from.
    func discountBody(_ more: [String: JSONValue] = [:]) -> JSONValue {
        let usual: [String: JSONValue] = ["description": "Launch", "type": "percentage", "amount": "10"]
        return .object(usual.merging(more) { $1 })
    }
}

extension Answer {
    /// The entity of Paddle's answer.
    var entity: JSONValue { self["data"] }
    /// The identifiers of the entities of Paddle's list.
    var ids: [String] { (entity.array ?? []).compactMap { $0["id"].string } }
    var pagination: JSONValue { self["meta"]["pagination"] }
    /// The fields that Paddle finds wrong.
    var wrongFields: [String] { (error["errors"].array ?? []).compactMap { $0["field"].string } }
}
