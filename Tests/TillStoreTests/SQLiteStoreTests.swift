import GRDB
import Testing
import TillModel
import TillTesting

@testable import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite struct SQLiteStoreTests {
    static func withFolder<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let name = "till-store-\(UUID().uuidString)"
        let folder = FileManager.default.temporaryDirectory.appending(path: name).path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(folder)
    }

    static func withStore<Value>(_ body: (SQLiteStore, String) async throws -> Value) async throws -> Value {
        try await withFolder { folder in
            let path = "\(folder)/till.db"
            let store = try SQLiteStore(path: path)
            let value = try await body(store, path)
            try store.close()
            return value
        }
    }

    struct Refused: Error {}

    @Test func `what was written is flushed before anybody is told`() async throws {
        try await Self.withStore { store, _ in
            let (synchronous, journal) = try await store.write { connection in
                (
                    try connection.first("PRAGMA synchronous")?.integer("synchronous"),
                    try connection.first("PRAGMA journal_mode")?.text("journal_mode")
                )
            }
            #expect(synchronous == 2)
            #expect(journal == "wal")
        }
    }

    @Test func `the write-ahead log stays small however much is written without a pause`() async throws {
        try await Self.withFolder { folder in
            let path = "\(folder)/till.db"
            let store = try SQLiteStore(path: path, pagesBeforeCopying: 64)
            try await store.write { _ = try $0.execute("CREATE TABLE t (n BIGINT PRIMARY KEY, body TEXT)") }
            let body = String(repeating: "x", count: 32_000)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<4 {
                    group.addTask {
                        for number in 0..<250 {
                            try await store.write {
                                _ = try $0.execute("INSERT INTO t VALUES ($1, $2)", writer * 1_000 + number, body)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let log = try FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int
            // 32 MB were written; SQLite by itself would have them all in the log still.
            #expect(try #require(log) < 16_000_000)
            #expect(try await store.read { try $0.first("SELECT COUNT(*) AS n FROM t")?.int("n") } == 1_000)
            try store.close()
        }
    }

    @Test func `a write that throws undoes its own writes and nobody else's`() async throws {
        try await Self.withStore { store, _ in
            try await store.write { _ = try $0.execute("CREATE TABLE t (n BIGINT PRIMARY KEY)") }
            let failed = await withTaskGroup(of: Int?.self) { group in
                for number in 0..<500 {
                    group.addTask {
                        do {
                            try await store.write { connection in
                                try connection.execute("INSERT INTO t VALUES ($1)", number)
                                if number.isMultiple(of: 7) { throw Refused() }
                            }
                            return nil
                        } catch {
                            return error is Refused ? number : -1
                        }
                    }
                }
                return await group.reduce(into: Set<Int>()) { if let number = $1 { $0.insert(number) } }
            }
            let kept = try await store.read { try $0.rows("SELECT n FROM t ORDER BY n").map { try $0.int("n") } }
            #expect(kept == (0..<500).filter { !$0.isMultiple(of: 7) })
            #expect(failed == Set((0..<500).filter { $0.isMultiple(of: 7) }))
        }
    }

    @Test func `a statement that SQLite refuses fails its own write only`() async throws {
        try await Self.withStore { store, _ in
            try await store.write { _ = try $0.execute("CREATE TABLE t (n BIGINT PRIMARY KEY)") }
            let codes = await withTaskGroup(of: StoreError.Code?.self) { group in
                for sql in ["INSERT INTO nothing VALUES (1)", "INSERT INTO t VALUES (1)"] {
                    group.addTask {
                        do {
                            try await store.write { _ = try $0.execute(sql) }
                            return nil
                        } catch {
                            return (error as? StoreError)?.code
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(codes) == [nil, .refused])
            #expect(try await store.read { try $0.rows("SELECT n FROM t").count } == 1)
        }
    }

    @Test func `a thousand writes that wait share one flush`() async throws {
        try await Self.withStore { store, path in
            try await store.write { _ = try $0.execute("CREATE TABLE t (n BIGINT PRIMARY KEY)") }
            let before = try Self.commits(in: path)
            let gate = Gate()
            try await withThrowingTaskGroup(of: Void.self) { group in
                // The first write holds the connection until the others wait behind it.
                group.addTask { try await store.write { (_: any SQLConnection) -> Void in gate.wait() } }
                await gate.waitUntilHeld()
                for number in 0..<1_000 {
                    group.addTask {
                        try await store.write { _ = try $0.execute("INSERT INTO t VALUES ($1)", number) }
                    }
                }
                while store.waitingWrites < 1_000 { try await Task.sleep(for: .milliseconds(1)) }
                gate.open()
                try await group.waitForAll()
            }
            // The write that held wrote nothing; the thousand behind it are one group.
            #expect(try Self.commits(in: path) - before == 1)
            #expect(try await store.read { try $0.rows("SELECT n FROM t").count } == 1_000)
        }
    }

    /// How many commits the write-ahead log holds: each ends with a frame that states the size of the database.
    static func commits(in path: String) throws -> Int {
        let log = [UInt8](try Data(contentsOf: URL(filePath: path + "-wal")))
        func word(_ offset: Int) -> Int { log[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
        guard log.count > 32 else { return 0 }
        let frame = 24 + word(8)
        return stride(from: 32, to: log.count - frame + 1, by: frame).count { word($0 + 4) != 0 }
    }

    @Test func `values come back as they were given`() async throws {
        try await Self.withStore { store, _ in
            let row = try await store.write { connection in
                try connection.first(
                    "SELECT $1 AS empty, $2 AS zero, $3 AS hollow, $4 AS large, $5 AS accent", "", "a\u{0}b",
                    [UInt8](), Int64.min, "é\u{1F600}")
            }
            #expect(try row?.text("empty") == "")
            #expect(try row?.text("zero") == "a\u{0}b")
            #expect(try row?.bytes("hollow") == [])
            #expect(try row?.integer("large") == Int64.min)
            #expect(try row?.text("accent") == "é\u{1F600}")
        }
    }

    @Test(arguments: ["SELECT $1", "SELECT $1, $2, $3"])
    func `a statement with more or fewer values than it wants is refused`(_ sql: String) async throws {
        try await Self.withStore { store, _ in
            let error = await #expect(throws: StoreError.self) { try await store.read { _ = try $0.rows(sql, 1, 2) } }
            #expect(error?.code == .refused)
        }
    }

    @Test func `what a statement was given once is forgotten`() async throws {
        try await Self.withStore { store, _ in
            try await store.write { connection in
                try connection.execute("CREATE TABLE t (n BIGINT PRIMARY KEY)")
                try connection.execute("INSERT INTO t VALUES ($1)", 1)
                #expect(throws: StoreError.self) { try connection.execute("INSERT INTO t VALUES ($1)", 1) }
                try connection.execute("INSERT INTO t VALUES ($1)", 2)
                #expect(try connection.rows("SELECT n FROM t WHERE n > $1", 0).count == 2)
                #expect(try connection.rows("SELECT n FROM t WHERE n > $1", 1).count == 1)
            }
        }
    }

    @Test func `a second server on the same file is refused, and let in when the first has ended`() async throws {
        try await Self.withFolder { folder in
            let path = "\(folder)/till.db"
            do {
                let first = try ServerLock(databasePath: path)
                let error = #expect(throws: StoreError.self) { try ServerLock(databasePath: path) }
                #expect(error?.code == .locked)
                withExtendedLifetime(first) {}
            }
            _ = try ServerLock(databasePath: path)
        }
    }

    @Test func `a file of a newer version is refused and not touched`() async throws {
        try await Self.withStore { store, path in
            try await store.write { _ = try $0.execute("INSERT INTO schema_version VALUES (1000)") }
            let error = #expect(throws: StoreError.self) { try SQLiteStore(path: path) }
            #expect(error?.code == .unknownVersion)
        }
    }

    @Test func `a file that is no database is told as such`() async throws {
        try await Self.withFolder { folder in
            let path = "\(folder)/till.db"
            try Data(repeating: 65, count: 8_192).write(to: URL(filePath: path))
            let error = #expect(throws: StoreError.self) { try SQLiteStore(path: path) }
            #expect(error?.code == .unusable)
            #expect(error?.description.contains(path) == true)
        }
    }

    @Test func `a folder that cannot be made is told as such`() async throws {
        try await Self.withFolder { folder in
            try Data().write(to: URL(filePath: "\(folder)/file"))
            let error = #expect(throws: StoreError.self) { try SQLiteStore(path: "\(folder)/file/till.db") }
            #expect(error?.code == .unusable)
        }
    }

    @Test func `opening again keeps everything and changes nothing`() async throws {
        try await Self.withStore { store, path in
            try await store.write { _ = try $0.execute("INSERT INTO secret VALUES ('t', 'n', 'v')") }
            let again = try SQLiteStore(path: path)
            #expect(
                try await again.write { try SecretTable($0).findOrInsert("n", tenant: "t", offered: "x") } == "v")
            let readOnly = try SQLiteStore(path: path, access: .reading)
            let error = await #expect(throws: StoreError.self) {
                try await readOnly.write { _ = try $0.execute("DELETE FROM secret") }
            }
            #expect(error?.code == .unavailable)
            try again.close()
            try readOnly.close()
        }
    }

    @Test func `a command beside a server never changes its tables`() async throws {
        try await Self.withFolder { folder in
            let path = "\(folder)/till.db"
            let error = #expect(throws: StoreError.self) { try SQLiteStore(path: path, access: .writing) }
            #expect(error?.code == .unknownVersion || error?.code == .unusable)
        }
        try await Self.withStore { store, path in
            try await store.write { _ = try $0.execute("UPDATE schema_version SET version = version - 1000") }
            for access in [StoreAccess.reading, .writing] {
                let error = #expect(throws: StoreError.self) { try SQLiteStore(path: path, access: access) }
                #expect(error?.code == .unknownVersion)
            }
        }
    }

    @Test func `a folder's name may hold anything a name can`() async throws {
        try await Self.withFolder { folder in
            let path = "\(folder)/my shop + 100%/till.db"
            let store = try SQLiteStore(path: path)
            try store.close()
            #expect(FileManager.default.fileExists(atPath: path))
            let lock = try ServerLock(databasePath: path)
            withExtendedLifetime(lock) {}
        }
    }

    @Test func `nobody else may read the file`() async throws {
        try await Self.withFolder { folder in
            let path = "\(folder)/private/till.db"
            let store = try SQLiteStore(path: path)
            try await store.write { _ = try $0.execute("INSERT INTO secret VALUES ('t', 'n', 'v')") }
            for (file, permissions) in [
                (path, 0o600), ("\(path)-wal", 0o600), (URL(filePath: path).deletingLastPathComponent().path(), 0o700),
            ] {
                let attributes = try FileManager.default.attributesOfItem(atPath: file)
                #expect(attributes[.posixPermissions] as? Int == permissions, "\(file)")
            }
            try store.close()
        }
    }

    @Test func `a disk that stands still does not fill memory`() async throws {
        try await Self.withStore { store, _ in
            let gate = Gate()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await store.write { (_: any SQLConnection) -> Void in gate.wait() } }
                await gate.waitUntilHeld()
                group.addTask { try await store.write(.ingest, bytes: 60 * 1024 * 1024) { _ in } }
                while store.waitingWrites < 1 { try await Task.sleep(for: .milliseconds(1)) }
                let error = await #expect(throws: StoreError.self) {
                    try await store.write(.ingest, bytes: 5 * 1024 * 1024) { _ in }
                }
                #expect(error?.code == .unavailable)
                gate.open()
                try await group.waitForAll()
            }
            try await store.write(.ingest, bytes: 5 * 1024 * 1024) { _ in }
        }
    }
}
