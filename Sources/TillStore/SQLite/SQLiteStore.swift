import GRDB
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// ``Store`` on one SQLite file: the embedded default.
package struct SQLiteStore: Store {
    private let pool: DatabasePool
    private let writer: GroupCommitWriter

    /// Opens the file, makes it when it is not there, and brings its tables up to date.
    ///
    /// - `path`: The file; its folder is made when it is not there.
    /// - `isReadOnly`: Refuses every write, and does not make the file.
    package init(path: String, isReadOnly: Bool = false) throws {
        do {
            let folder = URL(filePath: path).deletingLastPathComponent().path()
            if !isReadOnly {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            }
            try NetworkFileSystems.refuse(folder)
            var configuration = Configuration()
            configuration.busyMode = .timeout(5)
            configuration.maximumReaderCount = 4
            configuration.readonly = isReadOnly
            pool = try DatabasePool(path: path, configuration: configuration)
            if !isReadOnly { try Self.makeDurable(pool) }
        } catch let error as DatabaseError {
            let cause = SQLiteErrors.error(error)
            throw StoreError(cause.code, "\(path): \(cause.description)")
        } catch let error as CocoaError {
            throw StoreError(.unusable, "\(path) cannot be made: \(error)")
        }
        writer = GroupCommitWriter(pool: pool)
        guard !isReadOnly else { return }
        try pool.writeWithoutTransaction { database in
            try database.inTransaction(.immediate) {
                try Migrator.migrate(SQLiteConnection(database: database))
                return .commit
            }
        }
    }

    /// GRDB sets `synchronous` to NORMAL while it opens a WAL file, and then a power loss takes back what was
    /// acknowledged.
    ///
    /// So it is set afterwards, and believed only when it reads back.
    private static func makeDurable(_ pool: DatabasePool) throws {
        try pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            let synchronous = try Int.fetchOne(database, sql: "PRAGMA synchronous")
            let journal = try String.fetchOne(database, sql: "PRAGMA journal_mode")
            guard synchronous == 2, journal == "wal" else {
                throw StoreError(
                    .unusable,
                    "SQLite runs with synchronous=\(synchronous ?? -1), journal_mode=\(journal ?? "none"); "
                        + "it must be 2 and wal, or a power loss could take back what was acknowledged")
            }
        }
    }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        do {
            return try await pool.read { try body(SQLiteConnection(database: $0)) }
        } catch let error as DatabaseError {
            throw SQLiteErrors.error(error)
        }
    }

    package func write<Value: Sendable>(
        bytes: Int, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        let kept = Kept<Value>()
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            writer.submit(
                GroupCommitWriter.Write(
                    bytes: bytes,
                    run: { kept.keep(try body(SQLiteConnection(database: $0))) },
                    finish: { error in
                        if let error { continuation.resume(throwing: error) } else { continuation.resume() }
                    }))
        }
        return try kept.value()
    }

    /// How many writes wait for their group.
    package var waitingWrites: Int { writer.waiting }

    /// What a write returned, kept until its group is durable.
    private final class Kept<Value: Sendable>: Sendable {
        private let stored = Mutex<Value?>(nil)

        func keep(_ value: Value) { stored.withLock { $0 = value } }

        func value() throws -> Value {
            guard let value = stored.withLock({ $0 }) else {
                throw StoreError(.unavailable, "the write ended without a result")
            }
            return value
        }
    }

    /// Gives the connections back; nothing can be read or written afterwards.
    package func close() throws { try pool.close() }
}
