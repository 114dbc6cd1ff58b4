import Logging
import ServiceLifecycle
import Till
import TillModel
import TillProviders
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Applies the messages of a claimed lane, one after another, and lets go of the lane.
///
/// Each transaction proves first that the lane is still ours, so that a worker that was away for too long changes
/// nothing. The transaction of the last message also lets go of the lane.
struct LaneDrain: Sendable {
    let store: any Store
    let providers: ProviderRegistry
    let setup: Setup
    let clock: any WallClock
    let hooksDoorbell: Doorbell
    let logger: Logger
    let failpoints: Failpoints
    private let objects: ObjectReader

    init(
        store: any Store, providers: ProviderRegistry, setup: Setup, clock: any WallClock, hooksDoorbell: Doorbell,
        logger: Logger, failpoints: Failpoints
    ) {
        self.store = store
        self.providers = providers
        self.setup = setup
        self.clock = clock
        self.hooksDoorbell = hooksDoorbell
        self.logger = logger
        self.failpoints = failpoints
        objects = ObjectReader(providers: providers, clock: clock, logger: logger)
    }

    /// Whether the lane is still ours after a message.
    private enum Hold: Sendable { case kept, left }

    func drain(_ lane: ClaimedLane) async {
        let due = lane.due(at: clock.now())
        var readObjects = ReadObjects()
        for (index, message) in due.enumerated() {
            guard !Task.isShuttingDownGracefully, !Task.isCancelled else { break }
            let isLast = index == due.count - 1
            guard await apply(message, in: lane, isLast: isLast, &readObjects) == .kept else { return }
        }
        await leave(lane)
    }

    /// What was read from the provider for this lane, so that one answer serves every message that came before it was
    /// asked for.
    private struct ReadObjects: Sendable {
        private var objects: [String: (askedAt: Date, answer: [UInt8])] = [:]

        func answer(_ object: String, for message: InboxTable.Stored) -> [UInt8]? {
            objects[object].flatMap { message.receivedAt <= $0.askedAt ? $0.answer : nil }
        }

        mutating func keep(_ answer: [UInt8], of object: String, askedAt: Date) {
            objects[object] = (askedAt, answer)
        }
    }

    // MARK: - One message

    private func apply(
        _ message: InboxTable.Stored, in lane: ClaimedLane, isLast: Bool, _ readObjects: inout ReadObjects
    ) async -> Hold {
        var fetched = message.fetched
        var mayDoubt = true
        // A parent that nobody told of for a while is asked for, in case its own message was lost.
        if fetched == nil, let parent = overdueParent(of: message) {
            switch await ask(for: parent, message, in: lane, &readObjects) {
            case .object(let object): fetched = object
            case .nothing, .later: break
            }
        }
        while true {
            do {
                let begun = clock.now()
                let outcome = try await write(message, fetched: fetched, mayDoubt: mayDoubt, in: lane, isLast: isLast)
                Measurements.applied(in: .seconds(max(0, clock.now().timeIntervalSince(begun))))
                announce(outcome.outcome, of: message)
                return outcome.hold
            } catch let doubt as DoubtfulMessage {
                mayDoubt = false
                switch await ask(for: doubt.object, message, in: lane, &readObjects) {
                case .object(let object): fetched = object
                case .nothing: break
                case .later(let reason): return await putOff(message, in: lane, isLast: isLast, because: reason)
                }
            } catch let undone as UndoneMessage {
                return await end(message, as: undone.outcome, in: lane, isLast: isLast)
            } catch let failure as FailedTransactionalHook {
                guard await mayGoOn(without: failure) else {
                    return await putOff(message, in: lane, isLast: isLast, because: "\(failure)")
                }
            } catch is LostLane {
                logger.warning("A lane went to another worker", metadata: ["lane": "\(lane.name)"])
                return .left
            } catch {
                return await failed(message, with: error, in: lane, isLast: isLast)
            }
        }
    }

    /// Counts a transactional hook's failure; true when the message is now applied without it.
    private func mayGoOn(without failure: FailedTransactionalHook) async -> Bool {
        logger.error(
            "A hook failed inside its transaction, which was undone",
            metadata: ["hook": "\(failure.hook)", "event": "\(failure.event.id)", "error": "\(failure)"])
        do {
            return try await failure.record(in: store, at: clock.now())
        } catch {
            logger.error("A hook's failure could not be counted", metadata: ["error": "\(error)"])
            return false
        }
    }

