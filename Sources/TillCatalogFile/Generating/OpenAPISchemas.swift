import TillModel

/// The shapes of what the server takes and answers.
struct OpenAPISchemas {
    let catalog: Catalog
    let errors: [OpenAPIError]

    /// The document's `components/schemas`.
    var all: JSONText {
        .object(
            [
                ("ProductKey", productKey), ("PriceReference", priceReference), ("Currency", currency),
                ("Money", money), ("Interval", OpenAPISchemas.calendar("How often something is paid.")),
                ("Duration", OpenAPISchemas.calendar("A length of time.")), ("Price", price), ("Product", product),
                ("ProductList", productList), ("QuoteRequest", quoteRequest), ("Quote", quote),
                ("QuoteLine", quoteLine), ("CheckoutRequest", checkoutRequest),
                ("Checkout", checkout), ("CheckoutStatus", checkoutStatus), ("OrderID", OpenAPISchemas.id("ord")),
                ("OrderStatus", OpenAPISchemas.choice(OrderStatus.allCases.map(\.rawValue))), ("Order", order),
                ("OrderList", OpenAPISchemas.list("orders", of: "Order")), ("LineItem", lineItem),
                ("Payment", payment), ("RefundRequest", refundRequest), ("Refund", refund),
                ("CancelRequest", cancelRequest), ("Subscription", subscription), ("Provider", provider),
                ("WebhookReceipt", receipt), ("Readiness", readiness),
                ("Health", health), ("WebhookStanding", webhooks), ("CatalogStanding", standing),
                ("WorkCounts", counts), ("Error", error),
            ].map { JSONText.Member(key: $0.0, value: $0.1) })
    }

    // MARK: - Forms

    static func ref(_ name: String) -> JSONText { ["$ref": .string("#/components/schemas/\(name)")] }

    /// An object whose fields are there unless they are named as optional.
    static func shape(
        _ words: String, optional: Set<String> = [], closed: Bool = false, _ fields: KeyValuePairs<String, JSONText>
    ) -> JSONText {
        let required = fields.map(\.key).filter { !optional.contains($0) }
        return .object([
            "type": "object", "description": .string(words),
            "required": required.isEmpty ? nil : .strings(required),
            "properties": .object(fields.map { JSONText.Member(key: $0.key, value: $0.value) }),
            "additionalProperties": closed ? false : nil,
        ])
    }

    static func list(_ name: String, of schema: String) -> JSONText {
        .object([
            "type": "object", "required": [.string(name)],
            "properties": .object([JSONText.Member(key: name, value: array(of: ref(schema)))]),
        ])
    }

    static func array(of items: JSONText) -> JSONText { ["type": "array", "items": items] }

    static func choice(_ words: [String]) -> JSONText { ["type": "string", "enum": .strings(words)] }

    static func id(_ prefix: String) -> JSONText {
        ["type": "string", "pattern": .string("^\(prefix)_[0-9A-Za-z]{1,60}$")]
    }

    static func calendar(_ words: String) -> JSONText {
        shape(
            words,
            [
                "unit": choice(BillingInterval.Unit.allCases.map(\.rawValue)),
                "count": ["type": "integer", "minimum": 1],
            ])
    }

    static let text: JSONText = ["type": "string"]
    static let url: JSONText = ["type": "string", "format": "uri"]
    static let instant: JSONText = ["type": "string", "format": "date-time"]
    static let pairs: JSONText = ["type": "object", "additionalProperties": ["type": "string"]]

    // MARK: - Catalog

    var productsToBuy: [Product] { catalog.products.filter(\.isEnabled) }

    private var productKey: JSONText {
        let keys = productsToBuy.map(\.key).sorted()
        return .object([
            "type": "string", "description": "A product of the catalog.",
            "enum": keys.isEmpty ? nil : .strings(keys),
        ])
    }

    private var priceReference: JSONText {
        // A product's key alone means its first price.
        let references = productsToBuy.flatMap { product in
            [product.key] + product.prices.map(product.reference)
        }
        return .object([
            "type": "string", "description": "What is bought: a price, or a product at its first price.",
            "enum": references.isEmpty ? nil : .strings(Set(references).sorted()),
        ])
    }

    /// The currencies that prices are in, the catalog's own one first.
    private var currencies: [String] {
        let used = Set(catalog.products.flatMap(\.prices).flatMap(\.amounts).map(\.currency.code)).sorted()
        guard let own = catalog.contents.currency?.code, used.contains(own) else { return used }
        return [own] + used.filter { $0 != own }
    }

    private var currency: JSONText {
        .object([
            "type": "string", "description": "A currency of ISO 4217 that something is sold in.",
            "enum": currencies.isEmpty ? nil : .strings(currencies),
        ])
    }

