import Till
import TillStore

/// Lends the open transaction to a closure of the team's, checked and held to a time.
enum TeamTransaction {
    /// How long the statements of one closure may take together.
    static let limit = Duration.milliseconds(50)

    /// Runs a closure on the transaction; when it throws, the transaction must not be committed.
    static func run(
        on connection: any SQLConnection, limit: Duration = limit, _ body: (HookTransaction) throws -> Void
    ) throws {
        let scope = Scope()
        // Whoever kept the transaction is told that it is over.
        defer { scope.isOver = true }
        let transaction = HookTransaction { sql, values, wantsRows in
            do {
                guard !scope.isOver else {
                    throw HookTransactionError(.over, "the transaction is over; run statements inside the closure only")
                }
                return try execute(sql, values, wantsRows: wantsRows, on: connection)
            } catch {
                scope.failure = scope.failure ?? error
                throw error
            }
        }
        do {
            try limited(connection, to: limit) { try body(transaction) }
        } catch is TimeLimitExceeded {
            throw HookTransactionError(.tookTooLong, "its statements took longer than \(limit) together")
        }
        // One database goes on after a failed statement and the other does not; so that both do the same, none does.
        if let failure = scope.failure { throw failure }
    }

    private final class Scope {
        var isOver = false
        var failure: (any Error)?
    }

    private static func limited(
        _ connection: any SQLConnection, to limit: Duration, _ body: () throws -> Void
    ) throws {
        if let limited = connection as? any TimeLimited { return try limited.limited(to: limit, body) }
        let milliseconds = max(1, Int(limit / .milliseconds(1)))
        try connection.execute("SET LOCAL statement_timeout = \(milliseconds)")
        try body()
        try connection.execute("SET LOCAL statement_timeout TO DEFAULT")
    }

    private static func execute(
        _ sql: String, _ values: [HookSQLValue], wantsRows: Bool, on connection: any SQLConnection
    ) throws -> HookTransaction.Outcome {
        try StatementRules.check(sql, values: values.count)
        let values = values.map { value -> any SQLConvertible in
            switch value {
            case .null: SQLValue.null
            case .integer(let integer): integer
            case .text(let text): text
            case .bytes(let bytes): bytes
            }
        }
        do {
            guard wantsRows else {
                return HookTransaction.Outcome(changed: try connection.execute(sql, values), rows: [])
            }
            return HookTransaction.Outcome(
                changed: 0,
                rows: try connection.rows(sql, values).map { row in
                    HookRow(
                        Dictionary(
                            row.columns.map { ($0.name, HookSQLValue($0.value)) }, uniquingKeysWith: { $1 }))
                })
        } catch let error as StoreError where error.code != .unavailable && error.code != .superseded {
            throw HookTransactionError(.failed, error.description)
        }
    }
}

extension HookSQLValue {
    /// A value as the store has it.
    fileprivate init(_ value: SQLValue) {
        self =
            switch value {
            case .null: .null
            case .integer(let integer): .integer(integer)
            case .text(let text): .text(text)
            case .blob(let bytes): .bytes(bytes)
            }
    }
}
