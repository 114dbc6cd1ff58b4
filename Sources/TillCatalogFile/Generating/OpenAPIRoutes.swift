import TillModel

/// Every route that the server has, in the order of docs/api.md.
struct OpenAPIRoutes {
    let catalog: Catalog
    let errors: [OpenAPIError]

    /// The document's `paths`.
    var paths: JSONText {
        var paths: [String] = []
        for route in all where !paths.contains(route.path) { paths.append(route.path) }
        return .object(
            paths.map { path in
                let operations = all.filter { $0.path == path }.map {
                    JSONText.Member(key: $0.method, value: $0.operation(errors))
                }
                return JSONText.Member(key: path, value: .object(operations))
            })
    }

    private var all: [OpenAPIRoute] { products + checkouts + orders + webhooks + pages + health }

    // MARK: - Parts

    private static func ref(_ name: String) -> JSONText { ["$ref": .string("#/components/schemas/\(name)")] }

    private static func json(_ status: Int, _ words: String, _ schema: String) -> OpenAPIRoute.Answer {
        OpenAPIRoute.Answer(status: status, words: words, type: "application/json", schema: ref(schema))
    }

    private static func path(_ name: String, _ words: String, _ schema: JSONText) -> JSONText {
        [
            "name": .string(name), "in": "path", "required": true, "description": .string(words), "schema": schema,
        ]
    }

    private static func query(_ name: String, _ words: String, _ schema: JSONText) -> JSONText {
        ["name": .string(name), "in": "query", "description": .string(words), "schema": schema]
    }

    private static let order = path("id", "The order's id.", ref("OrderID"))

    // MARK: - Catalog

    /// An answer that a caller may keep, or none for one that has it.
    private static func cacheable(_ words: String, _ schema: String) -> [OpenAPIRoute.Answer] {
        let tag: JSONText = ["description": "Names the exact bytes of the answer.", "schema": ["type": "string"]]
        let kept: JSONText = [
            "ETag": tag, "Cache-Control": ["description": "A minute.", "schema": ["type": "string"]],
        ]
        var answer = json(200, words, schema)
        answer.headers = kept
        return [
            answer,
            OpenAPIRoute.Answer(
                status: 304, words: "Nothing has changed since the answer with that tag.", type: "", schema: [:],
                headers: kept),
        ]
    }

    private static let ifNoneMatch: JSONText = [
        "name": "If-None-Match", "in": "header", "description": "The `ETag` of an answer that is kept.",
        "schema": ["type": "string"],
    ]

    private var products: [OpenAPIRoute] {
        [
            OpenAPIRoute(
                method: "get", path: "/api/products", name: "listProducts", tag: .catalog,
                summary: "What is for sale and visible, a page at a time.",
                parameters: [
                    Self.query(
                        "limit", "How many at most.",
                        ["type": "integer", "minimum": 1, "maximum": 1_000, "default": 100]),
                    Self.query("cursor", "The `nextCursor` of the page before.", ["type": "string", "maxLength": 400]),
                    Self.ifNoneMatch,
                ],
                answers: Self.cacheable("Visible products, in the catalog's order.", "ProductList"),
                refusals: ["invalid_request"]),
            OpenAPIRoute(
                method: "get", path: "/api/products/{key}", name: "getProduct", tag: .catalog,
                summary: "One product, also when lists do not show it.",
                parameters: [Self.path("key", "The product's key.", Self.ref("ProductKey")), Self.ifNoneMatch],
                answers: Self.cacheable("The product.", "Product"), refusals: ["not_found"]),
            OpenAPIRoute(
                method: "post", path: "/api/quote", name: "quote", tag: .catalog,
                summary: "What a cart costs, and why. Nothing is kept.",
                body: [
                    "required": true,
                    "content": [
                        "application/json": .object([
                            "schema": Self.ref("QuoteRequest"),
                            "example": OpenAPISchemas(catalog: catalog, errors: errors).quoteExample,
                        ])
                    ],
                ],
                answers: [Self.json(200, "The amounts, and how one gets to them.", "Quote")],
                refusals: [
                    "invalid_request", "unsupported_media_type", "body_too_large", "request_timeout", "rate_limited",
                ] + QuoteError.Code.all.map(\.description)),
        ]
    }

    // MARK: - Checkout

