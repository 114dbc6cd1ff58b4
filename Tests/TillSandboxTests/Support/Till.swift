@testable import TillSandbox

extension Shop {
    /// A product with one price, through the API.
    func makePrice(_ amount: Int = 1900, currency: String = "usd", every interval: String? = nil) async throws -> String
    {
        let product = try await post("/v1/products", [("name", "Pro")])
        var form = [
            ("product", product.id), ("unit_amount", String(amount)), ("currency", currency),
        ]
        if let interval { form.append(("recurring[interval]", interval)) }
        return try await post("/v1/prices", form).id
    }

    /// What a session is usually opened with.
    func sessionForm(_ price: String, mode: String = "payment", quantity: Int = 1) -> [(String, String)] {
        [
            ("mode", mode), ("line_items[0][price]", price), ("line_items[0][quantity]", String(quantity)),
            ("success_url", "https://shop.example/thanks?s={CHECKOUT_SESSION_ID}"),
            ("cancel_url", "https://shop.example/cart"), ("metadata[order]", "A 1"),
            ("client_reference_id", "A1"),
        ]
    }

    /// An open session for one thing at $19.
    func makeSession(_ more: [(String, String)] = []) async throws -> Answer {
        let price = try await makePrice()
        return try await post("/v1/checkout/sessions", sessionForm(price) + more)
    }

    /// An open session for a monthly subscription at $19.
    func makeSubscriptionSession(_ more: [(String, String)] = []) async throws -> Answer {
        let price = try await makePrice(every: "month")
        let form = sessionForm(price, mode: "subscription") + [("subscription_data[metadata][order]", "A1")]
        return try await post("/v1/checkout/sessions", form + more)
    }

    /// A session as it is now.
    func session(_ id: String, expand: [String] = []) async throws -> Answer {
        try await get("/v1/checkout/sessions/\(id)", expand.enumerated().map { ("expand[\($0.offset)]", $0.element) })
    }

    /// A subscription that was just bought.
    func makeSubscription(_ more: [(String, String)] = []) async throws -> Answer {
        let session = try await makeSubscriptionSession(more)
        _ = try await press("pay", on: session["url"].string ?? "")
        let id = try await self.session(session.id)["subscription"].string ?? ""
        return try await get("/v1/subscriptions/\(id)")
    }

    /// A payment of $19 that went through, by its intent.
    func makePayment() async throws -> String {
        let session = try await makeSession()
        _ = try await press("pay", on: session["url"].string ?? "")
        return try await self.session(session.id)["payment_intent"].string ?? ""
    }

    /// The types of all events so far, oldest first.
    func eventTypes() async throws -> [String] { try await events().compactMap { $0["type"].string } }
}
