import Testing
import TillModel

@testable import TillProviders

/// What is asked over the wire, and what the answers mean.
///
/// The answers are told; the sandbox's tests have real ones.
@Suite struct PaddleCatalogTests {
    typealias Line = StripeClientTests.Line

    private static func answer(
        _ body: String, status: Int = 200, headers: [String: String] = [:]
    ) -> Result<InboundAnswer, TransportError> {
        .success(InboundAnswer(status: status, headers: headers, body: Array(body.utf8)))
    }

    private static func refusal(
        _ status: Int, code: String = "c", headers: [String: String] = [:]
    ) -> Result<InboundAnswer, TransportError> {
        answer(
            """
            {"error":{"type":"request_error","code":"\(code)","detail":"words","documentation_url":"https://x",
            "errors":[{"field":"name","message":"is long"}]},"meta":{"request_id":"req_1"}}
            """, status: status, headers: headers)
    }

    private static func product(_ id: String) -> String { #"{"id":"\#(id)","status":"active","name":"Pro"}"# }

    private static func page(_ ids: [String], hasMore: Bool) -> Result<InboundAnswer, TransportError> {
        answer(
            """
            {"data":[\(ids.map(product).joined(separator: ","))],"meta":{"request_id":"req_1",
            "pagination":{"per_page":100,"next":"https://elsewhere.example/","has_more":\(hasMore)}}}
            """)
    }

    private static func catalog(_ line: Line) throws -> PaddleCatalog {
        PaddleCatalog(
            configuration: try PaddleConfiguration(
                apiKey: "pdl_sdbx_apikey_k", baseURL: "http://127.0.0.1:1/paddle", mode: .test), transport: line)
    }

    private static let write = CatalogWrite(.archive, CatalogObjectKey(.product, "pro"), id: "pro_1")

    private static func perform(_ line: Line) async throws -> CatalogReceipt {
        let catalog = try catalog(line)
        return try await catalog.perform(try catalog.call(for: write), idempotencyKey: IdempotencyKey(rawValue: "k"))
    }

    // MARK: - Reading

    @Test func `a list is asked for with archived ones, by the key and in one order`() async throws {
        let line = Line([Self.page(["pro_1", "pro_2"], hasMore: true), Self.page(["pro_3"], hasMore: false)])
        let catalog = try Self.catalog(line)
        let first = try await catalog.listObjects(.product, after: nil)
        #expect(first.objects.map(\.id) == ["pro_1", "pro_2"])
        #expect(first.next == "pro_2")
        let second = try await catalog.listObjects(.product, after: first.next)
        #expect(second.next == nil)
        #expect(
            line.requests.map(\.url) == [
                "http://127.0.0.1:1/paddle/products?order_by=id%5BASC%5D&per_page=100&status=active,archived",
                "http://127.0.0.1:1/paddle/products?after=pro_2&order_by=id%5BASC%5D&per_page=100"
                    + "&status=active,archived",
            ])
        let headers = Dictionary(
            uniqueKeysWithValues: (line.requests.first?.headers ?? []).map { ($0.name, $0.value) })
        #expect(headers == ["Authorization": "Bearer pdl_sdbx_apikey_k", "Paddle-Version": "1"])
    }

    @Test func `discounts that ran out are listed, under whichever status they have`() async throws {
        let old = Line([Self.page([], hasMore: false)])
        _ = try await Self.catalog(old).listObjects(.coupon, after: nil)
        #expect(old.requests.first?.url.hasSuffix("&status=active,archived,expired,used") == true)
        let new = Line([Self.refusal(400, code: "invalid_field"), Self.page([], hasMore: false)])
        _ = try await Self.catalog(new).listObjects(.coupon, after: nil)
        #expect(new.requests.last?.url.hasSuffix("&status=active,archived") == true)
    }

