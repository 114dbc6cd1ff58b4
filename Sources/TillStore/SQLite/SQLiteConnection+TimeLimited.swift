import GRDB
import GRDBSQLite

extension SQLiteConnection: TimeLimited {
    /// How many steps of SQLite's machine pass between two looks at the clock.
    private static let stepsBetweenLooks: CInt = 1_000

    /// SQLite looks at the time while a statement goes on, and ends it; a statement of a few steps is never looked at,
    /// however slow the machine.
    func limited<Value>(to limit: Duration, _ body: () throws -> Value) throws -> Value {
        let connection = database.sqliteConnection
        var watch = Watch(deadline: ContinuousClock().now.advanced(by: limit))
        return try withUnsafeMutablePointer(to: &watch) { watch in
            sqlite3_progress_handler(
                connection, Self.stepsBetweenLooks,
                { context in
                    guard let watch = context?.assumingMemoryBound(to: Watch.self),
                        ContinuousClock().now > watch.pointee.deadline
                    else { return 0 }
                    watch.pointee.hasRungOut = true
                    return 1
                }, watch)
            defer { sqlite3_progress_handler(connection, 0, nil, nil) }
            do {
                return try body()
            } catch  where watch.pointee.hasRungOut {
                throw TimeLimitExceeded(limit: limit)
            }
        }
    }

    private struct Watch {
        let deadline: ContinuousClock.Instant
        var hasRungOut = false
    }
}
