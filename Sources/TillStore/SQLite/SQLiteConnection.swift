import GRDB
import GRDBSQLite

/// ``SQLConnection`` over a GRDB connection, for as long as its transaction lasts.
///
/// GRDB opens connections, keeps statements and watches transactions. Values go to SQLite and come from it directly:
/// on the way through GRDB's own kinds of values each was made three times.
struct SQLiteConnection: SQLConnection {
    static let dialect = SQLDialect(
        name: "SQLite", blob: "BLOB",
        findingTable: "SELECT name FROM sqlite_master WHERE type = 'table' AND name = $1",
        listingTables: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        askingVersion: "SELECT sqlite_version() AS version",
        askingSize: "SELECT page_count * page_size AS size FROM pragma_page_count(), pragma_page_size()")

    let database: Database
    let texts: StatementTexts

    var dialect: SQLDialect { Self.dialect }

    func execute(_ sql: String, _ values: [any SQLConvertible]) throws -> Int {
        if values.isEmpty {
            // Only such a statement can change tables, and then GRDB has statements to forget.
            try inOurWords { try database.cachedStatement(sql: texts.text(of: sql)).execute() }
        } else {
            try run(sql, values) { _ in }
        }
        return database.changesCount
    }

    func rows(_ sql: String, _ values: [any SQLConvertible]) throws -> [SQLRow] {
        var names: [String] = []
        var rows: [SQLRow] = []
        try run(sql, values) { statement in
            if rows.isEmpty { names = Self.names(of: statement) }
            let values = try (0..<Int32(names.count)).map { try Self.value(statement.sqliteStatement, $0) }
            rows.append(SQLRow(names: names, values: values))
        }
        return rows
    }

    /// Runs a statement to its end, whatever it returns on the way.
    private func run(_ sql: String, _ values: [any SQLConvertible], row: (Statement) throws -> Void) throws {
        try inOurWords {
            let statement = try database.cachedStatement(sql: texts.text(of: sql))
            let handle = statement.sqliteStatement
            defer {
                sqlite3_reset(handle)
                sqlite3_clear_bindings(handle)
            }
            let count = Int(sqlite3_bind_parameter_count(handle))
            guard count == values.count else {
                throw StoreError(.refused, "\(count) values are wanted and \(values.count) given: \(sql)")
            }
            for index in 0..<count {
                let code = Self.bind(values[index].sqlValue, to: handle, Int32(index + 1))
                guard code == SQLITE_OK else { throw failure(sql) }
            }
            while true {
                switch sqlite3_step(handle) {
                case SQLITE_ROW: try row(statement)
                case SQLITE_DONE: return
                default: throw failure(sql)
                }
            }
        }
    }

    private func inOurWords(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as DatabaseError {
            throw SQLiteErrors.error(error)
        }
    }

    /// What SQLite says of its last step.
    private func failure(_ sql: String) -> DatabaseError {
        let connection = database.sqliteConnection
        return DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
            message: sqlite3_errmsg(connection).map { String(cString: $0) }, sql: sql)
    }

    // MARK: - Values

    /// Tells SQLite to make a copy of what it is given.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    private static func bind(_ value: SQLValue, to handle: SQLiteStatement, _ index: Int32) -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(handle, index)
        case .integer(let integer): return sqlite3_bind_int64(handle, index, integer)
        case .text(var text):
            return text.withUTF8 { bytes in
                // Without a length of its own, empty text at no address would be NULL.
                guard let start = bytes.baseAddress else { return sqlite3_bind_text(handle, index, "", 0, copied) }
                return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                    sqlite3_bind_text(handle, index, $0, Int32(clamping: bytes.count), copied)
                }
            }
        case .blob(let bytes):
            guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(handle, index, 0) }
            return bytes.withUnsafeBytes {
                sqlite3_bind_blob(handle, index, $0.baseAddress, Int32(clamping: $0.count), copied)
            }
        }
    }

    /// The names of a row's columns; asked anew where the tables changed since the statement was made.
    private static func names(of statement: Statement) -> [String] {
        let count = sqlite3_column_count(statement.sqliteStatement)
        guard count != statement.columnNames.count else { return statement.columnNames }
        return (0..<count).map { index in
            sqlite3_column_name(statement.sqliteStatement, index).map { String(cString: $0) } ?? ""
        }
    }

    private static func value(_ handle: SQLiteStatement, _ index: Int32) throws -> SQLValue {
        switch sqlite3_column_type(handle, index) {
        case SQLITE_NULL: return .null
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, index))
        case SQLITE_TEXT:
            // The text is asked for before its length, since asking may change its encoding.
            let start = sqlite3_column_text(handle, index)
            let count = Int(sqlite3_column_bytes(handle, index))
            return .text(
                String(decoding: UnsafeBufferPointer(start: start, count: start == nil ? 0 : count), as: UTF8.self))
        case SQLITE_BLOB:
            let start = sqlite3_column_blob(handle, index)
            let count = Int(sqlite3_column_bytes(handle, index))
            return .blob(Array(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)))
        // No table of ours has a column of this kind.
        default: throw StoreError(.unreadableRow, "a column holds a floating-point number")
        }
    }
}
