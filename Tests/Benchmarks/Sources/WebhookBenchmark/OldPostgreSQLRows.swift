import Foundation
import TillStore

/// Messages of long ago in PostgreSQL, all done with: those of ``OldSQLiteRows``, made by the database itself.
///
/// They come through the tables' own indexes, since a statement has a time limit, so that a part is made at a time.
struct OldPostgreSQLRows {
    let store: any Store

    private static let part = 100_000
    /// What identifiers are written in, five bits a character.
    private static let alphabet = "0123456789abcdefghjkmnpqrstvwxyz"

    func make(_ count: Int) async throws {
        // No other message is called so, and they are numbered: counting them would read them all.
        let newest = try await store.read { connection in
            let last = try connection.rows(
                "SELECT dedup_key FROM inbox WHERE tenant = 'default' AND mode = 'test' AND dedup_key LIKE 'old_%' "
                    + "ORDER BY received_at DESC LIMIT 1")
            return try last.first?.text("dedup_key").dropFirst("old_".count).description ?? "0"
        }
        guard let have = Int(newest), have < count else { return }
        Text.line("  making \(Text.grouped(Double(count - have))) old messages in PostgreSQL")
        // Two a second, the last one an hour ago.
        let last = Int64(Date().timeIntervalSince1970 * 1_000) - 3_600_000
        for begin in stride(from: have, to: count, by: Self.part) {
            let end = min(begin + Self.part, count)
            _ = try await store.write(.alone, bytes: 0) { connection in
                try connection.execute("SET LOCAL synchronous_commit = off")
                return try connection.execute(Self.insertion, Int64(begin + 1), Int64(end), last - Int64(count) * 500)
            }
        }
        _ = try await store.write(.alone, bytes: 0) { try $0.execute("ANALYZE inbox") }
    }

    private static let insertion = """
        INSERT INTO inbox (tenant, id, provider, account, mode, dedup_key, type, object_id, lane, occurred_at,
            received_at, digest, body, status, attempts, failures, next_at, order_id, finished_at)
        SELECT 'default', 'whk_' || \(time) || substr(md5(n::text), 1, 16), 'stripe', 'default', 'test',
            'old_' || lpad(n::text, 24, '0'), 'checkout.session.completed', 'cs_test_a1' || lpad(n::text, 24, '0'),
            'ord_' || substr(md5('order' || n), 1, 26), at - 800, at,
            md5('1' || n) || md5('2' || n), decode(repeat(md5(n::text), 19), 'hex'), 'applied', 1, 0, NULL,
            'ord_' || substr(md5('order' || n), 1, 26), at + 100
        FROM (SELECT n, $3::bigint + n * 500 AS at FROM generate_series($1::bigint, $2::bigint) AS n) AS old
        """

    /// An instant in the ten characters that an identifier of the inbox begins with.
    private static let time = (0..<10).map { place in
        "substr('\(alphabet)', ((at >> \(45 - 5 * place)) & 31)::int + 1, 1)"
    }.joined(separator: " || ")
}
