import HTTPTypes
import Hummingbird
import TillEngine

/// `GET /metrics`: what was counted and measured, for Prometheus.
///
/// Only for whoever sends the operator's key; in dev for this machine.
struct MetricController: Sendable {
    let registry: MetricRegistry
    let health: HealthReader
    /// Whether a request may see it.
    let mayRead: @Sendable (Request) -> Bool

    func register(on router: Router<ServerContext>) {
        router.get("/metrics") { request, _ in
            guard mayRead(request) else { throw Refusal.notFound }
            try await health.measure()
            return Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: ResponseBody(byteBuffer: .init(string: registry.text())))
        }
    }
}
