/// Stripe's lists: one page of objects, newest first.
enum StripeList {
    /// The page that a call's paging parameters ask for.
    static func page(
        _ call: StripeCall, _ kind: String, _ conditions: [DocumentCondition] = [], url: String,
        _ shown: (Document) throws -> JSONValue = { $0.json }
    ) throws -> JSONValue {
        let input = call.input
        if call.has("starting_after"), call.has("ending_before") {
            throw StripeError.parameter(
                "starting_after", "You may not use both starting_after and ending_before in one request.")
        }
        var cursor: DocumentCursor?
        for (name, isBackward) in [("starting_after", false), ("ending_before", true)] {
            guard let id = input[name].string else { continue }
            _ = try call.account.find(kind, id, parameter: name)
            cursor = DocumentCursor(id: id, isBackward: isBackward)
        }
        let (documents, hasMore) = try call.account.transaction.page(
            kind, conditions + created(input["created"]), limit: Int(input["limit"].int ?? 10), cursor: cursor,
            isLagging: kind != "event")
        return list(try documents.map(shown), hasMore: hasMore, url: url)
    }

    /// A list object.
    static func list(_ elements: [JSONValue], hasMore: Bool = false, url: String) -> JSONValue {
        ["object": "list", "data": .array(elements), "has_more": .bool(hasMore), "url": .string(url)]
    }

    /// One page of elements that are held in memory, oldest first.
    static func page(_ call: StripeCall, of elements: [JSONValue], url: String) throws -> JSONValue {
        let limit = Int(call.input["limit"].int ?? 10)
        func position(_ name: String) throws -> Int? {
            guard let id = call.input[name].string else { return nil }
            guard let index = elements.firstIndex(where: { $0["id"].string == id }) else {
                throw StripeError.noSuch("item", id, parameter: name)
            }
            return index
        }
        if let after = try position("starting_after") {
            let rest = elements[(after + 1)...]
            return list(Array(rest.prefix(limit)), hasMore: rest.count > limit, url: url)
        }
        let rest = elements[..<(try position("ending_before") ?? elements.count)]
        let page = call.has("ending_before") ? rest.suffix(limit) : rest.prefix(limit)
        return list(Array(page), hasMore: rest.count > limit, url: url)
    }

    private static func created(_ value: JSONValue) -> [DocumentCondition] {
        if let instant = value.int { return [.compares("created", .equal, instant)] }
        let bounds: [(String, DocumentCondition.Comparison)] = [
            ("gt", .greater), ("gte", .greaterOrEqual), ("lt", .less), ("lte", .lessOrEqual),
        ]
        return bounds.compactMap { name, comparison in
            value[name].int.map { .compares("created", comparison, $0) }
        }
    }
}

extension StripeCall {
    /// Conditions for the text parameters that were given, each compared with the member at its path.
    func conditions(_ pairs: [(String, StaticString)]) -> [DocumentCondition] {
        pairs.compactMap { name, path in input[name].string.map { .equals(path, $0) } }
    }
}
