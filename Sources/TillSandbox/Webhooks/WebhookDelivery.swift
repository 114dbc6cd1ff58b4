import GRDB

/// One event on its way to one endpoint.
struct WebhookDelivery: Sendable {
    /// How far a delivery is.
    enum Status: String, Sendable {
        /// It will be attempted, now or again.
        case pending
        /// The endpoint took it.
        case succeeded
        /// It was given up.
        case failed
        /// It was lost on purpose.
        case dropped
    }

    let id: Int64
    let event: String
    let endpoint: String
    var status: Status
    /// When it was due first, in milliseconds since 1970; retries are counted from here.
    let firstAt: Int64
    /// When it is due next, in milliseconds since 1970.
    var nextAt: Int64
    /// What came of each attempt, oldest first.
    var attempts: [JSONValue]

    /// How long to wait after the given number of attempts, in milliseconds: quick at first, then hourly.
    static func backoff(afterAttempts attempts: Int) -> Int64 {
        let seconds: [Int64] = [1, 5, 30, 120, 600]
        return 1000 * (attempts >= 1 && attempts <= seconds.count ? seconds[attempts - 1] : 3600)
    }

    /// How long a delivery is retried before it is given up, in milliseconds: three days.
    static let patience: Int64 = 3 * 86_400_000

    /// Records an attempt made at `now` and says when the next one is due.
    mutating func record(_ outcome: WebhookOutcome, now: Int64) {
        attempts.append(outcome.json(at: now))
        if outcome.isSuccess {
            status = .succeeded
            return
        }
        // Given up meanwhile, since its endpoint was removed: not taken up again.
        guard status == .pending else { return }
        nextAt = now + Self.backoff(afterAttempts: attempts.count)
        if nextAt - firstAt > Self.patience { status = .failed }
    }
}

/// What came of one attempt to deliver.
enum WebhookOutcome: Sendable, Equatable {
    /// The endpoint answered with this status.
    case answered(Int)
    /// There was no answer.
    case unreachable(String)

    /// Whether the endpoint took the event.
    ///
    /// A redirection is a refusal.
    var isSuccess: Bool {
        guard case .answered(let status) = self else { return false }
        return (200...299).contains(status)
    }

    func json(at now: Int64) -> JSONValue {
        switch self {
        case .answered(let status): ["at": .int(now / 1000), "status": .int(Int64(status))]
        case .unreachable(let reason): ["at": .int(now / 1000), "error": .string(reason)]
        }
    }
}

extension DocumentTransaction {
    /// Puts an event on its way to an endpoint.
    func enqueue(event: String, endpoint: String, at milliseconds: Int64, status: WebhookDelivery.Status) throws {
        try database.execute(
            sql: """
                INSERT INTO delivery (event, endpoint, status, first_at, next_at, attempts) VALUES (?, ?, ?, ?, ?, '[]')
                """,
            arguments: [event, endpoint, status.rawValue, milliseconds, milliseconds])
    }

    /// What is due, oldest first unless told otherwise.
    func dueDeliveries(
        now: Int64, except busy: Set<Int64>, newestFirst: Bool, limit: Int
    ) throws -> [WebhookDelivery] {
        let marks = Array(repeating: "?", count: busy.count).joined(separator: ", ")
        return try Row.fetchAll(
            database,
            sql: """
                SELECT * FROM delivery WHERE status = 'pending' AND next_at <= ? AND id NOT IN (\(marks))
                ORDER BY id \(newestFirst ? "DESC" : "ASC") LIMIT ?
                """,
            arguments: [now] + StatementArguments(busy) + [limit]
        ).map(Self.delivery)
    }

    /// The delivery of that number.
    func delivery(_ id: Int64) throws -> WebhookDelivery? {
        try Row.fetchOne(database, sql: "SELECT * FROM delivery WHERE id = ?", arguments: [id]).map(Self.delivery)
    }

    /// Deliveries, newest first; of one event when it is named.
    func deliveries(event: String? = nil, limit: Int = 500) throws -> [WebhookDelivery] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM delivery WHERE event = ifnull(?, event) ORDER BY id DESC LIMIT ?",
            arguments: [event, limit]
        ).map(Self.delivery)
    }

    /// How many deliveries of an event are still to be made.
    func pendingDeliveries(event: String) throws -> Int64 {
        try Int64.fetchOne(
            database, sql: "SELECT count(*) FROM delivery WHERE event = ? AND status = 'pending'", arguments: [event])
            ?? 0
    }

    /// Stores what became of a delivery.
    func update(_ delivery: WebhookDelivery) throws {
        try database.execute(
            sql: "UPDATE delivery SET status = ?, next_at = ?, attempts = ? WHERE id = ?",
            arguments: [
                delivery.status.rawValue, delivery.nextAt, JSONValue.array(delivery.attempts).text, delivery.id,
            ])
    }

    /// Gives up what is on its way to an endpoint that is gone.
    func abandonDeliveries(endpoint: String) throws {
        try database.execute(
            sql: "UPDATE delivery SET status = 'failed' WHERE endpoint = ? AND status = 'pending'",
            arguments: [endpoint])
    }

    private static func delivery(_ row: Row) throws -> WebhookDelivery {
        let status: String = row["status"]
        let attempts: String = row["attempts"]
        return WebhookDelivery(
            id: row["id"], event: row["event"], endpoint: row["endpoint"],
            status: WebhookDelivery.Status(rawValue: status) ?? .failed, firstAt: row["first_at"],
            nextAt: row["next_at"], attempts: try JSONValue(parsing: attempts.utf8).array ?? [])
    }
}
