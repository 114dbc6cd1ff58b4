/// In which order the keys of the format's own maps are written.
///
/// A path names the keys from the top, an item of a list as `-`: `["products", "pro", "prices", "monthly"]`.
enum CanonicalOrder {
    /// The keys of the map at a path in their order; nil for a map whose keys are the author's.
    static func canonicalOrder(of path: [String]) -> [String]? { place(of: path)?.keys }

    /// Where each key of the map at a path stands; nil for a map whose keys are the author's.
    static func ranks(of path: [String]) -> [String: Int]? {
        guard let place = place(of: path), !place.keys.isEmpty else { return nil }
        return place.ranks
    }

    /// Whether a path is that of the map of all products.
    static func isProducts(_ path: [String]) -> Bool {
        path.last == "products" && (path.count == 1 || path.count == 3 && path[0] == "overlays")
    }

    /// Where keys that are the team's own stand at the top: before all that may use their anchors.
    static let ownKeyRank = root.firstIndex(of: "defaults") ?? 0

    private static func place(of path: [String]) -> Place? {
        // What an overlay holds is a catalog again.
        let path = path.first == "overlays" && path.count >= 2 ? path[2...] : path[...]
        var place = 0
        for key in path {
            guard let next = places[place].children[key] ?? places[place].children["*"] else { return nil }
            place = next
        }
        return places[place].keys.isEmpty ? nil : places[place]
    }

    /// A map of the format, and the maps in it.
    private struct Place {
        var keys: [String] = []
        var ranks: [String: Int] = [:]
        var children: [String: Int] = [:]
    }

    private static let places: [Place] = {
        var places = [Place()]
        for (pattern, keys) in orders {
            var place = 0
            for key in pattern.split(separator: "/").map(String.init) {
                if let next = places[place].children[key] {
                    place = next
                } else {
                    places.append(Place())
                    places[place].children[key] = places.count - 1
                    place = places.count - 1
                }
            }
            places[place].keys = keys
            // The table doubles a rank to leave room between two of them.
            places[place].ranks = Dictionary(
                keys.enumerated().map { ($1, 2 * $0) }, uniquingKeysWith: { first, _ in first })
        }
        return places
    }()
}

// MARK: - The table

extension CanonicalOrder {
    private static let root = [
        "version", "owner", "timezone", "locales", "include", "defaults", "policy", "features", "meters", "credits",
        "groups",
        "products", "coupons", "taxes", "providers", "overlays",
    ]

    /// What says how a price is paid; `name` and the provider's blocks are not among it.
    private static let price = [
        "price", "amount", "currency", "custom", "every", "per", "quantity", "meter", "package", "graduated", "volume",
        "trial", "also", "setup_fee", "countries", "tax", "effective", "until", "schedule", "existing",
    ]

    private static let providers = ["stripe", "paddle", "paypal", "lemonsqueezy", "dodopayments"]

    private static let product =
        ["name", "description", "type"] + price
        + [
            "bundle", "duration", "features", "upsells", "add_ons", "requires", "excludes", "credits", "prices",
            "badge",
            "image", "url", "order", "tax_code", "shippable", "per_order", "metadata", "enabled", "visible", "was",
            "providers", "i18n",
        ] + providers

    private static let coupon =
        [
            "name", "percent_off", "amount_off", "free_trial", "lasts", "products", "minimum", "first_purchase", "from",
            "until", "max_redemptions", "max_per_customer", "stacks", "codes", "auto", "providers", "enabled",
            "metadata", "i18n",
        ] + providers

    private static let policy = [
        "annual_not_dearer", "tax_code_present", "description_present", "translations_complete", "max_change",
        "waivers",
    ]

    private static let remoteObjects = ["product", "price", "coupon"]
    private static let bounds = ["min", "max"]
    private static let portal = [
        "headline", "privacy_url", "terms_url", "return_url", "details", "invoices", "payment_methods", "cancel",
        "switch_to", "change_quantity", "promotion_codes", "proration", "downgrade",
    ]
    private static let environments = ["dev", "test", "live"]

    /// Each map by its path, where `*` is a key of the author's and `-` an item.
    private static let orders: [(pattern: String, keys: [String])] = {
        var orders: [(pattern: String, keys: [String])] = [
            ("", root),
            ("defaults", ["currency", "provider", "tax"]),
            ("policy", policy),
            ("policy/waivers/-", ["rule", "for", "reason"]),
            ("features/*", ["name", "limit", "meter", "i18n"]),
            ("meters/*", ["name", "unit", "aggregate", "i18n"]),
            ("credits/*", ["name", "i18n"]),
            ("groups/*", ["name", "products", "default", "i18n"]),
            ("products/*", product),
            ("products/*/prices/*", ["name"] + price + ["was"] + providers),
            ("products/*/per_order", bounds),
            ("products/*/credits/*", ["amount", "lasts"]),
            ("coupons/*", coupon),
            ("taxes/*", ["rate", "name", "codes"]),
            ("providers/*", ["account", "environments", "countries", "events", "portal"]),
            ("providers/*/portal", portal),
            ("providers/*/account", environments),
        ]
        for owner in ["products/*", "products/*/prices/*"] {
            orders.append(("\(owner)/trial", ["length", "payment_method"]))
            orders.append(("\(owner)/quantity", bounds))
            orders.append(("\(owner)/schedule/-", ["effective", "price", "amount", "currency", "also", "existing"]))
            orders.append(("\(owner)/graduated/-", ["up_to", "each", "flat"]))
            orders.append(("\(owner)/volume/-", ["up_to", "each", "flat"]))
            orders.append(("\(owner)/custom", ["min", "max", "preset"]))
            orders.append(("\(owner)/existing", ["on"]))
            orders.append(("\(owner)/schedule/-/existing", ["on"]))
        }
        for owner in ["features/*", "meters/*", "credits/*", "groups/*", "products/*", "coupons/*"] {
            orders.append(("\(owner)/i18n/*", ["name", "description", "badge"]))
        }
        for owner in ["products/*", "products/*/prices/*", "coupons/*"] {
            for provider in providers {
                orders.append(("\(owner)/\(provider)", remoteObjects))
                for object in remoteObjects { orders.append(("\(owner)/\(provider)/\(object)", environments)) }
            }
        }
        return orders
    }()
}
