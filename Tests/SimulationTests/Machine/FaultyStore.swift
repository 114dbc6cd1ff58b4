import TillStore

/// A store as one simulated process sees it.
///
/// It also watches that a process which may have lost its lanes changes no message of one that is not its own.
struct FaultyStore: Store {
    let base: any Store
    let life: ProcessLife
    let violations: Violations

    var isShared: Bool { base.isShared }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await life.pass { try await base.read(body) }
    }

    func write<Value: Sendable>(
        _ group: WriteGroup, bytes: Int, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        // What a provider waits for may find the disk full; a worker that does waits a real second before it tries again.
        let refusal = StoreError(group == .ingest ? .unavailable : .superseded, "refused by the simulation")
        return try await life.pass(orRefuse: refusal) {
            guard life.isWatched else { return try await base.write(group, bytes: bytes, body) }
            return try await base.write(group, bytes: bytes) { connection in
                let before = try LookedAt.all(on: connection)
                let value = try body(connection)
                let after = try LookedAt.all(on: connection)
                for (id, message) in after {
                    guard let known = before[id], known.attempts < message.attempts else { continue }
                    guard let token = known.token, life.drew(token) else {
                        violations.add("\(life.name) changed message \(id) of lane \(known.lane), which it had lost")
                        continue
                    }
                }
                return value
            }
        }
    }

    /// How often a message was looked at, and who holds its lane.
    private struct LookedAt {
        let attempts: Int
        let lane: String
        let token: String?

        static func all(on connection: any SQLConnection) throws -> [String: LookedAt] {
            let rows = try connection.rows(
                """
                SELECT inbox.id, inbox.attempts, inbox.lane, lane.token FROM inbox LEFT JOIN lane
                    ON lane.tenant = inbox.tenant AND lane.mode = inbox.mode AND lane.id = inbox.lane
                """)
            let pairs = try rows.map { row in
                (
                    try row.text("id"),
                    LookedAt(
                        attempts: try row.int("attempts"), lane: try row.text("lane"),
                        token: try row.optionalText("token"))
                )
            }
            return Dictionary(uniqueKeysWithValues: pairs)
        }
    }
}
