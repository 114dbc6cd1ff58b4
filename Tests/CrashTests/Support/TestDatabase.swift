import TillStore

/// The databases that every test of a crash runs on.
enum TestDatabase: String, Sendable, CaseIterable {
    case sqlite = "SQLite"

    /// What `DATABASE_URL` says of it, for a server in a folder.
    func url(in folder: String) -> String {
        switch self {
        case .sqlite: "sqlite:\(folder)/till.db"
        }
    }

    /// Opens it beside a server, or in its absence, and closes it again.
    func use<Value>(
        in folder: String, access: SQLiteStore.Access, _ body: (any Store) async throws -> Value
    ) async throws -> Value {
        switch self {
        case .sqlite:
            let store = try SQLiteStore(path: "\(folder)/till.db", access: access)
            let value = try await body(store)
            try store.close()
            return value
        }
    }
}
