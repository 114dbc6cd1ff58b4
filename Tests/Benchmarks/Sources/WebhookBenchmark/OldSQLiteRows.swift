import Foundation
import GRDB
import TillModel
import TillStore

/// Messages of long ago, all done with, as many as a busy shop has after years.
///
/// They have what the real path gives messages that were applied, only that their bodies are of about 300 bytes and
/// their orders are not there. Each index is made at once afterwards instead of row by row, which gives the same index
/// sooner.
struct OldSQLiteRows {
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
        database.add(function: Self.message)
        database.add(function: Self.order)
        // Two a second, the last one an hour ago.
        let last = Int64(Date().timeIntervalSince1970 * 1_000) - 3_600_000
        try database.execute(
            sql: """
                WITH RECURSIVE old(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM old WHERE n + 1 < ?1)
                INSERT INTO inbox (tenant, id, provider, account, mode, dedup_key, type, object_id, lane, occurred_at,
                    received_at, digest, body, status, attempts, failures, next_at, order_id, finished_at)
                SELECT 'default', message_id(?2 + n * 500 + 800, n), 'stripe', 'default', 'test',
                    printf('evt_1M%08x2eZvKYlo2C%08x', n, n * 2654435761 % 4294967296),
                    'checkout.session.completed', printf('cs_test_a1%024x', n), old_order_id(n), ?2 + n * 500,
                    ?2 + n * 500 + 800, lower(hex(randomblob(32))), randomblob(300), 'applied', 1, 0, NULL,
                    old_order_id(n), ?2 + n * 500 + 900
                FROM old
                """, arguments: [count, last - Int64(count) * 500])
    }

    /// As the inbox makes them: the time first, then what looks random.
    private static let message = DatabaseFunction("message_id", argumentCount: 2, pure: true) { values in
        guard let instant = UInt64.fromDatabaseValue(values[0]), let number = UInt64.fromDatabaseValue(values[1]) else {
            return nil
        }
        let low = number &* 0x9E37_79B9_7F4A_7C15
        return "whk_" + IdentifierBits.text((instant << 16 | low >> 48, low))
    }

    private static let order = DatabaseFunction("old_order_id", argumentCount: 1, pure: true) { values in
        guard let number = UInt64.fromDatabaseValue(values[0]) else { return nil }
        let low = (number &+ 1) &* 0x94D0_49BB_1331_11EB
        return "ord_" + IdentifierBits.text((low ^ low >> 31, low &* 0x9E37_79B9_7F4A_7C15))
    }
}
