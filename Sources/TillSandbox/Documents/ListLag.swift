import GRDB

/// How far lists lag behind what was written, as those of a provider with many servers may.
struct ListLag: Sendable {
    /// The longest that lists may lag, in milliseconds.
    static let longest: Int64 = 1_000_000

    /// The present, in milliseconds since 1970.
    let now: Int64
    /// By how many milliseconds lists are late; 0 when they are not.
    let milliseconds: Int64

    /// The instant whose state lists show.
    var listed: Int64 { now - milliseconds }
}

extension DocumentTransaction {
    /// When what is written now is to show in lists: 0 for at once.
    var change: Int64 { lag.map { $0.milliseconds > 0 ? $0.now : 0 } ?? 0 }

    /// Remembers an object as it is, for lists that do not yet know better.
    func keepForLists(_ kind: String, _ id: String) throws {
        guard let lag, lag.milliseconds > 0 else { return }
        try database.execute(sql: "DELETE FROM past WHERE until <= ?", arguments: [lag.now - ListLag.longest])
        try database.execute(
            sql: """
                INSERT INTO past (seq, kind, id, since, until, json, hidden)
                SELECT seq, kind, id, changed, ?, json, hidden FROM object WHERE kind = ? AND id = ?
                """, arguments: [lag.now, kind, id])
    }

    /// The objects of a kind that lists show, as SQL that stands for the table of objects.
    func listed(_ kind: String) -> (sql: String, arguments: StatementArguments) {
        guard let lag, lag.milliseconds > 0 else { return ("object", []) }
        let sql = """
            (SELECT seq, kind, id, json, hidden FROM object WHERE kind = ? AND changed <= ?
            UNION ALL
            SELECT seq, kind, id, json, hidden FROM past WHERE kind = ? AND since <= ? AND until > ?) AS object
            """
        return (sql, [kind, lag.listed, kind, lag.listed, lag.listed])
    }
}
