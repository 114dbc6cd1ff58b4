import TillModel
import TillStore

/// Says how the engine is doing: whether the database takes a write, and how much work waits.
package struct HealthReader: Sendable {
    private let store: any Store
    private let clock: any WallClock

    package init(store: any Store, clock: any WallClock) {
        self.store = store
        self.clock = clock
    }

    /// How much work of one kind waits.
    package struct Counts: Sendable, Encodable {
        /// Rows that are still to be done.
        package let unfinished: Int
        /// Rows that were given up, and wait for a person.
        package let dead: Int
        /// For how many seconds the oldest of the unfinished is overdue; nil when there is none.
        package let oldestDueSeconds: Int64?

        init(_ counts: WorkCounts) {
            unfinished = counts.unfinished
            dead = counts.dead
            oldestDueSeconds = counts.oldestDueSeconds
        }
    }

    /// How the engine is doing.
    package struct Health: Sendable {
        /// What is wrong with the database, as a code; nil when it takes writes.
        package let databaseProblem: String?
        package let inbox: Counts?
        package let hooks: Counts?
    }

    /// Asks the database, with a write, since a disk that is full can still be read.
    package func read() async throws -> Health {
        let now = clock.now()
        do {
            return try await store.write { connection in
                let probe = HealthProbe(connection)
                try probe.touch(at: now)
                return Health(
                    databaseProblem: nil, inbox: Counts(try probe.inbox(at: now)),
                    hooks: Counts(try probe.hooks(at: now)))
            }
        } catch let error as StoreError {
            return Health(databaseProblem: error.code.description, inbox: nil, hooks: nil)
        }
    }
}
