/// The open transaction, as a hook may use it: one statement per call, on the team's own tables.
///
/// It may write to tables whose names begin with `app_`, which ``Setup/migrate(_:_:)`` makes, and read every table.
/// Statements number their parameters `$1`, `$2`, … and run on the database that is configured, SQLite or PostgreSQL.
/// It is over when the closure that it was given to returns, and cannot be used afterwards.
public struct HookTransaction {
    private let run: Run

    /// Runs a statement with its values: its rows, and how many it changed.
    package typealias Run = (_ sql: String, _ values: [HookSQLValue], _ wantsRows: Bool) throws -> Outcome

    /// What a statement came to.
    package struct Outcome {
        package let changed: Int
        package let rows: [HookRow]

        package init(changed: Int, rows: [HookRow]) {
            self.changed = changed
            self.rows = rows
        }
    }

    /// A transaction of the engine's.
    package init(run: @escaping Run) { self.run = run }

    /// Runs one statement that writes, and returns how many rows it changed.
    ///
    /// A statement that is refused or fails makes the whole hook fail, also when its error is caught.
    @discardableResult
    public func execute(_ sql: String, _ values: (any HookValue)?...) throws -> Int {
        try run(sql, values.map { $0?.hookSQLValue ?? .null }, false).changed
    }

    /// Runs one statement and returns its rows.
    public func rows(_ sql: String, _ values: (any HookValue)?...) throws -> [HookRow] {
        try run(sql, values.map { $0?.hookSQLValue ?? .null }, true).rows
    }
}
