import TillModel

/// One member of what Paddle is sent, and the fields of ours that it is made of.
struct PaddleMember: Sendable {
    /// As Paddle calls it.
    let name: String
    /// Our fields; when one of them changed, the member is sent.
    let fields: Set<String>
    /// What is sent: nothing where there is none.
    let value: @Sendable ([String: CatalogValue]) throws(Unsupported) -> CatalogValue

    /// A member that is one field.
    private init(_ name: String, from field: String? = nil) {
        let field = field ?? name
        self.init(name, of: [field]) { $0[field] ?? .nothing }
    }

    private init(
        _ name: String, of fields: Set<String>,
        _ value: @escaping @Sendable ([String: CatalogValue]) throws(Unsupported) -> CatalogValue
    ) {
        self.name = name
        self.fields = fields
        self.value = value
    }

    static func all(_ collection: PaddleCollection) -> [PaddleMember] {
        switch collection {
        case .products: products
        case .prices: prices
        case .discounts: discounts
        }
    }

    private static let products = [
        PaddleMember("name"), PaddleMember("description"), PaddleMember("tax_category"), PaddleMember("image_url"),
    ]

    private static let prices = [
        PaddleMember("product_id", of: ["product"]) { fields throws(Unsupported) in try id(fields["product"]) },
        PaddleMember("description"), PaddleMember("name"), PaddleMember("tax_mode"), PaddleMember("quantity"),
        PaddleMember("unit_price", of: ["amount", "currency"]) { money($0) },
        PaddleMember("billing_cycle", of: ["recurring"]) { duration($0["recurring"]) },
        PaddleMember("trial_period", of: ["trial"]) { fields in
            guard case .fields(var period) = duration(fields["trial"]) else { return .nothing }
            period["requires_payment_method"] = fields["trial"]?["payment_method"]
            return .fields(period)
        },
        PaddleMember("unit_price_overrides", of: ["countries"]) { overrides($0["countries"]) },
    ]

    private static let reduction: Set = ["percent_off", "amount_off", "amount_off_per_seat", "currency"]

    private static let discounts = [
        PaddleMember("description"), PaddleMember("code"), PaddleMember("enabled_for_checkout"),
        PaddleMember("usage_limit"),
        PaddleMember("type", of: reduction) { $0["percent_off"] == nil ? "flat" : "percentage" },
        PaddleMember("amount", of: reduction) { $0["percent_off"] ?? text($0["amount_off"]) },
        PaddleMember("currency_code", of: reduction) { $0["currency"] ?? .nothing },
        PaddleMember("recur", of: ["recur", "intervals"]) { $0["recur"] ?? false },
        PaddleMember("maximum_recurring_intervals", of: ["recur", "intervals"]) { $0["intervals"] ?? .nothing },
        PaddleMember("expires_at", of: ["expires_at"]) { fields in
            guard case .number(let seconds)? = fields["expires_at"] else { return fields["expires_at"] ?? .nothing }
            return .text(PaddleInstant.text(seconds))
        },
        PaddleMember("restrict_to", of: ["restrict_to"]) { fields throws(Unsupported) in
            guard case .list(let targets)? = fields["restrict_to"] else { return .nothing }
            var ids: [CatalogValue] = []
            for target in targets { ids.append(try id(target)) }
            return .list(ids)
        },
    ]

    // MARK: - Values

    private static func id(_ value: CatalogValue?) throws(Unsupported) -> CatalogValue {
        guard case .remote(let id)? = value else { throw Unsupported("what it belongs to is not there yet") }
        return .text(id)
    }

    /// Paddle takes amounts as text.
    private static func text(_ value: CatalogValue?) -> CatalogValue {
        guard case .number(let number)? = value else { return value ?? .nothing }
        return .text(String(number))
    }

    private static func money(_ fields: [String: CatalogValue]) -> CatalogValue {
        guard let currency = fields["currency"] else { return .nothing }
        return ["amount": text(fields["amount"]), "currency_code": currency]
    }

    private static func duration(_ value: CatalogValue?) -> CatalogValue {
        guard let interval = value?["interval"], let count = value?["count"] else { return .nothing }
        return ["interval": interval, "frequency": count]
    }

    /// Countries of the same amount go together; the first one of each decides the order.
    private static func overrides(_ value: CatalogValue?) -> CatalogValue {
        guard case .fields(let amounts)? = value else { return [] }
        var groups: [(amount: CatalogValue, countries: [CatalogValue])] = []
        for (country, amount) in amounts.sorted(by: { $0.key < $1.key }) {
            if let group = groups.firstIndex(where: { $0.amount == amount }) {
                groups[group].countries.append(.text(country))
            } else {
                groups.append((amount, [.text(country)]))
            }
        }
        return .list(
            groups.map { group in
                guard case .fields(let amount) = group.amount else { return .nothing }
                return ["country_codes": .list(group.countries), "unit_price": money(amount)]
            })
    }
}

extension CatalogValue {
    /// One field of a map; nil where there is none.
    fileprivate subscript(name: String) -> CatalogValue? {
        guard case .fields(let fields) = self else { return nil }
        return fields[name]
    }
}
