import Logging
import ServiceLifecycle

/// A loop that looks for work whenever its doorbell rings, and once a second by itself.
///
/// A step that has begun finishes; shutdown cuts only the wait. A step that fails is logged and tried again with
/// the next ring, so that one bad moment of the database does not end the server.
struct Worker: Sendable {
    let name: String
    let doorbell: Doorbell
    let logger: Logger

    func run(_ step: @escaping @Sendable () async throws -> Void) async {
        await withDiscardingTaskGroup { group in
            group.addTask { await doorbell.ringEverySecond() }
            doorbell.ring()
            for await _ in doorbell.stream.cancelOnGracefulShutdown() {
                do {
                    try await step()
                } catch {
                    logger.error(
                        "Worker step failed; it is tried again", metadata: ["worker": "\(name)", "error": "\(error)"])
                }
            }
        }
    }
}