    private var money: JSONText {
        let example = catalog.products.first?.price.amount ?? .zero(.usd)
        guard
            case .object(let members) = OpenAPISchemas.shape(
                "An exact amount.",
                [
                    "amount": [
                        "type": "integer", "format": "int64", "description": "In the currency's smallest unit.",
                    ],
                    // What was sold before may be in a currency that is no longer offered.
                    "currency": ["type": "string", "pattern": "^[A-Z]{3}$"],
                    "formatted": ["type": "string", "description": "For a person."],
                ])
        else { return [:] }
        let shown: JSONText = [
            "amount": .number(example.minorUnits), "currency": .string(example.currency.code),
            "formatted": .string(example.formatted),
        ]
        return .object(members + [JSONText.Member(key: "examples", value: [shown])])
    }

    private var price: JSONText {
        OpenAPISchemas.shape(
            "One way to pay for a product.", optional: ["interval", "trialDays"],
            [
                "product": OpenAPISchemas.ref("PriceReference"), "key": OpenAPISchemas.text,
                "amounts": OpenAPISchemas.array(of: OpenAPISchemas.ref("Money")),
                "interval": OpenAPISchemas.ref("Interval"),
                "trialDays": ["type": "integer", "minimum": 1],
            ])
    }

    private var product: JSONText {
        let feature = OpenAPISchemas.shape(
            "Something the product gives.", optional: ["limit"],
            ["key": OpenAPISchemas.text, "limit": ["type": "integer"]])
        return OpenAPISchemas.shape(
            "What is for sale.", optional: ["description", "duration", "badge", "image", "url"],
            [
                "key": OpenAPISchemas.ref("ProductKey"), "name": OpenAPISchemas.text,
                "description": OpenAPISchemas.text, "type": OpenAPISchemas.text,
                "prices": OpenAPISchemas.array(of: OpenAPISchemas.ref("Price")),
                "duration": OpenAPISchemas.ref("Duration"),
                "upsells": OpenAPISchemas.array(of: OpenAPISchemas.text), "badge": OpenAPISchemas.text,
                "features": OpenAPISchemas.array(of: feature), "image": OpenAPISchemas.url,
                "url": OpenAPISchemas.url,
            ])
    }

    private var productList: JSONText {
        OpenAPISchemas.shape(
            "A page of what is for sale.", optional: ["nextCursor"],
            [
                "contentHash": [
                    "type": "string", "description": "Names the catalog that the page was made from.",
                    "pattern": "^[0-9a-f]{64}$",
                ],
                "nextCursor": [
                    "type": "string", "description": "The `cursor` of the next page; none on the last one.",
                ],
                "products": OpenAPISchemas.array(of: OpenAPISchemas.ref("Product")),
            ])
    }

    // MARK: - Checkout

    /// A body that the server would take, with what the catalog sells.
    var checkoutExample: JSONText {
        let product = catalog.productsForSale.first ?? productsToBuy.first
        let reference = product.map { $0.reference(to: $0.price) } ?? "job_posting"
        return [
            "items": [["product": .string(reference), "quantity": 1]],
            "customer": ["email": "ada@example.com", "id": "user-17"],
        ]
    }

    private var customer: JSONText {
        OpenAPISchemas.shape(
            "Labels: nobody checks them.", optional: ["email", "id"], closed: true,
            ["email": OpenAPISchemas.text, "id": OpenAPISchemas.text])
    }

    private var checkoutRequest: JSONText {
        let item = OpenAPISchemas.shape(
            "A row of the order.", optional: ["quantity"], closed: true,
            [
                "product": OpenAPISchemas.ref("PriceReference"),
                "quantity": ["type": "integer", "minimum": 1, "maximum": 10_000, "default": 1],
            ])
        return OpenAPISchemas.shape(
            "What somebody wants to buy.",
            optional: ["currency", "customer", "metadata", "successUrl", "cancelUrl"], closed: true,
            [
                "items": ["type": "array", "minItems": 1, "maxItems": 20, "items": item],
                "currency": OpenAPISchemas.ref("Currency"), "customer": customer,
                "metadata": [
                    "type": "object", "maxProperties": 20,
                    "propertyNames": ["pattern": "^(?!till_).{1,40}$"],
                    "additionalProperties": ["type": "string", "maxLength": 500],
                ],
                "successUrl": OpenAPISchemas.url, "cancelUrl": OpenAPISchemas.url,
            ])
    }

    private var checkout: JSONText {
        OpenAPISchemas.shape(
            "An order that waits for its payment.",
            [
                "id": OpenAPISchemas.ref("OrderID"), "url": OpenAPISchemas.url, "orderUrl": OpenAPISchemas.url,
                "status": OpenAPISchemas.ref("OrderStatus"), "total": OpenAPISchemas.ref("Money"),
            ])
    }

