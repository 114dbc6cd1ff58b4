import GRDB

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Whole SQLite files: copied while they are used, checked, put in a place, made small.
package enum SQLiteFile {
    /// Copies a database, which may be in use, into a new file that is whole or not there at all.
    ///
    /// The copy is checked before it gets its name.
    ///
    /// - Throws: ``StoreError/Code/unusable`` when the copy is damaged, which it is when the database is.
    package static func copy(_ path: String, to target: String) throws {
        let temporary = "\(target).\(getpid()).part"
        do {
            try makeEmpty(temporary)
            try fill(temporary, from: path)
            try flush(temporary)
            guard rename(temporary, target) == 0 else { throw mistake(target, "cannot be written") }
            try flush(URL(filePath: target).deletingLastPathComponent().path(percentEncoded: false))
        } catch let error as DatabaseError {
            unlink(temporary)
            let cause = SQLiteErrors.error(error)
            throw StoreError(cause.code, "\(path): \(cause.description)")
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// The version of the tables in a file that nobody uses.
    ///
    /// - Throws: ``StoreError/Code/unusable`` when it is damaged, or no database of ours.
    package static func checkedVersion(_ path: String) throws -> Int64 {
        do {
            var configuration = Configuration()
            configuration.readonly = true
            return try DatabaseQueue(path: path, configuration: configuration).read { database in
                try check(database, path)
                return try Migrator.version(SQLiteConnection(database: database, texts: StatementTexts()))
            }
        } catch let error as DatabaseError {
            throw StoreError(.unusable, "\(path): \(SQLiteErrors.error(error).description)")
        }
    }

    /// Removes a database and what SQLite keeps beside it.
    package static func remove(_ path: String) throws {
        // The log first: one that is left beside another file would be taken for that file's.
        for file in ["\(path)-wal", "\(path)-shm", path] where unlink(file) != 0 && errno != ENOENT {
            throw mistake(file, "cannot be removed")
        }
    }

    /// Writes the database anew without the room that removed rows left.
    package static func vacuum(_ path: String) throws {
        do {
            try DatabaseQueue(path: path).writeWithoutTransaction { try $0.execute(sql: "VACUUM") }
        } catch let error as DatabaseError {
            let cause = SQLiteErrors.error(error)
            throw StoreError(cause.code, "\(path): \(cause.description)")
        }
    }

    private static func fill(_ copy: String, from path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        let source = try DatabaseQueue(path: path, configuration: configuration)
        let target = try DatabaseQueue(path: copy)
        try source.backup(to: target)
        try target.writeWithoutTransaction { database in
            // One file alone: the copy carries the setting that wants a log beside it.
            try database.execute(sql: "PRAGMA journal_mode = DELETE")
            try check(database, path)
        }
        try target.close()
        try source.close()
    }

    private static func check(_ database: Database, _ path: String) throws {
        let found = try String.fetchAll(database, sql: "PRAGMA integrity_check(5)")
        guard found == ["ok"] else {
            throw StoreError(.unusable, "\(path) is damaged: \(found.joined(separator: "; "))")
        }
    }

    /// Readable by its own user only, as the database is.
    private static func makeEmpty(_ path: String) throws {
        let descriptor = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw mistake(path, "cannot be made") }
        close(descriptor)
    }

    /// Brings a file, or a folder's list of names, onto the disk.
    private static func flush(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw mistake(path, "cannot be read") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw mistake(path, "cannot be flushed") }
    }

    private static func mistake(_ path: String, _ words: String) -> StoreError {
        StoreError(.unusable, "\(path) \(words): \(String(cString: strerror(errno)))")
    }
}
