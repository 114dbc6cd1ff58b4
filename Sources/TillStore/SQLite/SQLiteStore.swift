import GRDB
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// ``Store`` on one SQLite file: the embedded default.
package struct SQLiteStore: Store {
    private let pool: DatabasePool
    private let writer: GroupCommitWriter
    private let checkpointer: Checkpointer?
    private let access: StoreAccess
    private let folder: String
    private let texts = StatementTexts()

    package typealias Access = StoreAccess

    /// Opens the file.
    ///
    /// - `path`: The file; a server makes it and its folder, readable by its own user only, since it holds bodies of
    ///   webhooks and the secret that signs order links.
    /// - `pagesBeforeCopying`: After how many written pages of 4 KiB a server brings them from the write-ahead log into
    ///   the file.
    package init(
        path: String, access: StoreAccess = .serving, pagesBeforeCopying: Int = Checkpointer.pagesBeforeCopying,
        failpoints: Failpoints = .none
    ) throws {
        folder = URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false)
        do {
            if access == .serving { try Self.makePrivate(path, in: folder) }
            try NetworkFileSystems.refuse(folder)
            var configuration = Configuration()
            configuration.busyMode = .timeout(5)
            configuration.maximumReaderCount = 4
            configuration.readonly = access == .reading || access == .anyVersion
            pool = try DatabasePool(path: path, configuration: configuration)
            if access == .serving || access == .writing { try Self.makeDurable(pool) }
            checkpointer =
                access == .serving ? try Checkpointer(path: path, pagesBeforeCopying: pagesBeforeCopying) : nil
        } catch let error as DatabaseError {
            let cause = SQLiteErrors.error(error)
            throw StoreError(cause.code, "\(path): \(cause.description)")
        } catch let error as CocoaError {
            throw StoreError(
                .unusable, "\(path) cannot be made; look at the folder's permissions (\(error.code.rawValue))")
        }
        writer = GroupCommitWriter(pool: pool, checkpointer: checkpointer, failpoints: failpoints)
        self.access = access
        guard access == .serving else {
            let isAnyVersion = access == .anyVersion
            try pool.read { [texts] database in
                guard !isAnyVersion else { return }
                try Migrator.check(SQLiteConnection(database: database, texts: texts), name: path)
            }
            return
        }
        try pool.writeWithoutTransaction { [texts] database in
            try database.inTransaction(.immediate) {
                try Migrator.migrate(SQLiteConnection(database: database, texts: texts), failpoints: failpoints)
                return .commit
            }
        }
    }

    private static func makePrivate(_ path: String, in folder: String) throws {
        if !FileManager.default.fileExists(atPath: folder) {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        guard !FileManager.default.fileExists(atPath: path) else { return }
        _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
    }

    /// GRDB sets `synchronous` to NORMAL while it opens a WAL file, and then a power loss takes back what was
    /// acknowledged.
    ///
    /// So it is set afterwards, and believed only when it reads back.
    private static func makeDurable(_ pool: DatabasePool) throws {
        try pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            // A server has somebody else for it, see Checkpointer.
            try database.execute(sql: "PRAGMA wal_autocheckpoint = \(Checkpointer.mostPages)")
            // The pages that indexes end in stay in memory.
            try database.execute(sql: "PRAGMA cache_size = -\(kibibytesInMemory)")
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

    /// How much of the file the connection that writes keeps in memory.
    private static let kibibytesInMemory = 32_768

    /// A second server on the same file is refused.
    package var isShared: Bool { false }

    package var freeBytes: Int64? {
        // Where the disk does not tell, it is found out when it is full.
        guard let facts = try? FileManager.default.attributesOfFileSystem(forPath: folder) else { return nil }
        return (facts[.systemFreeSize] as? UInt64).flatMap { Int64(exactly: $0) }
    }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        do {
            return try await pool.read { [texts] in try body(SQLiteConnection(database: $0, texts: texts)) }
        } catch let error as DatabaseError {
            throw SQLiteErrors.error(error)
        }
    }

    package func write<Value: Sendable>(
        _ group: WriteGroup, bytes: Int, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        let kept = KeptValue<Value>()
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            writer.submit(
                GroupCommitWriter.Write(
                    group: group, bytes: bytes,
                    run: { [texts] in kept.keep(try body(SQLiteConnection(database: $0, texts: texts))) },
                    finish: { error in
                        if let error { continuation.resume(throwing: error) } else { continuation.resume() }
                    }))
        }
        return try kept.value()
    }

    /// How many writes wait for their group.
    package var waitingWrites: Int { writer.waiting }

    /// Gives the connections back; nothing can be read or written afterwards.
    ///
    /// What stands in the write-ahead log is brought into the file first, so that a copy of the file alone is whole.
    package func close() throws {
        try checkpointer?.close()
        if access == .serving {
            try pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        }
        try pool.close()
    }
}
