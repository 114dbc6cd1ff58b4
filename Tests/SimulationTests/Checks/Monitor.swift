import Synchronization
import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Watches from step to step that nothing goes backwards.
final class Monitor: Sendable {
    private let store: any Store
    private let violations: Violations
    private let last = Mutex<[String: Version]>([:])

    /// How far one row is, in numbers that may only grow, and whether it has ended.
    private struct Version: Sendable, Equatable {
        var numbers: [Int64]
        /// What may not change any more; nil while it may.
        var end: String?
    }

    init(store: any Store, violations: Violations) {
        self.store = store
        self.violations = violations
    }

    func look(after step: String) async throws {
        let now = try await store.read { try Self.versions(on: $0) }
        last.withLock { last in
            for (row, version) in last {
                guard let next = now[row] else {
                    violations.add("\(row) is gone after \(step)")
                    continue
                }
                if zip(version.numbers, next.numbers).contains(where: { $0 > $1 }) {
                    violations.add("\(row) went back from \(version.numbers) to \(next.numbers) after \(step)")
                }
                if let end = version.end, end != next.end {
                    violations.add("\(row) had ended as \(end) and is \(next.end ?? "open") after \(step)")
                }
            }
            last = now
        }
    }

    private static func versions(on connection: any SQLConnection) throws -> [String: Version] {
        var versions: [String: Version] = [:]
        for row in try connection.rows("SELECT id, row_version, status FROM orders") {
            versions[try row.text("id")] = Version(numbers: [try row.integer("row_version")])
        }
        for row in try connection.rows("SELECT id, status, total, is_duplicate FROM payment") {
            let hasMoved = try row.text("status") == "succeeded"
            let end = try "\(row.text("status")) \(row.integer("total")) \(row.bool("is_duplicate"))"
            versions[try row.text("id")] = Version(numbers: [], end: hasMoved ? end : nil)
        }
        for row in try connection.rows("SELECT id, status FROM refund") {
            let status = try row.text("status")
            let place = status == "pending" ? 0 : status == "succeeded" ? 1 : 2
            versions[try row.text("id")] = Version(numbers: [Int64(place)], end: place == 2 ? status : nil)
        }
        for row in try connection.rows("SELECT id, status, updated_at FROM subscription") {
            let isOver = try row.text("status") == "canceled"
            versions[try row.text("id")] = Version(
                numbers: [try row.integer("updated_at")], end: isOver ? "canceled" : nil)
        }
        for row in try connection.rows("SELECT order_id, MAX(sequence) AS last FROM event GROUP BY order_id") {
            versions["events of " + (try row.text("order_id"))] = Version(numbers: [try row.integer("last")])
        }
        for row in try connection.rows("SELECT id, dedup_key, status, attempts FROM inbox") {
            let status = try row.text("status")
            versions[try row.text("dedup_key")] = Version(
                numbers: [try row.integer("attempts")],
                end: status == "applied" || status == "ignored" ? status : nil)
        }
        return versions
    }

    /// When there is something to do next after an instant; nil when nothing is left.
    func nextDue(after now: Date) async throws -> Date? {
        try await store.read { connection in
            func next(_ function: String, _ condition: String) throws -> Date? {
                let dates = try ["lane", "hook_run"].compactMap { table in
                    try connection.first(
                        "SELECT \(function)(next_at) AS next FROM \(table) WHERE \(condition)",
                        now.millisecondsSince1970)?.optionalDate("next")
                }
                return dates.min()
            }
            // What is due and was not done waits for something else.
            return try next("MIN", "next_at > $1") ?? next("MAX", "next_at <= $1").map { _ in now }
        }
    }
}
