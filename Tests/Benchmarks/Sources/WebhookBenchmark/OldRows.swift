import Foundation
import GRDB
import TillStore

/// Messages of long ago, all done with, as many as a busy shop has after years.
///
/// They have what the real path gives them, only that their bodies are of about 300 bytes. Each index is made at once
/// afterwards instead of row by row, which gives the same index sooner.
struct OldRows {
    let path: String

    func make(_ count: Int) throws {
        try SQLiteStore(path: path).close()
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        let have = try queue.read { try Int.fetchOne($0, sql: "SELECT MAX(rowid) FROM inbox") ?? 0 }
        guard have < count else { return }
        Text.line("  making \(Text.grouped(Double(count))) old messages in \(path)")
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = OFF; PRAGMA cache_size = -2000000; PRAGMA temp_store = 2")
            let indexes = try String.fetchAll(
                database, sql: "SELECT sql FROM sqlite_master WHERE tbl_name = 'inbox' AND type = 'index' AND sql <> ''"
            )
            let names = try String.fetchAll(
                database,
                sql: "SELECT name FROM sqlite_master WHERE tbl_name = 'inbox' AND type = 'index' AND sql <> ''")
            try database.inTransaction {
                for name in names { try database.execute(sql: "DROP INDEX \(name)") }
                try insert(count, into: database)
                for index in indexes { try database.execute(sql: index) }
                return .commit
            }
            try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
    }

    private func insert(_ count: Int, into database: Database) throws {
        // Two a second, the last one an hour ago.
        let last = Int64(Date().timeIntervalSince1970 * 1_000) - 3_600_000
        try database.execute(
            sql: """
                WITH RECURSIVE old(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM old WHERE n + 1 < ?1)
                INSERT INTO inbox (tenant, id, provider, account, mode, dedup_key, type, object_id, lane, occurred_at,
                    received_at, digest, body, status, attempts, failures, next_at, reason, finished_at)
                SELECT 'default', printf('whk_%016x%016x', n * -7046029254386353131, n * 7046029254386353133),
                    'stripe', 'default', 'test', printf('evt_1M%08x2eZvKYlo2C%08x', n, n * 2654435761 % 4294967296),
                    'checkout.session.completed', printf('cs_test_a1%024x', n), printf('cs_test_a1%024x', n),
                    ?2 + n * 500, ?2 + n * 500 + 800, lower(hex(randomblob(32))), randomblob(300), 'ignored', 1, 0,
                    NULL, 'unrelated', ?2 + n * 500 + 900
                FROM old
                """, arguments: [count, last - Int64(count) * 500])
    }
}
