import Logging
import ServiceLifecycle
import UnixSignals

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Ends the process at once when it is told to end for the second time.
///
/// What was acknowledged is durable, and what runs is taken up again from its row, so nothing is lost but time.
struct SecondSignal: Service {
    let signals: UnixSignalsSequence
    let logger: Logger

    func run() async throws {
        var count = 0
        for await signal in signals.cancelOnGracefulShutdown() {
            count += 1
            guard count > 1 else { continue }
            logger.warning("Told to end again: ending at once")
            _exit(128 + signal.rawValue)
        }
    }
}
