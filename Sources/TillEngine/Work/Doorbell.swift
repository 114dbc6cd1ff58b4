import ServiceLifecycle

/// Tells a worker that there may be something to do.
///
/// Ringing twice before it looks is ringing once.
///
/// Only a hint: a worker also looks by itself, since another process may write to the same database.
package struct Doorbell: Sendable {
    /// Each ring, for the one worker that listens.
    let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation
    private let tellOthers: (@Sendable () -> Void)?

    /// - `tellOthers`: Lets other servers on the same database know of new work.
    package init(tellOthers: (@Sendable () -> Void)? = nil) {
        (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        self.tellOthers = tellOthers
    }

    /// There may be work.
    package func ring() { continuation.yield() }

    /// There is new work: other servers on the same database hear of it too.
    package func ringEverywhere() {
        ring()
        tellOthers?()
    }

    /// Rings once a second until shutdown.
    ///
    /// Another process, such as `catalog hooks retry`, may have written work, and rows that were put off come due
    /// without anybody ringing.
    func ringEverySecond() async {
        await cancelWhenGracefulShutdown {
            do {
                while true {
                    try await Task.sleep(for: .seconds(1))
                    ring()
                }
            } catch {
                // Cancelled: nobody listens any more.
                return
            }
        }
    }
}
