/// The types of events that Paddle can send.
enum PaddleEventTypes {
    static let routes: [PaddleRoute] = [.list("event-types") { _ in .found(.array(names.map(shown))) }]

    static let names = """
        address.created address.imported address.updated adjustment.created adjustment.updated api_key.created
        api_key.expired api_key.expiring api_key.revoked api_key.updated business.created business.imported
        business.updated customer.created customer.imported customer.updated discount.created discount.imported
        discount.updated payment_method.saved payment_method.deleted payout.created payout.paid price.created
        price.imported price.updated product.created product.imported product.updated report.created report.updated
        subscription.activated subscription.canceled subscription.created subscription.imported
        subscription.past_due subscription.paused subscription.resumed subscription.trialing subscription.updated
        transaction.billed transaction.canceled transaction.completed transaction.created transaction.paid
        transaction.past_due transaction.payment_failed transaction.ready transaction.revised transaction.updated
        """.split(whereSeparator: \.isWhitespace).map(String.init)

    /// The type of event in full, as destinations and the list of types have it.
    static func shown(_ name: String) -> JSONValue {
        let parts = name.split(separator: ".").map { $0.replacing("_", with: " ") }
        let group = parts.first ?? ""
        return [
            "name": .string(name), "group": .string(group.prefix(1).uppercased() + group.dropFirst()),
            "description": .string("\(group) \(parts.last ?? "")"), "available_versions": [1],
        ]
    }
}
