import Foundation
import TillModel
import TillStore

/// What the database says of how far the work is.
enum Progress {
    /// Whether no message and no hook is unfinished.
    static func isDrained(_ store: any Store) async throws -> Bool {
        try await store.read { connection in
            try ["inbox", "lane", "hook_run"].allSatisfy {
                try connection.rows(
                    "SELECT next_at FROM \($0) WHERE tenant = $1 AND mode = 'test' AND next_at IS NOT NULL LIMIT 1",
                    "default"
                ).isEmpty
            }
        }
    }

    /// From each message's receipt to the end of the hook that it caused, by the server's own clock.
    ///
    /// - Throws: When an order is not paid, or its hook did not succeed: a figure for less than the work is none.
    static func latencies(_ store: any Store, paid: Int, of seeding: OrderSeeding) async throws -> Latencies {
        let times = try await store.read { connection in
            try connection.rows(
                """
                SELECT hook_run.finished_at - inbox.received_at AS took FROM hook_run
                JOIN event ON event.tenant = hook_run.tenant AND event.id = hook_run.event_id
                JOIN inbox ON inbox.tenant = event.tenant AND inbox.id = event.inbox_id
                WHERE hook_run.tenant = 'default' AND hook_run.mode = 'test' AND hook_run.created_at >= $1
                    AND hook_run.status = 'succeeded'
                """, seeding.madeAt.millisecondsSince1970
            ).map { try $0.integer("took") }
        }
        guard times.count == paid else {
            throw ServerProcess.Failure("\(paid) orders were to be paid; \(times.count) hooks succeeded")
        }
        var latencies = Latencies()
        for time in times { latencies.add(nanoseconds: time * 1_000_000) }
        return latencies
    }
}