    private var checkoutStatus: JSONText {
        OpenAPISchemas.shape(
            "What whoever knows the id may see.",
            [
                "id": OpenAPISchemas.ref("OrderID"), "status": OpenAPISchemas.ref("OrderStatus"),
                "total": OpenAPISchemas.ref("Money"),
            ])
    }

    // MARK: - Orders

    private var order: JSONText {
        OpenAPISchemas.shape(
            "An order with the prices that were shown.", optional: ["paidAt", "payments"],
            [
                "id": OpenAPISchemas.ref("OrderID"), "kind": OpenAPISchemas.choice(["purchase", "renewal"]),
                "status": OpenAPISchemas.ref("OrderStatus"), "provider": OpenAPISchemas.text,
                "mode": OpenAPISchemas.choice(Mode.allCases.map(\.rawValue)),
                "subtotal": OpenAPISchemas.ref("Money"), "total": OpenAPISchemas.ref("Money"),
                "items": OpenAPISchemas.array(of: OpenAPISchemas.ref("LineItem")), "customer": customer,
                "metadata": OpenAPISchemas.pairs, "createdAt": OpenAPISchemas.instant,
                "paidAt": OpenAPISchemas.instant,
                "payments": OpenAPISchemas.array(of: OpenAPISchemas.ref("Payment")),
            ])
    }

    private var refundRequest: JSONText {
        OpenAPISchemas.shape(
            "What is to be given back: all that is left, or an amount with its currency.",
            optional: ["payment", "amount", "currency"], closed: true,
            [
                "order": OpenAPISchemas.ref("OrderID"), "payment": OpenAPISchemas.text,
                "amount": ["type": "integer", "minimum": 1], "currency": OpenAPISchemas.ref("Currency"),
                "reason": OpenAPISchemas.text,
            ])
    }

    private var refund: JSONText {
        OpenAPISchemas.shape(
            "A refund, and what became of asking for it.", optional: ["reason", "remoteId"],
            [
                "id": OpenAPISchemas.text, "order": OpenAPISchemas.ref("OrderID"), "payment": OpenAPISchemas.text,
                "status": OpenAPISchemas.choice(["pending", "succeeded", "failed", "canceled"]),
                "total": OpenAPISchemas.ref("Money"), "reason": OpenAPISchemas.text,
                "remoteId": OpenAPISchemas.text, "operation": OpenAPISchemas.choice(Self.standings),
                "updatedAt": OpenAPISchemas.instant,
            ])
    }

    private var cancelRequest: JSONText {
        OpenAPISchemas.shape(
            "When a subscription ends.", optional: ["atPeriodEnd"], closed: true,
            ["atPeriodEnd": ["type": "boolean", "default": true]])
    }

    private var subscription: JSONText {
        OpenAPISchemas.shape(
            "A subscription, and what became of asking to end it.", optional: ["currentPeriodEndsAt"],
            [
                "id": OpenAPISchemas.text, "order": OpenAPISchemas.ref("OrderID"),
                "status": OpenAPISchemas.choice(Self.subscriptionStatuses),
                "cancelsAtPeriodEnd": ["type": "boolean"], "currentPeriodEndsAt": OpenAPISchemas.instant,
                "remoteId": OpenAPISchemas.text, "operation": OpenAPISchemas.choice(Self.standings),
                "updatedAt": OpenAPISchemas.instant,
            ])
    }

    private static let subscriptionStatuses = ["incomplete", "trialing", "active", "pastDue", "paused", "canceled"]
    private static let standings = ["done", "planned", "unknown", "dead"]

    private var lineItem: JSONText {
        let product = OpenAPISchemas.shape(
            "The product as it was when the order was made.", optional: ["duration"],
            [
                "key": OpenAPISchemas.text, "name": OpenAPISchemas.text, "type": OpenAPISchemas.text,
                "duration": OpenAPISchemas.ref("Duration"), "metadata": OpenAPISchemas.pairs,
            ])
        return OpenAPISchemas.shape(
            "One row of an order.", optional: ["interval"],
            [
                "product": product, "price": OpenAPISchemas.text, "interval": OpenAPISchemas.ref("Interval"),
                "quantity": ["type": "integer", "minimum": 1], "unitPrice": OpenAPISchemas.ref("Money"),
                "subtotal": OpenAPISchemas.ref("Money"),
            ])
    }

