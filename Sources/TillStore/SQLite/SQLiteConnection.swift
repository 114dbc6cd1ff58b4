import GRDB

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// ``SQLConnection`` over a GRDB connection, for as long as its transaction lasts.
struct SQLiteConnection: SQLConnection {
    static let dialect = SQLDialect(
        name: "SQLite", blob: "BLOB", findingTable: "SELECT name FROM sqlite_master WHERE type = 'table' AND name = $1")

    let database: Database
    let texts: StatementTexts

    var dialect: SQLDialect { Self.dialect }

    func execute(_ sql: String, _ values: [any SQLConvertible]) throws -> Int {
        do {
            let statement = try database.cachedStatement(sql: texts.text(of: sql))
            try statement.execute(arguments: arguments(values))
            return database.changesCount
        } catch let error as DatabaseError {
            throw SQLiteErrors.error(error)
        }
    }

    func rows(_ sql: String, _ values: [any SQLConvertible]) throws -> [SQLRow] {
        do {
            let statement = try database.cachedStatement(sql: texts.text(of: sql))
            let names = statement.columnNames
            var rows: [SQLRow] = []
            let cursor = try Row.fetchCursor(statement, arguments: arguments(values))
            while let row = try cursor.next() {
                rows.append(SQLRow(names: names, values: try row.databaseValues.map(value)))
            }
            return rows
        } catch let error as DatabaseError {
            throw SQLiteErrors.error(error)
        }
    }

    private func arguments(_ values: [any SQLConvertible]) -> StatementArguments {
        StatementArguments(
            values.map { value -> DatabaseValue in
                switch value.sqlValue {
                case .null: .null
                case .integer(let integer): integer.databaseValue
                case .text(let text): text.databaseValue
                case .blob(let bytes): Data(bytes).databaseValue
                }
            })
    }

    private func value(_ value: DatabaseValue) throws -> SQLValue {
        switch value.storage {
        case .null: .null
        case .int64(let integer): .integer(integer)
        case .string(let text): .text(text)
        case .blob(let data): .blob(Array(data))
        // No table of ours has a column of this kind.
        case .double: throw StoreError(.unreadableRow, "a column holds a floating-point number")
        }
    }
}