    /// What a message waits for, once it has waited long enough to ask the provider; nil otherwise.
    private func overdueParent(of message: InboxTable.Stored) -> String? {
        guard message.status == .waiting, let parent = message.waitsFor,
            clock.now().timeIntervalSince(message.receivedAt) >= RetryPolicy.missingParentPatience,
            objects.canRead(parent, in: message.account)
        else { return nil }
        return parent
    }

    private func ask(
        for object: String, _ message: InboxTable.Stored, in lane: ClaimedLane, _ readObjects: inout ReadObjects
    ) async -> ObjectReader.Answer {
        if let answer = readObjects.answer(object, for: message) { return .object(answer) }
        let askedAt = clock.now()
        let answer = await whileAlive(lane) { await objects.read(object, in: message.account) }
        await failpoints.reached(.providerRead)
        if case .object(let bytes) = answer { readObjects.keep(bytes, of: object, askedAt: askedAt) }
        return answer
    }

    /// One transaction for everything that a message does, and for the lane.
    private func write(
        _ message: InboxTable.Stored, fetched: [UInt8]?, mayDoubt: Bool, in lane: ClaimedLane, isLast: Bool
    ) async throws -> (outcome: InboxOutcome, hold: Hold) {
        let now = clock.now()
        let reading = MessageReading(message, fetched: fetched, by: providers)
        let canAsk = mayDoubt && (providers.provider(for: message.account) is any ObjectFetching)
        await failpoints.reached(.applyBeforeWriting)
        // Statements of the team's share their transaction with nobody else's.
        let group: WriteGroup = setup.isTransactional ? .alone : .work
        let written = try await store.write(group) { [setup, failpoints] connection in
            let hold = LaneHold(connection, lane, now: now)
            try hold.begin(isLast: isLast)
            if let fetched, message.fetched == nil {
                try InboxTable(connection).keep(fetched: fetched, at: now, for: message)
            }
            let transaction = MessageTransaction(
                connection: connection, setup: setup, row: message, now: now, mayDoubt: canAsk)
            let outcome = try transaction.apply(reading)
            let hasMoved = if case .applied(let order, _, _) = outcome { try hold.merge(into: order) } else { false }
            if hasMoved, !isLast { try hold.leave() }
            if isLast { try hold.end() }
            failpoints.reachedInTransaction(.applyBeforeCommit)
            return (outcome, isLast || hasMoved ? Hold.left : .kept)
        }
        await failpoints.reached(.applyAfterCommit)
        return written
    }

    /// Writes what becomes of a message of which nothing was applied.
    private func end(
        _ message: InboxTable.Stored, as outcome: InboxOutcome, in lane: ClaimedLane, isLast: Bool
    ) async -> Hold {
        let now = clock.now()
        do {
            let (outcome, hold) = try await store.write { [setup] connection -> (InboxOutcome, Hold) in
                let hold = LaneHold(connection, lane, now: now)
                try hold.begin(isLast: isLast)
                let transaction = MessageTransaction(
                    connection: connection, setup: setup, row: message, now: now, mayDoubt: false)
                let outcome = try transaction.apply(.ended(outcome))
                if isLast { try hold.end() }
                return (outcome, isLast ? .left : .kept)
            }
            announce(outcome, of: message)
            return hold
        } catch {
            return await failed(message, with: error, in: lane, isLast: isLast)
        }
    }

    // MARK: - Trouble

    /// After trouble: what time may help is put off, what it does not help is given up after three tries.
    private func failed(
        _ message: InboxTable.Stored, with error: any Error, in lane: ClaimedLane, isLast: Bool
    ) async -> Hold {
        if error is LostLane { return .left }
        let code = (error as? StoreError)?.code
        guard code != .unavailable, code != .superseded else {
            // Nothing was written, and the message is not to blame: it is looked at again as it is.
            if code == .unavailable {
                logger.error("The database cannot be written", metadata: ["error": "\(error)"])
            }
            await leave(lane)
            return .left
        }
        logger.error(
            "Webhook could not be applied",
            metadata: ["event": "\(message.dedupKey)", "error": "\(error)", "failure": "\(message.failures + 1)"])
        guard message.failures + 1 < RetryPolicy.deterministicTries else {
            return await give(message, up: DeadLetter(.failed, "\(error)"), in: lane)
        }
        return await putOff(message, in: lane, isLast: isLast, because: "\(error)")
    }

