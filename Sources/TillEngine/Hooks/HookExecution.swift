import Logging
import Till
import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Runs one claimed run to its end, and writes how it ended.
struct HookExecution: Sendable {
    let store: any Store
    let setup: Setup
    let clock: any WallClock
    let http: any HookHTTP
    let logger: Logger
    var failpoints = Failpoints.none

    /// How often a run gives a sign of life.
    private static let heartbeat = Duration.seconds(20)

    private struct TimedOut: Error, CustomStringConvertible {
        let limit: Duration
        var description: String { "it took longer than \(limit)" }
    }

    /// - `event`: What the run is about; nil when there is no such event any more.
    func execute(_ run: HookRunTable.Stored, of event: Event?) async {
        var logger = logger
        logger[metadataKey: "hook"] = "\(run.hook)"
        logger[metadataKey: "event"] = "\(run.event)"
        logger[metadataKey: run.order == nil ? "object" : "order"] = "\(run.entity)"
        do {
            guard let event, let hook = setup.hook(named: run.hook, for: event.kind) else {
                let reason = "\(DeadLetter(.unknownHook, "the program has no hook '\(run.hook)' for this event"))"
                logger.error("Hook run is dead", metadata: ["error": "\(reason)"])
                _ = try await finish(run, as: .dead, error: reason, nextAt: nil)
                return
            }
            do {
                switch hook.body {
                case .durable(let body):
                    let context = context(of: run, logger)
                    try await withinTime(run, hook.timeout) { try await body(event, context) }
                    await failpoints.reached(.hookRan)
                    // A hook that called `context.complete` has written its end already.
                    _ = try await finish(run, as: .succeeded, error: nil, nextAt: nil)
                case .transactional(let body):
                    try await complete(run) { try body(event, $0) }
                }
                measure(run, "succeeded")
                logger.info("Hook succeeded", metadata: ["attempt": "\(run.attempts)"])
            } catch {
                measure(run, "failed")
                try await fail(run, with: error, logger)
            }
        } catch {
            // The row still says that it runs, so it is taken up again when its lease ends.
            logger.error("Hook run could not be recorded", metadata: ["error": "\(error)"])
        }
    }

    /// From its claim to its end, its own row included.
    private func measure(_ run: HookRunTable.Stored, _ result: String) {
        guard let begunAt = run.begunAt else { return }
        Measurements.hook(run.hook, result, in: .seconds(max(0, clock.now().timeIntervalSince(begunAt))))
    }

    private func context(of run: HookRunTable.Stored, _ logger: Logger) -> HookContext {
        HookContext(
            eventID: run.event, attempt: run.attempts, isReplay: run.isReplay, isOutOfOrder: run.isOutOfOrder,
            logger: logger, http: EventHTTP(http: http, event: run.event, hook: run.hook)
        ) { try await complete(run, $0) }
    }

    /// Ends a run together with writes to the team's tables: both hold, or neither does.
    private func complete(
        _ run: HookRunTable.Stored, _ writes: @escaping @Sendable (HookTransaction) throws -> Void
    ) async throws {
        let now = clock.now()
        try await store.write(.alone) { connection in
            // First, so that whoever has the run by now is the only one that writes.
            guard try HookRunTable(connection).finish(run, as: .succeeded, error: nil, nextAt: nil, at: now) else {
                throw HookTransactionError(
                    .runIsOver, "the run was completed before, or took so long that it was begun again")
            }
            try TeamTransaction.run(on: connection, writes)
        }
    }

    /// Runs a hook with a time limit, and keeps its row alive for as long as it really runs.
    ///
    /// A hook that does not listen to its cancellation goes on after its time, and must not be begun again beside
    /// itself.
    private func withinTime(
        _ run: HookRunTable.Stored, _ limit: Duration, _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await keepAlive(run) }
            defer { group.cancelAll() }
            try await withThrowingTaskGroup(of: Void.self) { bounded in
                bounded.addTask { try await body() }
                bounded.addTask {
                    try await Task.sleep(for: limit)
                    throw TimedOut(limit: limit)
                }
                defer { bounded.cancelAll() }
                try await bounded.next()
            }
        }
    }

    private func keepAlive(_ run: HookRunTable.Stored) async {
        while true {
            do {
                try await Task.sleep(for: Self.heartbeat)
            } catch {
                return
            }
            let until = clock.now().addingTimeInterval(HookRunner.lease)
            do {
                try await store.write { try HookRunTable($0).extendLease(run, until: until) }
            } catch {
                // The next sign of life may get through; the hook itself is healthy.
                logger.warning("A hook's sign of life could not be written", metadata: ["error": "\(error)"])
            }
        }
    }

    private func fail(_ run: HookRunTable.Stored, with error: any Error, _ logger: Logger) async throws {
        let now = clock.now()
        let next: Date?
        let words: String
        switch error as? HookOutcome {
        case .giveUp(let reason):
            (next, words) = (nil, reason)
        case .retry(let delay, let reason):
            // A moment at least, so that a hook that never waits does not keep the machine busy.
            (next, words) = (now.addingTimeInterval(max(1, delay / .seconds(1))), reason)
        case nil:
            (next, words) = (RetryPolicy.nextHookTry(after: run.attempts, at: now), "\(error)")
        }
        let isWritten = try await finish(run, as: next == nil ? .dead : .retrying, error: words, nextAt: next)
        guard isWritten else {
            logger.warning("A hook threw after its run was ended", metadata: ["error": "\(words)"])
            return
        }
        logger.error(
            next == nil ? "Hook run is dead" : "Hook failed; it is tried again",
            metadata: ["error": "\(words)", "attempt": "\(run.attempts)"])
    }

    /// Writes how a run ended; false when it had ended already, or is somebody else's.
    private func finish(
        _ run: HookRunTable.Stored, as status: HookRunTable.Status, error: String?, nextAt: Date?
    ) async throws -> Bool {
        let now = clock.now()
        return try await store.write {
            try HookRunTable($0).finish(run, as: status, error: error, nextAt: nextAt, at: now)
        }
    }
}