    private var payment: JSONText {
        OpenAPISchemas.shape(
            "A payment of an order.", optional: ["failureReason"],
            [
                "id": OpenAPISchemas.id("pay"),
                "status": OpenAPISchemas.choice(["processing", "succeeded", "failed"]),
                "total": OpenAPISchemas.ref("Money"), "refunded": OpenAPISchemas.ref("Money"),
                "isDuplicate": ["type": "boolean"], "failureReason": OpenAPISchemas.text,
                "remoteId": OpenAPISchemas.text, "updatedAt": OpenAPISchemas.instant,
            ])
    }

    // MARK: - The rest

    private var provider: JSONText {
        OpenAPISchemas.choice(Set(catalog.providers.map(\.rawValue)).sorted())
    }

    private var receipt: JSONText {
        OpenAPISchemas.shape("The event is stored.", ["received": ["type": "boolean", "const": true]])
    }

    private var readiness: JSONText {
        OpenAPISchemas.shape("Whether the server keeps up.", ["ready": ["type": "boolean"]])
    }

    private var health: JSONText {
        OpenAPISchemas.shape(
            "How the server is.", optional: ["inbox", "hooks", "drift"],
            [
                "status": OpenAPISchemas.choice(["ok", "late", "ending", "failing"]), "version": OpenAPISchemas.text,
                "mode": OpenAPISchemas.choice(Mode.allCases.map(\.rawValue)), "products": ["type": "integer"],
                "database": OpenAPISchemas.text, "inbox": OpenAPISchemas.ref("WorkCounts"),
                "hooks": OpenAPISchemas.ref("WorkCounts"), "catalog": OpenAPISchemas.ref("CatalogStanding"),
                "drift": OpenAPISchemas.shape(
                    "How far providers are from the lock; not there before they were looked at.",
                    ["findings": ["type": "integer"], "lookedAt": OpenAPISchemas.instant]),
                "webhooks": OpenAPISchemas.array(of: OpenAPISchemas.ref("WebhookStanding")),
            ])
    }

    private var webhooks: JSONText {
        let refused = OpenAPISchemas.shape(
            "A request that was not taken for a provider's.",
            ["at": OpenAPISchemas.instant, "reason": OpenAPISchemas.text, "help": OpenAPISchemas.text])
        let secret = OpenAPISchemas.shape(
            "A secret that is in use: which of the configured ones, counted from 1.",
            ["number": ["type": "integer"], "lastUsedAt": OpenAPISchemas.instant])
        return OpenAPISchemas.shape(
            "An account's webhooks since the server started; only operators are told of single ones.",
            optional: ["lastAt", "clockSkewSeconds", "lastRefused", "secrets"],
            [
                "provider": OpenAPISchemas.text, "account": OpenAPISchemas.text, "lastAt": OpenAPISchemas.instant,
                "refused": ["type": "object", "additionalProperties": ["type": "integer"]],
                "clockSkewSeconds": ["type": "integer"], "lastRefused": OpenAPISchemas.array(of: refused),
                "secrets": OpenAPISchemas.array(of: secret),
            ])
    }

    private var standing: JSONText {
        let mistake = OpenAPISchemas.shape(
            "Something that is wrong in the file.", optional: ["help"],
            [
                "code": OpenAPISchemas.text, "message": OpenAPISchemas.text, "help": OpenAPISchemas.text,
                "file": OpenAPISchemas.text, "line": ["type": "integer"], "column": ["type": "integer"],
            ])
        let reload = OpenAPISchemas.shape(
            "A file that was refused; only operators are told why.", optional: ["reason", "errors"],
            [
                "ok": ["type": "boolean"], "at": OpenAPISchemas.instant, "reason": OpenAPISchemas.text,
                "errors": OpenAPISchemas.array(of: mistake),
            ])
        return OpenAPISchemas.shape(
            "The catalog that is sold from.", optional: ["lastReload"],
            [
                "contentHash": OpenAPISchemas.text, "loadedAt": OpenAPISchemas.instant,
                "source": OpenAPISchemas.text, "lastReload": reload,
            ])
    }

    private var counts: JSONText {
        OpenAPISchemas.shape(
            "Work that is still to be done.", optional: ["oldestDueSeconds"],
            [
                "unfinished": ["type": "integer"], "dead": ["type": "integer"],
                "oldestDueSeconds": ["type": "integer"],
            ])
    }

    private var error: JSONText {
        let codes = errors.map(\.code).sorted()
        let body = OpenAPISchemas.shape(
            "Compare `code`, show `message`, quote `requestId`.",
            [
                "code": .object(["type": "string", "enum": codes.isEmpty ? nil : .strings(codes)]),
                "message": OpenAPISchemas.text,
                "retryable": [
                    "type": "boolean", "description": "Whether the same request may succeed later.",
                ],
                "details": OpenAPISchemas.pairs, "requestId": OpenAPISchemas.text,
            ])
        return OpenAPISchemas.shape("The shape of every error.", ["error": body])
    }
}
