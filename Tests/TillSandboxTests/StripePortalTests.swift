import Testing

@testable import TillSandbox

@Suite(.timeLimit(.minutes(15))) struct StripePortalTests {
    private static let path = "/v1/billing_portal/configurations"
    private static let products = [("expand[]", "features.subscription_update.products")]

    @Test func `a configuration names what buyers may change to, and shows it only when asked`() async throws {
        try await Shop.open { shop in
            let (product, price) = try await shop.makePlan()
            let made = try await shop.post(Self.path, Self.update(product, price))
            #expect(made["active"] == true)
            #expect(made["features"]["subscription_update"]["enabled"] == true)
            #expect(made["features"]["subscription_update"]["default_allowed_updates"] == ["price"])
            #expect(made["features"]["subscription_update"].object?["products"] == nil)
            #expect(made["features"]["invoice_history"] == ["enabled": false])
            let shown = try await shop.get("\(Self.path)/\(made.id)", Self.products)
            #expect(
                shown["features"]["subscription_update"]["products"] == [
                    [
                        "product": .string(product), "prices": [.string(price)],
                        "adjustable_quantity": ["enabled": false, "minimum": 1, "maximum": nil],
                    ]
                ])
        }
    }

    @Test func `archived prices, those of other products and those paid once are refused`() async throws {
        try await Shop.open { shop in
            let (product, price) = try await shop.makePlan()
            let (other, foreign) = try await shop.makePlan()
            let made = try await shop.post(Self.path, Self.update(product, price))
            let once = try await shop.post(
                "/v1/prices", [("product", product), ("currency", "usd"), ("unit_amount", "100")]
            ).id
            _ = try await shop.post("/v1/prices/\(price)", [("active", "false")])
            for (product, price) in [(product, price), (product, foreign), (product, once), (product, "price_none")] {
                for path in [Self.path, "\(Self.path)/\(made.id)"] {
                    let refused = try await shop.post(path, Self.update(product, price))
                    #expect(refused.status == 400)
                    #expect(refused.error["param"] == "features[subscription_update][products][0][prices][0]")
                }
            }
            let unknown = try await shop.post(Self.path, Self.update("prod_none", price))
            #expect(unknown.code == "resource_missing")
            let kept = try await shop.post("\(Self.path)/\(made.id)", [("metadata[a]", "1")] + Self.products)
            #expect(kept["features"]["subscription_update"]["products"].array?.first?["prices"] == [.string(price)])
            let moved = try await shop.post(
                "\(Self.path)/\(made.id)",
                Self.update(other, foreign).filter { $0.0.contains("products") } + Self.products)
            #expect(moved["features"]["subscription_update"]["products"].array?.first?["product"] == .string(other))
            #expect(moved["features"]["subscription_update"]["default_allowed_updates"] == ["price"])
        }
    }

    @Test func `what is made by a request is never the default, and can be switched off`() async throws {
        try await Shop.open { shop in
            let form = [("features[invoice_history][enabled]", "true")]
            let first = try await shop.post(Self.path, form)
            let second = try await shop.post(Self.path, form)
            #expect(first["is_default"] == false && second["is_default"] == false)
            #expect(try await shop.post("\(Self.path)/\(second.id)", [("active", "false")])["active"] == false)
            func ids(_ form: [(String, String)]) async throws -> [String?]? {
                try await shop.get(Self.path, form)["data"].array?.map(\.["id"].string)
            }
            #expect(try await ids([]) == [second.id, first.id])
            #expect(try await ids([("active", "true")]) == [first.id])
            #expect(try await ids([("is_default", "true")]) == [])
        }
    }

    @Test func `a change touches what it names and nothing else`() async throws {
        try await Shop.open { shop in
            let made = try await shop.post(
                Self.path,
                [
                    ("features[customer_update][enabled]", "true"), ("metadata[a]", "1"),
                    ("features[customer_update][allowed_updates][0]", "email"), ("name", "Main"),
                    ("features[subscription_cancel][enabled]", "true"), ("business_profile[headline]", "Hello"),
                    ("business_profile[terms_of_service_url]", "https://shop.example/terms"),
                    ("default_return_url", "https://shop.example/"), ("login_page[enabled]", "true"),
                ])
            #expect(made["login_page"]["url"].string?.hasPrefix("http") == true)
            let changed = try await shop.post(
                "\(Self.path)/\(made.id)",
                [
                    ("features[customer_update][allowed_updates]", ""), ("business_profile[headline]", ""),
                    ("features[subscription_cancel][mode]", "immediately"), ("name", ""), ("metadata", ""),
                    ("features[subscription_cancel][proration_behavior]", "create_prorations"),
                    ("features[subscription_pause][duration][type]", "indefinite"),
                ])
            let features = changed["features"]
            #expect(features["customer_update"] == ["enabled": true, "allowed_updates": []])
            #expect(features["subscription_cancel"]["enabled"] == true)
            #expect(features["subscription_cancel"]["proration_behavior"] == "create_prorations")
            #expect(features["subscription_pause"]["duration"] == ["type": "indefinite", "interval_options": []])
            #expect(changed["business_profile"]["headline"] == nil)
            #expect(changed["business_profile"]["terms_of_service_url"] == "https://shop.example/terms")
            #expect(changed["name"] == nil && changed["metadata"] == [:])
            #expect(changed["default_return_url"] == "https://shop.example/")
        }
    }

    @Test(arguments: [
        ("", "features"), ("features[customer_update][allowed_updates][0]=email", "features[customer_update][enabled]"),
        ("features[subscription_update][enabled]=true", "features[subscription_update][products]"),
        (
            "features[subscription_cancel][enabled]=true&features[subscription_cancel][proration_behavior]=always_invoice",
            "features[subscription_cancel][proration_behavior]"
        ),
        (
            "features[subscription_update][enabled]=true&features[subscription_update][default_allowed_updates][]=all",
            "features[subscription_update][default_allowed_updates][0]"
        ),
    ])
    func `a configuration that makes no sense is refused by the parameter`(
        _ form: String, _ parameter: String
    ) async throws {
        try await Shop.open { shop in
            let answer = try await shop.send(.post, Self.path, raw: form)
            #expect(answer.status == 400)
            #expect(answer.error["param"].string == parameter)
        }
    }

    private static func update(_ product: String, _ price: String) -> [(String, String)] {
        [
            ("features[subscription_update][enabled]", "true"),
            ("features[subscription_update][default_allowed_updates][0]", "price"),
            ("features[subscription_update][products][0][product]", product),
            ("features[subscription_update][products][0][prices][0]", price),
        ]
    }
}