    /// Puts a message off, for a day at most, and leaves the lane: what is behind it waits for it.
    private func putOff(
        _ message: InboxTable.Stored, in lane: ClaimedLane, isLast: Bool, because reason: String
    ) async -> Hold {
        let now = clock.now()
        let next = RetryPolicy.nextTransientTry(after: message.failures, at: now)
        guard next.timeIntervalSince(message.receivedAt) < RetryPolicy.transientBudget else {
            return await give(message, up: DeadLetter(.exhausted, reason), in: lane)
        }
        await write(to: lane) { try InboxTable($0).retry(message, reason: reason, at: next) }
        return .left
    }

    private func give(_ message: InboxTable.Stored, up letter: DeadLetter, in lane: ClaimedLane) async -> Hold {
        let now = clock.now()
        await write(to: lane) {
            try InboxTable($0).finish(message, as: .dead, reason: letter.description, order: nil, at: now)
        }
        announce(.dead(letter), of: message)
        return .left
    }

    // MARK: - The lane

    /// Lets go of a lane in which nothing more is done now.
    private func leave(_ lane: ClaimedLane) async {
        await write(to: lane) { _ in }
    }

    /// Writes something and lets go of the lane.
    ///
    /// As long as the database takes no writes it is tried once a second, for as long as the lane is ours: afterwards
    /// somebody else takes it up.
    private func write(
        to lane: ClaimedLane, _ body: @escaping @Sendable (any SQLConnection) throws -> Void
    ) async {
        let end = clock.now().addingTimeInterval(ClaimedLane.lease)
        while true {
            let now = clock.now()
            do {
                return try await store.write { connection in
                    let hold = LaneHold(connection, lane, now: now)
                    try hold.begin(isLast: true)
                    try body(connection)
                    try hold.end()
                }
            } catch let error as StoreError where error.code == .unavailable && now < end {
                do {
                    try await Task.sleep(for: .seconds(1))
                } catch {
                    // The server ends: the lease runs out by itself.
                    return
                }
            } catch is LostLane {
                return
            } catch {
                logger.error(
                    "A lane could not be left; it is taken up again when its lease ends",
                    metadata: ["lane": "\(lane.name)", "error": "\(error)"])
                return
            }
        }
    }

    /// Runs something that takes long, and gives a sign of life meanwhile.
    private func whileAlive<Value: Sendable>(
        _ lane: ClaimedLane, _ body: @escaping @Sendable () async -> Value
    ) async -> Value {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await keepAlive(lane) }
            defer { group.cancelAll() }
            return await body()
        }
    }

    private func keepAlive(_ lane: ClaimedLane) async {
        while true {
            do {
                try await Task.sleep(for: ClaimedLane.heartbeat)
            } catch {
                return
            }
            let now = clock.now()
            do {
                try await store.write { try LaneHold($0, lane, now: now).begin(isLast: false) }
            } catch {
                // The next one may get through; and if the lane is lost, the next write finds out.
                logger.warning("A lane's sign of life could not be written", metadata: ["error": "\(error)"])
            }
        }
    }

    private func announce(_ outcome: InboxOutcome, of row: InboxTable.Stored) {
        // Made only for a line that is really written.
        var metadata: Logger.Metadata { ["event": "\(row.dedupKey)", "type": "\(row.type)"] }
        switch outcome {
        case .applied(let order, let events, _):
            for event in events {
                Measurements.event(event.kind)
                logger.notice(
                    "\(event.kind)", metadata: ["order": "\(order)", "id": "\(event.id)", "cause": "\(row.dedupKey)"])
            }
            if !events.isEmpty { hooksDoorbell.ringEverywhere() }
        case .told(_, let event):
            logger.notice("\(event.kind)", metadata: ["id": "\(event.id)", "cause": "\(row.dedupKey)"])
            hooksDoorbell.ringEverywhere()
        case .ignored(let reason):
            logger.debug("Webhook ignored", metadata: metadata.merging(["reason": "\(reason)"]) { $1 })
        case .dead(let letter):
            Measurements.dead(letter.reason)
            logger.error("Webhook is dead", metadata: metadata.merging(["reason": "\(letter)"]) { $1 })
        case .waiting(let object):
            logger.info("Webhook waits", metadata: metadata.merging(["for": "\(object)"]) { $1 })
        }
    }
}
