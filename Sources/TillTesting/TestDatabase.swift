import Logging
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A database for one test: a file in a folder of its own, or a schema of its own.
package struct TestDatabase: Sendable {
    package let kind: DatabaseKind
    package let address: DatabaseAddress

    /// There is no PostgreSQL to test with.
    package struct Missing: Error {
        package init() {}
    }

    /// Lends an empty database, and removes it afterwards.
    package static func with<Value>(
        _ kind: DatabaseKind, _ body: (TestDatabase) async throws -> Value
    ) async throws -> Value {
        let name = "till_test_" + UUID().uuidString.replacing("-", with: "").lowercased()
        switch kind {
        case .sqlite:
            let folder = FileManager.default.temporaryDirectory.appending(path: name).path()
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            return try await body(TestDatabase(kind: kind, address: .sqlite(path: "\(folder)/till.db")))
        case .postgreSQL:
            guard let url = DatabaseKind.postgreSQLAddress else { throw Missing() }
            try await command("CREATE SCHEMA \(name)", at: url)
            let separator = url.contains("?") ? "&" : "?"
            let database = TestDatabase(
                kind: kind, address: .postgreSQL(url: "\(url)\(separator)options=-csearch_path%3D\(name)"))
            do {
                let value = try await body(database)
                try await command("DROP SCHEMA \(name) CASCADE", at: url)
                return value
            } catch {
                try await command("DROP SCHEMA \(name) CASCADE", at: url)
                throw error
            }
        }
    }

    /// Lends the store of an empty database whose tables are made.
    package static func withStore<Value>(
        _ kind: DatabaseKind, _ body: (any Store) async throws -> Value
    ) async throws -> Value {
        try await with(kind) { database in
            try await database.withStore { try await body($0) }
        }
    }

    /// Opens the database as one more server or command would, and closes it afterwards.
    package func withStore<Value>(
        access: StoreAccess = .serving, _ body: (any Store) async throws -> Value
    ) async throws -> Value {
        let database = try await open(access)
        do {
            let value = try await body(database.store)
            try await database.close()
            return value
        } catch {
            try await database.close()
            throw error
        }
    }

    /// Opens the database; it is the caller's to close.
    package func open(_ access: StoreAccess = .serving) async throws -> OpenDatabase {
        try await OpenDatabase(address, Self.settings, access: access)
    }

    private static let settings = OpenDatabase.Settings(
        connections: 6, isLive: false, random: { Double.random(in: 0...1) },
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })

    private static func command(_ sql: String, at url: String) async throws {
        let database = try await OpenDatabase(.postgreSQL(url: url), settings, access: .anyVersion)
        try await database.store.write { _ = try $0.execute(sql) }
        try await database.close()
    }
}
