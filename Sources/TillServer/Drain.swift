import Logging
import ServiceLifecycle

/// The first thing to happen when the server is told to end: `/readyz` says no, and for some seconds requests are
/// still taken, until whoever sends them has noticed.
struct Drain: Service {
    let readiness: Readiness
    let duration: Duration
    let logger: Logger

    func run() async throws {
        do {
            try await gracefulShutdown()
        } catch is CancellationError {
            return
        }
        readiness.end()
        guard duration > .zero else { return }
        logger.notice("Ending: requests are taken for \(duration) more")
        // Cancelled: whoever wants the end at once gets it.
        do { try await Task.sleep(for: duration) } catch { return }
    }
}
