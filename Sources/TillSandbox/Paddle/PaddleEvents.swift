/// Events: what happened to the things of the catalog, kept for 90 days.
enum PaddleEvents {
    static let routes: [PaddleRoute] = [
        .list(
            PaddleEntity.event.collection,
            PaddleParameter.paging + [
                .list("event_type", .choice(PaddleEventTypes.names)), PaddleParameter(name: "from", form: .text),
                PaddleParameter(name: "to", form: .text),
            ], list)
    ]

    /// For how many milliseconds they can be had.
    private static let kept: Int64 = 90 * 86_400_000

    /// Keeps what happened to an entity.
    static func remember(
        _ verb: String, _ entity: PaddleEntity, _ json: JSONValue, _ account: PaddleAccount
    ) throws {
        guard let group = entity.eventGroup else { return }
        let id = try account.newID(PaddleEntity.event.prefix)
        let event: JSONValue = [
            "event_id": .string(id), "event_type": .string("\(group).\(verb)"), "occurred_at": .string(account.now),
            "data": json,
        ]
        try account.transaction.insert(
            Document(
                kind: PaddleEntity.event.kind, id: id, json: event, hidden: ["at": .int(account.milliseconds)]))
    }

    private static func list(_ call: PaddleCall) throws -> PaddleResult {
        var conditions = call.conditions([("event_type", "event_type")])
        conditions.append(.remembers("at", .greater, call.account.milliseconds - kept))
        for (name, comparison) in [("from", DocumentCondition.Comparison.greaterOrEqual), ("to", .less)] {
            guard let text = call.query[name] else { continue }
            conditions.append(.remembers("at", comparison, try instant(text, name)))
        }
        return try PaddleList(entity: .event).page(call, conditions)
    }

    private static func instant(_ text: String, _ name: String) throws(PaddleError) -> Int64 {
        guard let instant = PaddleInstant(text) else {
            throw .invalidField(name, "must be a datetime as of RFC 3339. Provided: \(text)")
        }
        return instant.milliseconds
    }
}
