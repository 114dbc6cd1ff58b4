import HTTPTypes
import Hummingbird
import ServiceLifecycle
import TillEngine
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `GET /livez`, `/readyz` and `/health`.
struct HealthController: Sendable {
    let health: HealthReader
    let readiness: Readiness
    let catalog: CurrentCatalog
    let mode: Mode
    let version: String
    /// Whether a request carries the operator's key.
    let isOperator: @Sendable (Request) -> Bool

    /// How long a message may wait before the server no longer counts as ready.
    private static let oldestMessage: Int64 = 60

    func register(on router: Router<ServerContext>) {
        router.get("/livez") { _, _ in Response(status: .ok, body: ResponseBody(byteBuffer: .init(string: "ok\n"))) }
        router.get("/readyz") { _, _ in
            let answer = try await read()
            let isReady = answer.status == "ok" && !readiness.isEnding
            return try Response.json(Ready(ready: isReady), status: isReady ? .ok : .serviceUnavailable)
        }
        router.get("/health") { request, _ in
            // In dev only this machine can ask.
            let answer = try await read(withReasons: mode == .dev || isOperator(request))
            return try Response.json(answer, headers: [.cacheControl: "no-store"])
        }
    }

    private struct Ready: Encodable {
        let ready: Bool
    }

    private struct Health: Encodable {
        let status: String
        let version: String
        let mode: Mode
        let products: Int
        let database: String
        let inbox: HealthReader.Counts?
        let hooks: HealthReader.Counts?
        let catalog: CatalogAnswer
        let drift: HealthReader.Drift?
        let webhooks: [Webhooks]
    }

    /// How the webhooks of an account stand.
    private struct Webhooks: Encodable {
        let provider: ProviderName
        let account: String
        let lastAt: Date?
        let refused: [String: Int]
        let clockSkewSeconds: Int64?
        let lastRefused: [HealthReader.RefusedWebhook]?
        let secrets: [HealthReader.UsedSecret]?

        /// - `inDetail`: Whether to say what only the operator is to know.
        init(_ webhooks: HealthReader.Webhooks, inDetail: Bool) {
            provider = webhooks.provider
            account = webhooks.account
            lastAt = webhooks.lastAt
            refused = webhooks.refused
            clockSkewSeconds = webhooks.clockSkewSeconds
            lastRefused = inDetail ? webhooks.lastRefused : nil
            secrets = inDetail ? webhooks.secrets : nil
        }
    }

    /// - `withReasons`: Whether to say what is wrong with a file, which may quote what is not public yet, and which
    ///   webhooks were refused.
    private func read(withReasons: Bool = false) async throws -> Health {
        let standing = catalog.standing
        let found = try await health.read()
        let isLate = (found.inbox?.oldestDueSeconds ?? 0) > Self.oldestMessage
        return Health(
            status: found.databaseProblem != nil ? "failing" : readiness.isEnding ? "ending" : isLate ? "late" : "ok",
            version: version, mode: mode,
            products: standing.loaded.catalog.products.count, database: found.databaseProblem ?? "ok",
            inbox: found.inbox,
            hooks: found.hooks, catalog: CatalogAnswer(standing, withReasons: withReasons),
            drift: found.drift, webhooks: found.webhooks.map { Webhooks($0, inDetail: withReasons) })
    }
}