    @Test func `a page that leads to itself ends in an error, not never`() async throws {
        let catalog = try Self.catalog(Line([Self.page(["pro_2"], hasMore: true)]))
        let error = await #expect(throws: ProviderError.self) {
            try await catalog.listObjects(.product, after: "pro_2")
        }
        #expect(error?.code == .unreadableAnswer)
    }

    @Test func `what is not there is nothing, and other kinds are none of Paddle's`() async throws {
        let line = Line([Self.refusal(404)])
        let catalog = try Self.catalog(line)
        #expect(try await catalog.fetchObject(.product, "pro_1") == nil)
        #expect(try await catalog.fetchObject(.product, "../prices/pri_1") == nil)
        #expect(try await catalog.fetchObject(.meter, "pro_1") == nil)
        #expect(try await catalog.listObjects(.feature, after: nil) == CatalogPage(objects: [], next: nil))
        #expect(line.requests.map(\.url) == ["http://127.0.0.1:1/paddle/products/pro_1"])
        #expect(catalog.listedKinds == [.product, .price, .coupon])
        #expect(try await catalog.fetchAccount() == nil)
    }

    @Test func `a cursor that is no id is not sent`() async throws {
        let line = Line([])
        let catalog = try Self.catalog(line)
        await #expect(throws: ProviderError.self) { try await catalog.listObjects(.product, after: "pro_1&status=x") }
        #expect(line.requests.isEmpty)
    }

    // MARK: - Writing

    @Test func `a write tells the id and the name of the request`() async throws {
        let line = Line([Self.answer(#"{"data":\#(Self.product("pro_1")),"meta":{"request_id":"req_1"}}"#)])
        let receipt = try await Self.perform(line)
        #expect(receipt == CatalogReceipt(id: "pro_1", requestID: "req_1"))
        let request = try #require(line.requests.first)
        #expect(request.method == "PATCH")
        #expect(request.url == "http://127.0.0.1:1/paddle/products/pro_1")
        #expect(String(decoding: request.body, as: UTF8.self) == #"{"status":"archived"}"#)
        #expect(request.headers.contains { $0.name == "Content-Type" && $0.value == "application/json" })
    }

    @Test(arguments: [
        (400, ProviderError.Code.refused, false), (401, .unauthorized, false), (403, .unauthorized, false),
        (404, .notFound, false), (409, .refused, false), (422, .refused, false), (429, .rateLimited, true),
        (500, .unavailable, true), (502, .unavailable, true), (504, .unavailable, true),
    ])
    func `an error says whether to come back, and is asked for once`(
        _ status: Int, _ code: ProviderError.Code, _ isRetryable: Bool
    ) async throws {
        let line = Line([Self.refusal(status)])
        let error = await #expect(throws: ProviderError.self) { try await Self.perform(line) }
        #expect(error?.code == code)
        #expect(error?.isRetryable == isRetryable)
        #expect(error?.leavesOutcomeUnknown == isRetryable)
        #expect(error?.requestID == "req_1")
        #expect(error?.providerCode == "c")
        #expect(error?.detail == "words (name: is long)")
        #expect(line.requests.count == 1)
    }

    @Test(arguments: [
        ("60", Duration.seconds(60)), ("0", .seconds(0)), ("-5", .seconds(0)), ("99999999", .seconds(120)),
    ])
    func `the wait that is asked for is told, within reason`(_ header: String, _ wait: Duration) async throws {
        let line = Line([Self.refusal(429, headers: ["retry-after": header])])
        let error = await #expect(throws: ProviderError.self) { try await Self.perform(line) }
        #expect(error?.retryAfter == wait)
    }

    @Test(arguments: ["", "not json", "{}", #"{"data":{}}"#, #"{"data":[]}"#])
    func `an answer that is none leaves the outcome unknown`(_ body: String) async throws {
        let error = await #expect(throws: ProviderError.self) { try await Self.perform(Line([Self.answer(body)])) }
        #expect(error?.code == .unreadableAnswer)
        #expect(error?.leavesOutcomeUnknown == true)
    }

    @Test func `no answer leaves the outcome unknown`() async throws {
        let line = Line([.failure(TransportError("connection reset"))])
        let error = await #expect(throws: ProviderError.self) { try await Self.perform(line) }
        #expect(error?.code == .unreachable)
        #expect(line.requests.count == 1)
    }

    @Test(arguments: [
        "/customers/ctm_1", "@evil.example/products", "/v1/products", ".evil.example/products", "xproducts/pro_1",
    ])
    func `the key goes nowhere but to the catalog`(_ path: String) async throws {
        let line = Line([])
        let catalog = try Self.catalog(line)
        await #expect(throws: ProviderError.self) {
            try await catalog.perform(
                ProviderCall(method: "POST", path: path, body: "{}"), idempotencyKey: IdempotencyKey(rawValue: "k"))
        }
        #expect(line.requests.isEmpty)
    }
}
