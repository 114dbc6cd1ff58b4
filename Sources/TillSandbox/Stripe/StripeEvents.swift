/// Events: what happened, kept for those who missed the webhook.
enum StripeEvents {
    static let routes: [StripeRoute] = [
        .get(
            "/v1/events",
            StripeField.paging + [
                .optional("type", .text()), .optional("types", .list(.text(), atMost: 20)),
                .optional("delivery_success", .boolean),
            ], list),
        .get("/v1/events/:id", [.expand]) { call in
            let oldest = call.account.now - kept
            let event = try call.target("event")
            guard (event.json["created"].int ?? 0) > oldest else {
                throw StripeError.noSuch("event", event.id)
            }
            return try current(event.json, call.account)
        },
    ]

    /// For how many seconds events can be had: thirty days.
    private static let kept: Int64 = 30 * 86_400

    private static func list(_ call: StripeCall) throws -> JSONValue {
        var conditions: [DocumentCondition] = [.compares("created", .greater, call.account.now - kept)]
        if let type = call.input["type"].string {
            guard !call.has("types") else {
                throw StripeError.parameter("types", "You may only specify one of these parameters: type, types.")
            }
            conditions.append(
                type.hasSuffix("*") ? .begins("type", with: String(type.dropLast())) : .equals("type", type))
        }
        if let types = call.input["types"].array {
            conditions.append(.among("type", types.compactMap(\.string)))
        }
        if let succeeded = call.input["delivery_success"].bool { conditions.append(.deliverySucceeded(succeeded)) }
        var page = try StripeList.page(call, "event", conditions, url: "/v1/events")
        page["data"] = .array(try (page["data"].array ?? []).map { try current($0, call.account) })
        return page
    }

    /// The event with the number of deliveries that are still to be made.
    private static func current(_ event: JSONValue, _ account: StripeAccount) throws -> JSONValue {
        var event = event
        event["pending_webhooks"] = .int(try account.transaction.pendingDeliveries(event: event["id"].string ?? ""))
        return event
    }
}
