/// What a subscription consists of, changed without proration.
enum StripeSubscriptionItems {
    static let parameters: [StripeField] = [
        .optional(
            "items",
            .list(
                .table(
                    [
                        .optional("id", .text()), .optional("price", .text()),
                        .optional("quantity", .integer(0...999_999)), .emptyable("metadata", .metadata),
                    ]
                        + StripeField.unsupported(
                            """
                            billing_thresholds clear_usage current_trial deleted discounts plan price_data tax_rates
                            """)), atMost: 20)),
        .optional("proration_behavior", .choice(["always_invoice", "create_prorations", "none"])),
    ]

    /// Changes the items that a call names.
    static func apply(_ call: StripeCall, to subscription: inout Document) throws {
        guard let changes = call.input["items"].array else { return }
        guard subscription.json["status"] != "canceled" else {
            throw StripeError.refused(
                "A canceled subscription can only update its cancellation_details and metadata.", parameter: "items")
        }
        var items = subscription.json["items"]["data"].array ?? []
        for (index, change) in changes.enumerated() {
            let path = "items[\(index)]"
            guard let id = change["id"].string else { throw StripeError.unsupported(path, "an item that is added") }
            guard let place = items.firstIndex(where: { $0["id"].string == id }) else {
                throw StripeError.noSuch("subscription item", id, parameter: path + "[id]")
            }
            var item = items[place]
            if let price = change["price"].string, price != item["price"]["id"].string {
                try checkProration(call)
                guard !items.contains(where: { $0["price"]["id"].string == price }) else {
                    throw StripeError.refused(
                        """
                        Cannot add multiple subscription items with the same plan: another item of the subscription \
                        has the price `\(price)`.
                        """, parameter: path + "[price]")
                }
                try setPrice(price, of: &item, call.account, path + "[price]")
                // Stripe's own rule: who changes the price and says nothing of the quantity gets one.
                if !item["quantity"].isNull { item["quantity"] = 1 }
            }
            if let quantity = change["quantity"].int, quantity != item["quantity"].int {
                try checkProration(call)
                item["quantity"] = .int(quantity)
            }
            if change.object?["metadata"] != nil {
                item["metadata"] = StripeMetadata.merged(item["metadata"], change["metadata"])
            }
            items[place] = item
        }
        subscription.json["items"]["data"] = .array(items)
    }

    private static func checkProration(_ call: StripeCall) throws(StripeError) {
        guard call.input["proration_behavior"] == "none" else {
            throw .unsupported("proration_behavior", "anything but `none` where a price or a quantity changes")
        }
    }

    private static func setPrice(
        _ id: String, of item: inout JSONValue, _ account: StripeAccount, _ path: String
    ) throws {
        let price = try account.find("price", id, parameter: path)
        guard price.json["active"] == true else {
            throw StripeError.refused(
                "The price specified is inactive. This field only accepts active prices.", parameter: path)
        }
        guard let period = StripePeriod(price.json["recurring"]) else {
            throw StripeError.refused(
                """
                The price specified is set to `type=one_time` but this field only accepts prices with \
                `type=recurring`.
                """, parameter: path)
        }
        guard period == StripePeriod(item["price"]["recurring"]) else {
            throw StripeError.unsupported(path, "a price of another interval, which begins a period anew")
        }
        guard let currency = item["price"]["currency"].string,
            let amount = price.hidden["currency_options"][currency]["unit_amount"].int
        else {
            throw StripeError.refused(
                """
                The price specified only supports `\(price.json["currency"].string ?? "")`. This doesn't match the \
                expected currency: `\(item["price"]["currency"].string ?? "")`.
                """, parameter: path)
        }
        guard item["price"]["unit_amount"] != 0 || amount == 0 else {
            throw StripeError.unsupported(path, "a price that costs something where the old one did not")
        }
        var shown = price.json
        shown["currency"] = .string(currency)
        shown["unit_amount"] = .int(amount)
        shown["unit_amount_decimal"] = .string(String(amount))
        item["price"] = shown
        item["plan"] = StripeSubscriptionShape.plan(of: shown)
    }
}
