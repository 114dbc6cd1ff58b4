/// The account itself: whose key it is that is used.
enum StripeAccountRoute {
    static let routes: [StripeRoute] = [.get("/v1/account", [.expand]) { try present($0.account) }]

    private static let kind = "account"

    /// The identifier of the account, drawn once for each of the sandbox's databases.
    static func id(_ account: StripeAccount) throws -> String { try present(account)["id"].string ?? "" }

    private static func present(_ account: StripeAccount) throws -> JSONValue {
        if let known = try account.transaction.all(kind, limit: 1).first { return known.json }
        let json: JSONValue = [
            "id": .string(account.newID("acct_")), "object": .string(kind),
            "business_profile": .object(
                nulls: "mcc product_description support_address support_email support_phone support_url url",
                ["name": "Till sandbox"]),
            "business_type": nil, "capabilities": ["card_payments": "active", "transfers": "active"],
            "charges_enabled": true, "controller": ["type": "account"], "country": "US", "created": .int(account.now),
            "default_currency": "usd", "details_submitted": true, "email": nil, "metadata": [:],
            "payouts_enabled": true,
            "settings": ["dashboard": ["display_name": "Till sandbox", "timezone": "Etc/UTC"]], "type": "standard",
        ]
        try account.transaction.insert(Document(json))
        return json
    }
}
