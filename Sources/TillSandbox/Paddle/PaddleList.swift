/// Paddle's lists: one page of entities.
struct PaddleList {
    /// What a list may be ordered by, besides the identifier.
    typealias Orders = [String: StaticString]

    /// The most entities of a page; who asks for more is given so many.
    private static let largestPage = 200

    let entity: PaddleEntity
    var orders: Orders = [:]
    var usualPage = 50

    /// The page that a call asks for, newest first unless it says otherwise.
    func page(
        _ call: PaddleCall, _ conditions: [DocumentCondition], show: (JSONValue) throws -> JSONValue = { $0 }
    ) throws -> PaddleResult {
        let transaction = call.account.transaction
        let after = call.query["after"]
        if let after, try transaction.find(entity.kind, after) == nil {
            throw PaddleError.invalidField("after", "must be the id of an entity of this list. Provided: \(after)")
        }
        let limit = min(call.query["per_page"].flatMap(Int.init) ?? usualPage, Self.largestPage)
        let (documents, hasMore) = try transaction.page(
            entity.kind, conditions, order: try order(call.query["order_by"]), after: after, limit: limit)
        let query = call.query.text(after: documents.last?.id ?? after)
        let pagination: JSONValue = [
            "per_page": .int(Int64(limit)), "has_more": .bool(hasMore),
            "next": .string(query.isEmpty ? call.url : call.url + "?" + query),
            "estimated_total": .int(Int64(try transaction.count(entity.kind, conditions))),
        ]
        return .page(.array(try documents.map { try show($0.json) }), pagination: pagination)
    }

    /// The order that a parameter such as `name[ASC]` asks for.
    private func order(_ text: String?) throws(PaddleError) -> DocumentOrder {
        guard let text else { return DocumentOrder() }
        for (suffix, isAscending) in [("[ASC]", true), ("[DESC]", false)] where text.hasSuffix(suffix) {
            let name = String(text.dropLast(suffix.count))
            if name == "id" { return DocumentOrder(isAscending: isAscending) }
            if let path = orders[name] { return DocumentOrder(path: path, isAscending: isAscending) }
        }
        let names = (["id"] + orders.keys.sorted()).joined(separator: ", ")
        throw .invalidField(
            "order_by", "must be one of \(names), followed by [ASC] or [DESC]. Provided: \(text)")
    }
}

extension PaddleCall {
    /// The statuses that are asked for: active ones unless the request says otherwise.
    var statuses: [String] { query.list("status") ?? ["active"] }

    /// Conditions for the parameters that were given, each compared with the member at its path.
    func conditions(_ pairs: [(String, StaticString)]) -> [DocumentCondition] {
        pairs.compactMap { name, path in query.list(name).map { .among(path, $0) } }
    }
}
