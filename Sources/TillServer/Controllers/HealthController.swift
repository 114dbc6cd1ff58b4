import HTTPTypes
import Hummingbird
import ServiceLifecycle
import TillEngine
import TillModel

/// `GET /livez`, `/readyz` and `/health`.
struct HealthController: Sendable {
    let health: HealthReader
    let catalog: Catalog
    let mode: Mode
    let version: String

    /// How long a message may wait before the server no longer counts as ready.
    private static let oldestMessage: Int64 = 60

    func register(on router: Router<ServerContext>) {
        router.get("/livez") { _, _ in Response(status: .ok, body: ResponseBody(byteBuffer: .init(string: "ok\n"))) }
        router.get("/readyz") { _, _ in
            let answer = try await read()
            return try Response.json(
                Ready(ready: answer.status == "ok"), status: answer.status == "ok" ? .ok : .serviceUnavailable)
        }
        router.get("/health") { _, _ in
            let answer = try await read()
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
    }

    private func read() async throws -> Health {
        let found = try await health.read()
        let isLate = (found.inbox?.oldestDueSeconds ?? 0) > Self.oldestMessage
        return Health(
            status: found.databaseProblem != nil ? "failing" : isLate ? "late" : "ok", version: version, mode: mode,
            products: catalog.products.count, database: found.databaseProblem ?? "ok", inbox: found.inbox,
            hooks: found.hooks)
    }
}
