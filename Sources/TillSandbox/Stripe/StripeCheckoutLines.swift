/// Turns the line items of a request into the lines of a session, with every amount worked out.
struct StripeCheckoutLines {
    let account: StripeAccount
    let mode: String
    /// The currency that the request asks for, when it does.
    let wantedCurrency: String?
    /// Whether recurring lines cost nothing yet.
    let hasTrial: Bool

    /// The lines of a session and what they add up to.
    struct Result {
        var lines: [JSONValue] = []
        var currency: StripeCurrency
        var total: Int64 = 0
    }

    static let parameters: [StripeField] =
        [
            .optional("price", .text()), .optional("quantity", .integer(1...999_999)), .optional("metadata", .metadata),
            .optional(
                "price_data",
                .table(
                    StripePrices.amounts.filter { !["currency_options", "custom_unit_amount"].contains($0.name) } + [
                        .optional("product", .text()),
                        .optional(
                            "product_data",
                            .table(
                                [
                                    .required("name", .text()), .optional("description", .text(atMost: 40_000)),
                                    .optional("images", .list(.url, atMost: 8)), .optional("metadata", .metadata),
                                    .optional("tax_code", .text()), .optional("unit_label", .text(atMost: 12)),
                                ] + StripeField.unsupported("tax_details"))),
                    ])),
        ] + StripeField.unsupported("adjustable_quantity dynamic_tax_rates tax_rates")

    /// Works out all lines of a request.
    func resolve(_ given: [JSONValue]) throws -> Result {
        var result: Result?
        var periods: Set<StripePeriod> = []
        var counts = (recurring: 0, once: 0)
        for (index, line) in given.enumerated() {
            let path = "line_items[\(index)]"
            let price = try price(line, path)
            let (code, unitAmount) = try amount(price, expected: result?.currency.code ?? wantedCurrency, path)
            guard let currency = StripeCurrency(code) else {
                throw StripeError.refused("Invalid currency: \(code).", parameter: path)
            }
            let period = StripePeriod(price.json["recurring"])
            if let period {
                guard mode == "subscription" else {
                    throw StripeError.refused(
                        """
                        You specified `payment` mode but passed a recurring price. Either switch to `subscription` \
                        mode or use only one-time prices.
                        """, parameter: path + "[price]")
                }
                periods.insert(period)
                counts.recurring += 1
            } else {
                counts.once += 1
            }
            guard let quantity = line["quantity"].int else { throw StripeError.missing(path + "[quantity]") }
            let (product, overflow) = unitAmount.multipliedReportingOverflow(by: quantity)
            let amount = period != nil && hasTrial ? 0 : product
            let (total, sumOverflow) = (result?.total ?? 0).addingReportingOverflow(amount)
            guard !overflow, !sumOverflow, product <= currency.maximum, total <= currency.maximum else {
                throw StripeError.refused(
                    """
                    The Checkout Session's total amount due must be no more than \
                    \(currency.formatted(currency.maximum)).
                    """, parameter: path, code: "amount_too_large")
            }
            var sum = result ?? Result(currency: currency)
            sum.total = total
            sum.lines.append(
                try item(line, price: price, amount: amount, unitAmount: unitAmount, quantity: quantity, code: code))
            result = sum
        }
        guard let result else { throw StripeError.missing("line_items") }
        try checkMix(periods, counts)
        return result
    }

    private func checkMix(_ periods: Set<StripePeriod>, _ counts: (recurring: Int, once: Int)) throws {
        guard mode == "subscription" else { return }
        guard counts.recurring > 0 else {
            throw StripeError.refused(
                "You must provide at least one recurring price in `subscription` mode when using prices.",
                parameter: "line_items")
        }
        guard periods.count == 1 else {
            throw StripeError.refused(
                "Checkout does not support multiple prices with different billing intervals.", parameter: "line_items")
        }
        guard counts.recurring <= 20, counts.once <= 20 else {
            throw StripeError.refused(
                "A subscription takes at most 20 recurring and 20 one-time line items.", parameter: "line_items",
                code: "array_too_large")
        }
    }

