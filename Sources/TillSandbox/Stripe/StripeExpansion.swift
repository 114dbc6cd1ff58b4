/// Shows related objects in full where `expand[]` asks for them.
struct StripeExpansion {
    let account: StripeAccount

    /// The kinds that a member of an answer may point to.
    private static let kinds: [String: String] = [
        "product": "product", "price": "price", "default_price": "price", "customer": "customer", "charge": "charge",
        "latest_charge": "charge", "payment_intent": "payment_intent", "subscription": "subscription",
        "invoice": "invoice", "latest_invoice": "invoice", "coupon": "coupon",
    ]
    /// Members that Stripe leaves out until they are asked for.
    private static let included: Set<String> = [
        "line_items", "payments", "refunds", "discounts", "taxes",
    ]

    /// The answer with everything shown that the paths, such as `data.product`, name.
    func expand(_ answer: JSONValue, paths: [JSONValue]) throws -> JSONValue {
        var answer = answer
        for path in paths.compactMap(\.string) {
            let names = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard names.count <= 5 else {
                throw StripeError.parameter(
                    "expand", "You cannot expand more than 4 levels of a property. Property: \(path)",
                    code: "property_expansion_max_depth")
            }
            answer = try expand(answer, names[...], path: path)
        }
        return answer
    }

    private func expand(_ value: JSONValue, _ names: ArraySlice<String>, path: String) throws -> JSONValue {
        guard let name = names.first else { return value }
        if let elements = value.array { return .array(try elements.map { try expand($0, names, path: path) }) }
        guard !value.isNull else { return value }
        if let included = try StripeInclusion(account: account).include(names, in: value) { return included }
        guard value.object != nil, let member = try member(name, of: value) else {
            throw StripeError.parameter("expand", "This property cannot be expanded (\(path)).")
        }
        var expanded = value
        expanded[name] = try expand(member, names.dropFirst(), path: path)
        return expanded
    }

    /// The member in full; nil when there is nothing to expand under that name.
    private func member(_ name: String, of value: JSONValue) throws -> JSONValue? {
        let present = value.object?[name]
        if Self.included.contains(name), present ?? .null == .null { return try included(name, of: value) }
        if let id = present?.string {
            guard let kind = Self.kinds[name] else { return nil }
            return try account.transaction.find(kind, id)?.json ?? .string(id)
        }
        guard let present else { return nil }
        return Self.kinds[name] == nil && present.object == nil && present.array == nil ? nil : present
    }

    private func included(_ name: String, of value: JSONValue) throws -> JSONValue? {
        let id = value["id"].string ?? ""
        switch (value["object"].string, name) {
        case ("checkout.session", "line_items"):
            let lines = try account.find("checkout.session", id).hidden["line_items"].array ?? []
            return StripeList.list(
                Array(lines.prefix(10)), hasMore: lines.count > 10, url: "/v1/checkout/sessions/\(id)/line_items")
        case ("invoice", "payments"):
            let payments = try account.transaction.all("invoice_payment", [.equals("invoice", id)])
            return StripeList.list(payments.map(\.json), url: "/v1/invoices/\(id)/payments")
        case ("charge", "refunds"):
            let refunds = try account.transaction.all("refund", [.equals("charge", id)], limit: 11)
            return StripeList.list(
                refunds.prefix(10).map(\.json), hasMore: refunds.count > 10, url: "/v1/charges/\(id)/refunds")
        case ("checkout.session", "discounts"), ("item", "discounts"), ("item", "taxes"):
            // Nothing the sandbox makes has any.
            return value[name]
        default: return nil
        }
    }
}
