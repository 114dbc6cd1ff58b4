import AsyncHTTPClient
import Logging
import NIOCore
import TillModel
import TillProviders

/// The catalogs of the providers that the file names and that have a key.
enum CatalogProviders {
    /// - `names`: Which ones; empty for all.
    /// - Throws: When a key is missing, or is of another mode.
    static func make(
        _ settings: Settings, catalog: Catalog, mode: Mode, only names: [String], client: HTTPClient, logger: Logger
    ) throws -> [any CatalogPublishing] {
        let wanted = catalog.contents.providers.filter { provider in
            provider.modes.contains(mode) && (names.isEmpty || names.contains(provider.name.rawValue))
        }
        if let name = names.first(where: { name in !wanted.contains { $0.name.rawValue == name } }) {
            throw CommandFailure(
                .usage, "products.yaml does not sell through \(name)\(mode == .live ? "" : " in mode \(mode)").")
        }
        let transport = AsyncHTTPTransport(client: client)
        return try wanted.map { provider -> any CatalogPublishing in
            switch provider.name {
            case .stripe:
                return StripeCatalog(
                    configuration: try StripeConfiguration(
                        secretKey: try key("STRIPE_SECRET_KEY", provider.name, settings),
                        webhookSecrets: [],
                        baseURL: settings.value("STRIPE_BASE_URL") ?? StripeConfiguration.officialBaseURL, mode: mode,
                        takesWebhooks: false),
                    catalog: catalog, transport: transport, logger: logger)
            case .paddle:
                return PaddleCatalog(
                    configuration: try PaddleConfiguration(
                        apiKey: try key("PADDLE_API_KEY", provider.name, settings),
                        baseURL: settings.value("PADDLE_BASE_URL"), mode: mode),
                    transport: transport)
            default:
                throw CommandFailure(
                    .blocked,
                    "this version keeps no catalog at \(provider.name); leave it out with --provider.")
            }
        }
    }

    /// Whether the catalog at a provider can be read and written with what the settings have.
    static func hasKey(_ provider: ProviderName, _ settings: Settings) -> Bool {
        keyNames[provider].map { settings.value($0) != nil } ?? false
    }

    /// The settings that hold the keys, for every provider that a catalog is kept at.
    private static let keyNames: [ProviderName: String] = [.stripe: "STRIPE_SECRET_KEY", .paddle: "PADDLE_API_KEY"]

    private static func key(_ name: String, _ provider: ProviderName, _ settings: Settings) throws -> String {
        guard let key = settings.value(name) else {
            throw CommandFailure(
                .environmentMismatch, "\(name) is not set, but products.yaml sells through \(provider).")
        }
        return key
    }

    /// Lends a client for calls to providers, and shuts it down afterwards.
    static func withHTTPClient<Value>(_ body: (HTTPClient) async throws -> Value) async throws -> Value {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(5)
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            let value = try await body(client)
            try await client.shutdown()
            return value
        } catch {
            try await client.shutdown()
            throw error
        }
    }
}
