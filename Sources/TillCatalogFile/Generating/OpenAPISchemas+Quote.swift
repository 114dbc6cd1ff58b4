import TillModel

/// What a cart is asked for, and what it costs.
extension OpenAPISchemas {
    /// A body that the server would take, with what the catalog sells.
    var quoteExample: JSONText {
        let product = catalog.productsForSale.first ?? productsToBuy.first
        let reference = product.map { $0.reference(to: $0.price) } ?? "job_posting"
        let code = catalog.coupons.lazy.filter(\.isEnabled).compactMap(\.codes.first).first
        return .object([
            "items": [["product": .string(reference), "quantity": 1]],
            "coupons": code.map { .array([.string($0)]) }, "country": "DE",
        ])
    }

    var quoteRequest: JSONText {
        let item = OpenAPISchemas.shape(
            "Something in the cart.", optional: ["quantity", "amount"], closed: true,
            [
                "product": OpenAPISchemas.ref("PriceReference"),
                "quantity": [
                    "type": "integer", "format": "int64", "minimum": 0, "default": 1,
                    "description": "How many; of what is metered, what one expects to use.",
                ],
                "amount": [
                    "type": "integer", "format": "int64", "minimum": 1,
                    "description": "Of one, in the currency's smallest unit, where the buyer chooses it.",
                ],
            ])
        return OpenAPISchemas.shape(
            "A cart.", optional: ["coupons", "currency", "country", "region"], closed: true,
            [
                "items": ["type": "array", "minItems": 1, "maxItems": 20, "items": item],
                "coupons": ["type": "array", "maxItems": 20, "items": OpenAPISchemas.text],
                "currency": OpenAPISchemas.ref("Currency"), "country": OpenAPISchemas.country,
                "region": OpenAPISchemas.region,
            ])
    }

    private static let country: JSONText = [
        "type": "string", "description": "Two letters of ISO 3166-1.", "pattern": "^[A-Z]{2}$",
    ]
    private static let region: JSONText = ["type": "string", "description": "Such as `US-CA`."]
    private static let sentences: JSONText = [
        "type": "array", "description": "To be shown as they are.", "items": ["type": "string"],
    ]

    var quote: JSONText {
        let money = OpenAPISchemas.ref("Money")
        return OpenAPISchemas.shape(
            "What a cart costs: `total` = `subtotal` − `discount` + `tax` − `taxIncluded`.",
            optional: ["country", "region", "renewal"],
            [
                "date": [
                    "type": "string", "format": "date",
                    "description": "The day for which it holds, in the catalog's time zone.",
                ],
                "currency": OpenAPISchemas.ref("Currency"), "country": OpenAPISchemas.country,
                "region": OpenAPISchemas.region,
                "lines": OpenAPISchemas.array(of: OpenAPISchemas.ref("QuoteLine")), "subtotal": money,
                "discount": money, "tax": money, "taxIncluded": money, "total": money, "dueNow": money,
                "renewal": renewal, "coupons": OpenAPISchemas.array(of: appliedCoupon),
                "refusedCoupons": OpenAPISchemas.array(of: refusedCoupon), "explanation": OpenAPISchemas.sentences,
            ])
    }

    var quoteLine: JSONText {
        let money = OpenAPISchemas.ref("Money")
        return OpenAPISchemas.shape(
            "One row of a quote.", optional: ["priceName", "unit", "taxRate", "taxName", "interval", "trialDays"],
            [
                "kind": OpenAPISchemas.choice(["item", "setupFee"]), "reference": OpenAPISchemas.text,
                "product": OpenAPISchemas.text, "price": OpenAPISchemas.text, "name": OpenAPISchemas.text,
                "priceName": OpenAPISchemas.text, "quantity": ["type": "integer", "format": "int64"],
                "unit": OpenAPISchemas.text,
                "unitAmount": ["type": "string", "description": "For a person: it may be less than a cent."],
                "subtotal": money, "discount": money, "net": money, "tax": money,
                "taxRate": ["type": "string", "description": "Percents, such as `19`."],
                "taxName": OpenAPISchemas.text,
                "taxBehavior": OpenAPISchemas.choice(["exclusive", "inclusive"]), "total": money,
                "interval": OpenAPISchemas.ref("Interval"), "trialDays": ["type": "integer", "minimum": 1],
                "isEstimate": ["type": "boolean"], "explanation": OpenAPISchemas.sentences,
            ])
    }

    private var renewal: JSONText {
        let money = OpenAPISchemas.ref("Money")
        return OpenAPISchemas.shape(
            "What each period after the first costs.",
            [
                "interval": OpenAPISchemas.ref("Interval"), "subtotal": money, "discount": money, "tax": money,
                "taxIncluded": money, "total": money, "isEstimate": ["type": "boolean"],
                "explanation": OpenAPISchemas.sentences,
            ])
    }

    private var appliedCoupon: JSONText {
        OpenAPISchemas.shape(
            "A coupon that is used.", optional: ["code", "trialDays"],
            [
                "key": OpenAPISchemas.text, "code": OpenAPISchemas.text, "name": OpenAPISchemas.text,
                "amount": OpenAPISchemas.ref("Money"), "trialDays": ["type": "integer", "minimum": 1],
            ])
    }

    private var refusedCoupon: JSONText {
        OpenAPISchemas.shape(
            "A coupon that was typed and is not used.",
            ["code": OpenAPISchemas.text, "reason": OpenAPISchemas.text, "message": OpenAPISchemas.text])
    }
}
