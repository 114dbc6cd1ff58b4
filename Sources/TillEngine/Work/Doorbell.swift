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

    /// - `tellOthers`: Also lets other servers on the same database know.
    package init(tellOthers: (@Sendable () -> Void)? = nil) {
        (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        self.tellOthers = tellOthers
    }

    /// There is new work.
    package func ring() {
        ringHere()
        tellOthers?()
    }

    /// There may be work that is not new, or that somebody else has told of: nobody else hears it from here.
    package func ringHere() { continuation.yield() }

    /// Rings once a second until shutdown.
    ///
    /// Another process, such as `catalog hooks retry`, may have written work, and rows that were put off come due
    /// without anybody ringing.
    func ringEverySecond() async {
        await cancelWhenGracefulShutdown {
            do {
                while true {
                    try await Task.sleep(for: .seconds(1))
                    ringHere()
                }
            } catch {
                // Cancelled: nobody listens any more.
                return
            }
        }
    }
}
