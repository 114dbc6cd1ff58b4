/// One connection inside a transaction.
///
/// Statements number their parameters `$1`, `$2`, …. A statement that fails may have ended the transaction, so the
/// closure lets its error go on. Text or nil as a parameter stands where something else says what type it has, such as a
/// column that it is compared with or written to.
package protocol SQLConnection {
    /// What differs between the databases.
    var dialect: SQLDialect { get }

    /// Runs a statement and returns how many rows it changed.
    @discardableResult
    func execute(_ sql: String, _ values: [any SQLConvertible]) throws -> Int

    /// Runs a statement and returns its rows.
    func rows(_ sql: String, _ values: [any SQLConvertible]) throws -> [SQLRow]
}

extension SQLConnection {
    /// Runs a statement and returns how many rows it changed.
    @discardableResult
    package func execute(_ sql: String, _ values: any SQLConvertible...) throws -> Int {
        try execute(sql, values)
    }

    /// Runs a statement and returns its rows.
    package func rows(_ sql: String, _ values: any SQLConvertible...) throws -> [SQLRow] {
        try rows(sql, values)
    }

    /// Runs a statement and returns its first row; nil when there is none.
    package func first(_ sql: String, _ values: any SQLConvertible...) throws -> SQLRow? {
        try rows(sql, values).first
    }
}
