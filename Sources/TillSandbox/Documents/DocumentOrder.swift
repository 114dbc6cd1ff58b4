import GRDB

/// By what a list of objects is ordered.
///
/// Paths are literals of this module and become SQL.
struct DocumentOrder: Sendable {
    /// The member that the list is ordered by; nil for the identifier.
    var path: StaticString?
    var isAscending = false

    /// What is compared first; objects that are equal in it are ordered by their identifiers.
    fileprivate var expression: String {
        path.map { "coalesce(json_extract(json, '$.\($0)'), '')" } ?? "id"
    }
}

extension DocumentTransaction {
    /// One page of the objects of a kind that fit the conditions, in an order, beginning after the object named.
    ///
    /// It lags behind when the sandbox was told so.
    func page(
        _ kind: String,
        _ conditions: [DocumentCondition],
        order: DocumentOrder,
        after id: String?,
        limit: Int
    ) throws -> (documents: [Document], hasMore: Bool) {
        let (source, sourceArguments) = listed(kind)
        var sql = "SELECT * FROM \(source) WHERE kind = ?"
        var arguments = sourceArguments + [kind]
        for condition in conditions {
            sql += " AND " + condition.sql
            arguments += condition.arguments
        }
        if let id {
            sql += """
                 AND (\(order.expression), id) \(order.isAscending ? ">" : "<")
                (SELECT \(order.expression), id FROM object WHERE kind = ? AND id = ?)
                """
            arguments += [kind, id]
        }
        let direction = order.isAscending ? "ASC" : "DESC"
        sql += " ORDER BY \(order.expression) \(direction), id \(direction) LIMIT ?"
        arguments += [limit + 1]
        let found = try Row.fetchAll(database, sql: sql, arguments: arguments)
        return (try found.prefix(limit).map(Self.document), found.count > limit)
    }

    /// How many objects were ever added, so that an identifier can say which came first.
    func countOfAll() throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT max(seq) FROM object") ?? 0
    }
}
