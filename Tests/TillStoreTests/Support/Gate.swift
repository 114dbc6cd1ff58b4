import Dispatch

/// Holds a transaction until told, and says when it holds it.
final class Gate: Sendable {
    private let gate = DispatchSemaphore(value: 0)
    private let held = AsyncStream<Void>.makeStream()

    func wait() {
        held.continuation.yield()
        gate.wait()
    }

    func waitUntilHeld() async {
        for await _ in held.stream { return }
    }

    func open() { gate.signal() }
}
