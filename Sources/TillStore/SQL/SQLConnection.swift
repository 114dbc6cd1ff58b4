/// One connection inside a transaction.
///
/// Statements number their parameters `$1`, `$2`, ….
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
