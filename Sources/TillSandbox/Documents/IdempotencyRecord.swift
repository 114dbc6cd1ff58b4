import GRDB

/// The first answer that was given for an idempotency key.
struct IdempotencyRecord: Sendable {
    /// What was asked: method, path and parameters.
    let fingerprint: String
    let status: Int
    let body: String
}

extension DocumentTransaction {
    /// The answer kept for a key, unless it is a day old and may be forgotten.
    func idempotencyRecord(key: String, now: Int64) throws -> IdempotencyRecord? {
        try database.execute(sql: "DELETE FROM idempotency WHERE created <= ?", arguments: [now - 86_400])
        return try Row.fetchOne(database, sql: "SELECT * FROM idempotency WHERE key = ?", arguments: [key])
            .map { IdempotencyRecord(fingerprint: $0["fingerprint"], status: $0["status"], body: $0["body"]) }
    }

    /// Keeps the first answer for a key.
    func keep(_ record: IdempotencyRecord, key: String, now: Int64) throws {
        try database.execute(
            sql: "INSERT INTO idempotency (key, fingerprint, status, body, created) VALUES (?, ?, ?, ?, ?)",
            arguments: [key, record.fingerprint, record.status, record.body, now])
    }
}