    /// The price of a line: one that exists, or one made for this line alone.
    private func price(_ line: JSONValue, _ path: String) throws -> Document {
        switch (line["price"].string, line["price_data"].object) {
        case (let id?, nil):
            let price = try account.find("price", id, parameter: path + "[price]")
            guard price.json["active"] == true else {
                throw StripeError.refused(
                    "The price specified is inactive. This field only accepts active prices.",
                    parameter: path + "[price]")
            }
            let product = try account.find("product", at: price.json["product"])
            guard product?.json["active"] == true else {
                throw StripeError.refused(
                    "The price's product is inactive. This field only accepts prices of active products.",
                    parameter: path + "[price]")
            }
            return price
        case (nil, let data?): return try inlinePrice(.object(data), path + "[price_data]")
        case (nil, nil): throw StripeError.missing(path + "[price]")
        case (_?, _?):
            throw StripeError.parameter(path, "Please pass only one of price and price_data.")
        }
    }

    private func inlinePrice(_ data: JSONValue, _ path: String) throws -> Document {
        let product: String
        switch (data["product"].string, data["product_data"].object) {
        case (let id?, nil):
            let document = try account.find("product", id, parameter: path + "[product]")
            guard document.json["active"] == true else {
                throw StripeError.refused(
                    "The product specified is inactive. This field only accepts active products.",
                    parameter: path + "[product]")
            }
            product = id
        case (nil, let fields?):
            var document = StripeProducts.new(
                id: account.newID("prod_"), name: fields["name"]?.string ?? "", account: account)
            for name in ["description", "images", "tax_code", "unit_label"] {
                if let value = fields[name] { document[name] = value }
            }
            document["metadata"] = StripeMetadata.initial(fields["metadata"] ?? [:])
            // Made for one line: not for sale otherwise.
            document["active"] = false
            try account.insert(Document(document))
            product = document["id"].string ?? ""
        case (nil, nil): throw StripeError.missing(path + "[product]")
        case (_?, _?):
            throw StripeError.parameter(path, "Please pass only one of product and product_data.")
        }
        var price = try StripePriceDraft(input: data, path: path, account: account).document(product: product)
        price.json["active"] = false
        try account.insert(price)
        return price
    }

    /// The price's amount in the session's currency.
    private func amount(_ price: Document, expected: String?, _ path: String) throws -> (String, Int64) {
        let own = price.json["currency"].string ?? ""
        let code = expected ?? own
        let option = price.hidden["currency_options"][code]
        let isPlain = price.json["transform_quantity"].isNull && price.json["recurring"]["usage_type"] != "metered"
        guard option.isNull || isPlain && option["unit_amount"].int != nil else {
            throw StripeError.unsupported(
                path + "[price]", "a price that is more than a whole amount for each unit, such as `\(price.id)`")
        }
        guard let amount = option["unit_amount"].int else {
            throw StripeError.refused(
                "The price specified only supports `\(own)`. This doesn't match the expected currency: `\(code)`.",
                parameter: path + "[price]")
        }
        return (code, amount)
    }

    private func item(
        _ line: JSONValue, price: Document, amount: Int64, unitAmount: Int64, quantity: Int64, code: String
    ) throws -> JSONValue {
        let product = try account.find("product", at: price.json["product"])
        var shown = price.json
        shown["currency"] = .string(code)
        shown["unit_amount"] = .int(unitAmount)
        shown["unit_amount_decimal"] = .string(String(unitAmount))
        return [
            "id": .string(account.newID("li_")), "object": "item", "adjustable_quantity": nil, "amount_discount": 0,
            "amount_subtotal": .int(amount), "amount_tax": 0, "amount_total": .int(amount),
            "currency": .string(code), "description": product?.json["name"] ?? .null,
            "metadata": StripeMetadata.initial(line["metadata"]), "price": shown, "quantity": .int(quantity),
        ]
    }
}