    private static let checkoutRefusals = [
        "invalid_request", "unsupported_media_type", "body_too_large", "request_timeout", "rate_limited", "not_found",
        "storage_unavailable", "empty_cart", "too_many_items", "unknown_product", "not_for_sale", "invalid_quantity",
        "currency_not_offered", "mixed_subscription", "amount_too_large", "invalid_metadata", "invalid_customer",
        "return_url_refused", "price_not_synced", "price_not_confirmed", "weak_idempotency_key",
        "idempotency_key_reused", "checkout_in_progress", "provider_unavailable", "provider_refused", "price_mismatch",
    ]

    private var checkouts: [OpenAPIRoute] {
        let example = OpenAPISchemas(catalog: catalog, errors: errors).checkoutExample
        let form: JSONText = [
            "type": "object", "required": ["item"],
            "properties": [
                "item": ["type": "array", "items": Self.ref("PriceReference")],
                "quantity": ["type": "integer", "minimum": 1, "maximum": 10_000],
                "key": ["type": "string", "minLength": 22],
            ],
        ]
        return [
            OpenAPIRoute(
                method: "post", path: "/api/checkout", name: "beginCheckout", tag: .checkout,
                summary: "Makes an order and opens a payment page for it.",
                parameters: [
                    [
                        "name": "Idempotency-Key", "in": "header",
                        "description": "Drawn at random, one for each intention to buy.",
                        "schema": ["type": "string", "minLength": 22, "maxLength": 255],
                    ]
                ],
                body: [
                    "required": true,
                    "content": [
                        "application/json": .object([
                            "schema": Self.ref("CheckoutRequest"), "example": example,
                        ]),
                        "application/x-www-form-urlencoded": ["schema": form],
                    ],
                ],
                answers: [
                    OpenAPIRoute.Answer(
                        status: 201, words: "The order; send the buyer to `url`.", type: "application/json",
                        schema: Self.ref("Checkout"),
                        headers: [
                            "Idempotency-Replayed": [
                                "description": "`true` when the key was used before: no second order was made.",
                                "schema": ["type": "string", "const": "true"],
                            ]
                        ]),
                    OpenAPIRoute.Answer(
                        status: 303, words: "For a form: the payment page.", type: "", schema: [:],
                        headers: ["Location": ["schema": ["type": "string", "format": "uri"]]]),
                ],
                refusals: Self.checkoutRefusals),
            OpenAPIRoute(
                method: "get", path: "/api/checkout/{id}", name: "getCheckoutStatus", tag: .checkout,
                summary: "Whether an order is paid yet.", parameters: [Self.order],
                answers: [Self.json(200, "Its status and total.", "CheckoutStatus")], refusals: ["not_found"]),
        ]
    }

    // MARK: - Orders

    private var orders: [OpenAPIRoute] {
        [
            OpenAPIRoute(
                method: "get", path: "/api/orders", name: "listOrders", tag: .orders, summary: "The newest orders.",
                parameters: [
                    Self.query("status", "Only orders of this status.", Self.ref("OrderStatus")),
                    Self.query(
                        "limit", "How many at most.",
                        ["type": "integer", "minimum": 1, "maximum": 200, "default": 50]),
                ],
                answers: [Self.json(200, "The orders, newest first, without their payments.", "OrderList")],
                refusals: ["invalid_request", "not_found"], security: ["apiKey"]),
            OpenAPIRoute(
                method: "get", path: "/api/orders/{id}", name: "getOrder", tag: .orders,
                summary: "One order with its payments.", parameters: [Self.order],
                answers: [Self.json(200, "The order.", "Order")], refusals: ["not_found"],
                security: ["apiKey", "orderKey"]),
        ] + ["refunds", "refund"].map(Self.refund) + ["subscriptions", "subscription"].map(Self.cancel)
    }

    /// Either spelling of the route is the same route.
    private static func refund(_ root: String) -> OpenAPIRoute {
        OpenAPIRoute(
            method: "post", path: "/api/\(root)", name: root == "refunds" ? "refund" : "refundAlias", tag: .orders,
            summary: "Gives money of an order back.", parameters: [requiredKey], body: body("RefundRequest"),
            answers: [
                json(201, "It was given back.", "Refund"),
                json(202, "It is on its way, or the provider did not say yet.", "Refund"),
            ],
            refusals: [
                "invalid_request", "invalid_json", "not_found", "body_too_large", "idempotency_key_required",
                "idempotency_key_reused", "request_in_progress", "reason_required", "invalid_amount",
                "not_refundable", "payment_required", "unknown_payment", "refund_exceeds_payment", "refund_refused",
            ], security: ["apiKey"])
    }

