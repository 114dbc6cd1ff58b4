import GRDB
import Synchronization
import TillModel

/// Runs everybody's writes on one connection, as many as wait in one transaction, with one flush for all of them.
///
/// There is no timer: while one group is being flushed the next one gathers. When one of a group fails the group is
/// run again with a savepoint for each write, so that one that fails takes nobody with it.
final class GroupCommitWriter: Sendable {
    /// The most writes in one group.
    static let mostWrites = 1_024
    /// The most writes of other kinds in a group that providers wait for: each takes as long as ten of theirs.
    static let mostWorkBesideIngest = 32
    /// The most bytes in one group, as the writes state them.
    static let mostBytes = 8 * 1024 * 1024

    /// One write that waits.
    ///
    /// It is told what became of it only after the group is durable.
    struct Write: Sendable {
        let group: WriteGroup
        let bytes: Int
        /// Runs the closure and keeps what it returned.
        let run: @Sendable (Database) throws -> Void
        /// Hands the kept result, or the error, to whoever waits.
        let finish: @Sendable ((any Error)?) -> Void
    }

    /// The most that may wait: beyond it a write is refused, so that a disk that stands still does not fill memory.
    static let mostWaiting = 16_384
    /// The most bytes that may wait.
    static let mostWaitingBytes = 64 * 1024 * 1024

    /// What waits: what providers wait for an answer to, and everything else, each in its order.
    private struct Queue {
        var ingest: [Write] = []
        var work: [Write] = []
        var bytes = 0
        var isDraining = false
        /// Whether the last group was of one write that shares with nobody; the next one is not, so that neither kind
        /// holds up the other for long.
        var wasAlone = false

        var count: Int { ingest.count + work.count }

        /// Takes the next group: everything that a provider waits for, and some of the rest however many of them wait.
        mutating func take() -> [Write] {
            if let first = work.first, first.group == .alone, !wasAlone || ingest.isEmpty {
                wasAlone = true
                return take(1, from: \.work)
            }
            wasAlone = false
            let worked = work.prefix { $0.group != .alone }.count
            let room = ingest.isEmpty ? GroupCommitWriter.mostWrites : GroupCommitWriter.mostWorkBesideIngest
            var group = take(min(ingest.count, GroupCommitWriter.mostWrites - min(worked, room)), from: \.ingest)
            group += take(min(worked, room), from: \.work)
            return group
        }

        /// Takes up to that many, and at least one of any size, as long as their bytes fit one group.
        private mutating func take(_ count: Int, from path: WritableKeyPath<Queue, [Write]>) -> [Write] {
            var sum = 0
            let fitting = self[keyPath: path].prefix(count).prefix { write in
                defer { sum += write.bytes }
                return sum == 0 || sum + write.bytes <= GroupCommitWriter.mostBytes
            }
            let taken = Array(fitting)
            self[keyPath: path].removeFirst(taken.count)
            bytes -= taken.reduce(0) { $0 + $1.bytes }
            return taken
        }
    }

    private let pool: DatabasePool
    private let queue = Mutex(Queue())
    private let checkpointer: Checkpointer?
    private let failpoints: Failpoints

    /// - `checkpointer`: Nil leaves the write-ahead log to SQLite.
    init(pool: DatabasePool, checkpointer: Checkpointer?, failpoints: Failpoints = .none) {
        self.pool = pool
        self.checkpointer = checkpointer
        self.failpoints = failpoints
    }

    /// How many writes wait for their group.
    var waiting: Int { queue.withLock { $0.count } }

    func submit(_ write: Write) {
        let starts = queue.withLock { queue -> Bool? in
            guard queue.count < Self.mostWaiting, queue.bytes + write.bytes <= Self.mostWaitingBytes else {
                return nil
            }
            if write.group == .ingest { queue.ingest.append(write) } else { queue.work.append(write) }
            queue.bytes += write.bytes
            defer { queue.isDraining = true }
            return !queue.isDraining
        }
        guard let starts else {
            return write.finish(StoreError(.unavailable, "too many writes wait for the disk"))
        }
        guard starts else { return }
        pool.asyncWriteWithoutTransaction { database in
            while let group = self.nextGroup() {
                self.commit(group, on: database)
                self.checkpointer?.committed(on: database)
            }
        }
    }

    /// Takes what waits, up to the limits; nil, and no longer draining, when nothing does.
    private func nextGroup() -> [Write]? {
        queue.withLock { queue in
            guard queue.count > 0 else {
                queue.isDraining = false
                return nil
            }
            return queue.take()
        }
    }

    private func commit(_ group: [Write], on database: Database) {
        var errors = [(any Error)?](repeating: nil, count: group.count)
        do {
            guard try !runTogether(group, on: database) else {
                return group.forEach { $0.finish(nil) }
            }
            try database.execute(sql: "BEGIN IMMEDIATE")
            for (index, write) in group.enumerated() {
                try database.cachedStatement(sql: "SAVEPOINT one_write").execute()
                do {
                    try write.run(database)
                } catch {
                    // A full disk ends the whole transaction at once; nothing of the group is left to save then.
                    guard database.isInsideTransaction else { throw error }
                    errors[index] = error
                    try database.execute(sql: "ROLLBACK TO one_write")
                }
                try database.cachedStatement(sql: "RELEASE one_write").execute()
            }
            try flush(group, on: database)
        } catch {
            // The group as a whole did not become durable, so nobody in it may believe otherwise.
            let cause = (error as? DatabaseError).map(SQLiteErrors.error) ?? error
            errors = errors.map { $0 ?? cause }
            Self.rollBack(database)
        }
        for (write, error) in zip(group, errors) { write.finish(error) }
    }

    /// Runs a group without savepoints, which cost more than most writes; false, and nothing written, when one of them
    /// throws, since then it has to be undone alone.
    private func runTogether(_ group: [Write], on database: Database) throws -> Bool {
        try database.execute(sql: "BEGIN IMMEDIATE")
        for write in group {
            do {
                try write.run(database)
            } catch {
                // A full disk ends the transaction by itself; and what runs alone has nobody to spare.
                guard database.isInsideTransaction, group.count > 1 else { throw error }
                try database.execute(sql: "ROLLBACK")
                return false
            }
        }
        try flush(group, on: database)
        return true
    }

    private func flush(_ group: [Write], on database: Database) throws {
        if group.contains(where: { $0.group == .ingest }) { failpoints.reachedInTransaction(.inboxBeforeFlush) }
        try database.execute(sql: "COMMIT")
    }

    private static func rollBack(_ database: Database) {
        guard database.isInsideTransaction else { return }
        do {
            try database.execute(sql: "ROLLBACK")
        } catch {
            // SQLite ends the transaction by itself after the errors that make ROLLBACK fail; the next
            // BEGIN IMMEDIATE says so if it did not, and everybody in that group is told.
            return
        }
    }
}
