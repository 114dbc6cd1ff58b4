import AsyncHTTPClient
import Logging
import Synchronization
import Testing
import TillModel
import TillProviders
import TillSandbox
import TillTesting

/// A provider that the sandbox speaks for.
enum SandboxProvider: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case stripe, paddle

    var testDescription: String { rawValue }

    /// Where its API is in a sandbox.
    func address(in sandbox: String) -> String { self == .paddle ? sandbox + "/paddle" : sandbox }

    /// Whether it keeps kinds of things that the other one lacks: meters, features and which price comes first.
    var hasDefaultPrices: Bool { self == .stripe }

    static func configuration(_ secrets: SandboxSecrets) -> SandboxConfiguration {
        SandboxConfiguration(
            port: 0, stripeSecretKey: secrets.stripeSecretKey, stripeReadOnlyKey: secrets.stripeReadOnlyKey,
            paddleAPIKey: secrets.paddleAPIKey, paddleReadOnlyKey: secrets.paddleReadOnlyKey)
    }

    func publisher(
        _ secrets: SandboxSecrets, _ url: String, _ transport: any HTTPTransport, mayWrite: Bool
    ) throws -> any CatalogPublishing {
        switch self {
        case .stripe:
            StripeCatalog(
                configuration: try StripeConfiguration(
                    secretKey: mayWrite ? secrets.stripeSecretKey : secrets.stripeReadOnlyKey, webhookSecrets: [],
                    baseURL: url, mode: .test),
                catalog: Catalog(Catalog.Contents(), contentHash: ""), transport: transport,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        case .paddle:
            PaddleCatalog(
                configuration: try PaddleConfiguration(
                    apiKey: mayWrite ? secrets.paddleAPIKey : secrets.paddleReadOnlyKey, baseURL: url, mode: .test),
                transport: transport)
        }
    }

    // MARK: - What somebody does on the provider's own pages

    /// The request that gives an object another name.
    func renaming(_ object: RemoteCatalogObject, to name: String) -> ProviderCall {
        switch self {
        case .stripe:
            let field = object.kind == .price ? "nickname" : "name"
            return ProviderCall(
                method: "POST", path: "/v1/\(object.kind.rawValue)s/\(object.id)", body: "\(field)=\(name)")
        case .paddle:
            let folder = object.kind == .coupon ? "discounts" : "\(object.kind.rawValue)s"
            let field = object.kind == .coupon ? "description" : "name"
            return ProviderCall(method: "PATCH", path: "/\(folder)/\(object.id)", body: "{\"\(field)\":\"\(name)\"}")
        }
    }

    /// The request that takes a product or a price off sale.
    func archiving(_ object: RemoteCatalogObject) -> ProviderCall {
        switch self {
        case .stripe:
            ProviderCall(method: "POST", path: "/v1/\(object.kind.rawValue)s/\(object.id)", body: "active=false")
        case .paddle:
            ProviderCall(
                method: "PATCH", path: "/\(object.kind.rawValue)s/\(object.id)", body: "{\"status\":\"archived\"}")
        }
    }
}

/// Identifiers that a seed repeats.
final class SeededIdentifiers: IdentifierSource {
    private let random: Mutex<SeededRandom>

    init(seed: UInt64) { random = Mutex(SeededRandom(seed: seed)) }

    func bits() -> (UInt64, UInt64) { random.withLock { ($0.next(), $0.next()) } }
}

/// Real HTTP, and something that is done after each write, whether it was answered or not.
final class WatchedTransport: HTTPTransport {
    private let inner: AsyncHTTPTransport
    private let afterWrite = Mutex<(@Sendable () async throws -> Void)?>(nil)
    private let refused = Mutex<String?>(nil)

    init(client: HTTPClient) { inner = AsyncHTTPTransport(client: client) }

    func watch(_ body: (@Sendable () async throws -> Void)?) { afterWrite.withLock { $0 = body } }

    /// From now on the key may not do what a path is for.
    func refuse(_ path: String) { refused.withLock { $0 = path } }

    func send(_ request: OutboundRequest) async throws(TransportError) -> InboundAnswer {
        if let path = refused.withLock({ $0 }), request.url.contains(path) {
            let body = #"{"error":{"type":"invalid_request_error","message":"The key may not do this."}}"#
            return InboundAnswer(status: 403, headers: [:], body: Array(body.utf8))
        }
        let result: Result<InboundAnswer, TransportError>
        do throws(TransportError) {
            result = .success(try await inner.send(request))
        } catch {
            result = .failure(error)
        }
        if request.method != "GET", let body = afterWrite.withLock({ $0 }) {
            do {
                try await body()
            } catch {
                Issue.record("\(error)")
            }
        }
        return try result.get()
    }
}