    private static func cancel(_ root: String) -> OpenAPIRoute {
        OpenAPIRoute(
            method: "post", path: "/api/\(root)/{id}/cancel",
            name: root == "subscriptions" ? "cancelSubscription" : "cancelSubscriptionAlias", tag: .orders,
            summary: "Ends a subscription, at the end of what is paid or at once.",
            parameters: [path("id", "Our id or the provider's.", ["type": "string"]), requiredKey],
            body: body("CancelRequest", isRequired: false),
            answers: [
                json(200, "It ends, or has ended.", "Subscription"),
                json(202, "It is on its way, or the provider did not say yet.", "Subscription"),
            ],
            refusals: [
                "invalid_request", "invalid_json", "not_found", "body_too_large", "idempotency_key_required",
                "idempotency_key_reused", "request_in_progress", "not_cancelable", "cancel_refused",
            ], security: ["apiKey"])
    }

    private static let requiredKey: JSONText = [
        "name": "Idempotency-Key", "in": "header", "required": true,
        "description": "One for each intention; the same key never asks twice.",
        "schema": ["type": "string", "minLength": 1, "maxLength": 255],
    ]

    private static func body(_ schema: String, isRequired: Bool = true) -> JSONText {
        [
            "required": .bool(isRequired),
            "content": ["application/json": ["schema": ref(schema)]],
        ]
    }

    // MARK: - Webhooks

    private var webhooks: [OpenAPIRoute] {
        let provider = Self.path("provider", "The provider's name.", Self.ref("Provider"))
        let account = Self.path("account", "The account's name, where there are several.", ["type": "string"])
        let roots = [("/api/webhooks", ""), ("/api/webhook", "AtOldAddress")]
        return roots.flatMap { root, suffix in
            [
                ("\(root)/{provider}", "", [provider]),
                ("\(root)/{provider}/{account}", "ForAccount", [provider, account]),
            ]
            .map { path, ending, parameters in
                OpenAPIRoute(
                    method: "post", path: path, name: "receiveWebhook\(ending)\(suffix)", tag: .webhooks,
                    summary: "Takes a provider's signed event.", parameters: parameters,
                    body: ["required": true, "content": ["application/json": ["schema": ["type": "object"]]]],
                    answers: [Self.json(200, "It is stored, or was before.", "WebhookReceipt")],
                    refusals: [
                        "webhook_refused", "not_found", "body_too_large", "request_timeout", "storage_unavailable",
                    ])
            }
        }
    }

    // MARK: - Pages and health

    private func page(_ path: String, _ name: String, _ summary: String, type: String = "text/html") -> OpenAPIRoute {
        OpenAPIRoute(
            method: "get", path: path, name: name, tag: .pages, summary: summary,
            answers: [OpenAPIRoute.Answer(status: 200, words: summary, type: type, schema: ["type": "string"])])
    }

    private var pages: [OpenAPIRoute] {
        [
            page("/", "showPricing", "The pricing page."),
            OpenAPIRoute(
                method: "get", path: "/orders/{id}", name: "showOrder", tag: .pages,
                summary: "The buyer's page of an order.", parameters: [Self.order],
                answers: [
                    OpenAPIRoute.Answer(
                        status: 200, words: "The page.", type: "text/html", schema: ["type": "string"])
                ],
                refusals: ["not_found"], security: ["apiKey", "orderKey"]),
            page("/assets/till.css", "getStyleSheet", "The pages' style sheet.", type: "text/css"),
            page("/assets/order.js", "getOrderScript", "The order page's script.", type: "text/javascript"),
        ]
    }

    private var health: [OpenAPIRoute] {
        let ready = Self.json(200, "It takes requests and keeps up.", "Readiness")
        let notReady = Self.json(503, "It does not, or is late.", "Readiness")
        return [
            OpenAPIRoute(
                method: "get", path: "/livez", name: "isAlive", tag: .health, summary: "Whether the process answers.",
                answers: [
                    OpenAPIRoute.Answer(status: 200, words: "It does.", type: "text/plain", schema: ["type": "string"])
                ]),
            OpenAPIRoute(
                method: "get", path: "/readyz", name: "isReady", tag: .health,
                summary: "Whether the server keeps up.", answers: [ready, notReady]),
            OpenAPIRoute(
                method: "get", path: "/metrics", name: "getMetrics", tag: .health,
                summary: "Counts and durations for Prometheus, for the operator's key.",
                answers: [
                    OpenAPIRoute.Answer(
                        status: 200, words: "In Prometheus' text form.", type: "text/plain",
                        schema: ["type": "string"])
                ]),
            OpenAPIRoute(
                method: "get", path: "/health", name: "getHealth", tag: .health, summary: "How the server is.",
                answers: [Self.json(200, "In detail.", "Health")]),
        ]
    }
}
