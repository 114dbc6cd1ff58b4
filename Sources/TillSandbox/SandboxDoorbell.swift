/// Tells the webhook worker that there may be something to do.
///
/// Ringing many times before it is heard is heard once; nothing is lost, since the worker then looks at
/// everything that is due.
struct SandboxDoorbell: Sendable {
    /// What the worker listens to.
    let rings: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        (rings, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Wakes the worker.
    func ring() { continuation.yield() }
}
