import GRDB

/// One transaction on the sandbox's database.
struct DocumentTransaction {
    let database: Database
    /// How far lists lag behind; nil when they never do.
    var lag: ListLag?

    /// Runs a part of the transaction that an error undoes alone.
    func inSavepoint<Value>(_ body: () throws -> Value) throws -> Value {
        var value: Value?
        try database.inSavepoint {
            value = try body()
            return .commit
        }
        guard let value else { throw DatabaseError(resultCode: .SQLITE_INTERNAL) }
        return value
    }

    /// The object of that kind and identifier.
    func find(_ kind: String, _ id: String) throws -> Document? {
        try Row.fetchOne(database, sql: "SELECT * FROM object WHERE kind = ? AND id = ?", arguments: [kind, id])
            .map(Self.document)
    }

    /// Adds an object; the identifier must be new.
    func insert(_ document: Document) throws {
        try database.execute(
            sql: "INSERT INTO object (kind, id, created, json, hidden, changed) VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [
                document.kind, document.id, document.json["created"].int ?? 0, document.json.text, document.hidden.text,
                change,
            ])
    }

    /// Replaces what is stored of an object.
    func update(_ document: Document) throws {
        try keepForLists(document.kind, document.id)
        try database.execute(
            sql: "UPDATE object SET json = ?, hidden = ?, changed = ? WHERE kind = ? AND id = ?",
            arguments: [document.json.text, document.hidden.text, change, document.kind, document.id])
    }

    /// Removes an object.
    func delete(_ kind: String, _ id: String) throws {
        try keepForLists(kind, id)
        try database.execute(sql: "DELETE FROM object WHERE kind = ? AND id = ?", arguments: [kind, id])
    }

    /// Every object of a kind that fits the conditions, newest first, at most `limit`.
    func all(_ kind: String, _ conditions: [DocumentCondition] = [], limit: Int = 10_000) throws -> [Document] {
        try page(kind, conditions, limit: limit, cursor: nil).documents
    }

    /// One page of the objects of a kind that fit the conditions, newest first.
    ///
    /// The cursor's object itself is left out. `hasMore` says whether the page could go on in its direction. What is
    /// shown to a client in a list lags behind when the sandbox was told so.
    func page(
        _ kind: String,
        _ conditions: [DocumentCondition],
        limit: Int,
        cursor: DocumentCursor?,
        isLagging: Bool = false
    ) throws -> (documents: [Document], hasMore: Bool) {
        let (source, sourceArguments) = isLagging ? listed(kind) : ("object", [])
        var sql = "SELECT * FROM \(source) WHERE kind = ?"
        var arguments = sourceArguments + [kind]
        for condition in conditions {
            sql += " AND " + condition.sql
            arguments += condition.arguments
        }
        var isBackward = false
        if let cursor {
            isBackward = cursor.isBackward
            sql += " AND seq \(isBackward ? ">" : "<") (SELECT seq FROM object WHERE kind = ? AND id = ?)"
            arguments += [kind, cursor.id]
        }
        sql += " ORDER BY seq \(isBackward ? "ASC" : "DESC") LIMIT ?"
        arguments += [limit + 1]
        let found = try Row.fetchAll(database, sql: sql, arguments: arguments)
        let kept = try found.prefix(limit).map(Self.document)
        return (isBackward ? kept.reversed() : kept, found.count > limit)
    }

    /// How many objects of a kind fit the conditions.
    func count(_ kind: String, _ conditions: [DocumentCondition] = []) throws -> Int {
        var sql = "SELECT count(*) FROM object WHERE kind = ?"
        var arguments: StatementArguments = [kind]
        for condition in conditions {
            sql += " AND " + condition.sql
            arguments += condition.arguments
        }
        return try Int.fetchOne(database, sql: sql, arguments: arguments) ?? 0
    }

    /// An object as a row keeps it.
    static func document(_ row: Row) throws -> Document {
        let json: String = row["json"]
        let hidden: String = row["hidden"]
        return Document(
            kind: row["kind"], id: row["id"], json: try JSONValue(parsing: json.utf8),
            hidden: try JSONValue(parsing: hidden.utf8))
    }
}

/// Where a page of objects begins.
struct DocumentCursor: Sendable {
    /// The object next to the page.
    let id: String
    /// Whether the page lies before the object, among newer ones.
    let isBackward: Bool
}