@Suite(.timeLimit(.minutes(15))) struct StripeWebhookEndpointTests {
    @Test func `an endpoint's address, events, description and metadata are changed`() async throws {
        try await Shop.open { shop in
            let made = try await shop.post(
                "/v1/webhook_endpoints",
                [
                    ("url", "https://shop.example/hook"), ("enabled_events[0]", "price.created"),
                    ("metadata[a]", "1"), ("description", "D"),
                ])
            let path = "/v1/webhook_endpoints/\(made.id)"
            let changed = try await shop.post(
                path,
                [
                    ("url", "https://shop.example/other"), ("enabled_events[0]", "invoice.paid"),
                    ("enabled_events[1]", "price.updated"), ("metadata[a]", ""), ("metadata[b]", "2"),
                    ("description", ""), ("disabled", "true"),
                ])
            #expect(changed["url"] == "https://shop.example/other")
            #expect(changed["enabled_events"] == ["invoice.paid", "price.updated"])
            #expect(changed["status"] == "disabled" && changed["description"] == nil)
            #expect(changed.json.object?["secret"] == nil)
            let list = try await shop.get("/v1/webhook_endpoints", [("limit", "100")])
            #expect(list["data"].array?.map(\.["metadata"]) == [["b": "2"]])
            #expect(try await shop.post(path, [("disabled", "false")])["status"] == "enabled")
            for field in ["api_version", "connect"] {
                #expect(try await shop.post(path, [(field, "false")]).code == "parameter_unknown")
            }
        }
    }

    @Test(arguments: ["Price.created", "everything", "price created", "**"])
    func `what is no event's name is refused`(_ name: String) async throws {
        try await Shop.open { shop in
            let form = [("url", "https://shop.example/hook"), ("enabled_events[0]", name)]
            let answer = try await shop.post("/v1/webhook_endpoints", form)
            #expect(answer.status == 400)
            #expect(answer.error["param"] == "enabled_events[0]")
        }
    }
}

extension Shop {
    /// A product with a monthly price.
    fileprivate func makePlan() async throws -> (product: String, price: String) {
        let price = try await makePrice(every: "month")
        return (try await get("/v1/prices/\(price)")["product"].string ?? "", price)
    }
}
