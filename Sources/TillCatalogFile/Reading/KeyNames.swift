/// The names of keys, as people mistake them.
enum KeyNames {
    /// Words of other formats for what the catalog calls otherwise.
    private static let synonyms = [
        "title": "name", "label": "name", "cost": "price", "interval": "every", "recurring": "every",
        "billing": "every", "period": "every", "active": "enabled", "hidden": "visible", "expires": "until",
        "percent": "percent_off", "discount": "percent_off", "plans": "prices", "items": "products", "link": "url",
        "picture": "image", "translations": "i18n", "trial_days": "trial", "tz": "timezone", "languages": "locales",
        "includes": "include", "addons": "add_ons", "seats": "quantity", "unit_price": "each", "rules": "policy",
        "tiers": "graduated", "usage_limit": "max_redemptions", "entitlements": "features", "vat": "tax",
        "sort": "order", "position": "order", "setup": "setup_fee", "starts": "from",
        "starts_at": "from", "ends_at": "until", "expires_at": "until", "max_per_user": "max_per_customer",
        "stackable": "stacks", "auto_apply": "auto", "code": "codes", "used_for": "type", "category": "type",
    ]

    /// The allowed key that a written one probably means.
    static func meant(by written: String, among allowed: [String]) -> String? {
        if let near = NearestName.of(written, among: allowed) { return near }
        guard let synonym = synonyms[written.lowercased()], allowed.contains(synonym) else { return nil }
        return synonym
    }

    /// Names in a row: `a`, `b` and `c`.
    static func list(_ names: [String], _ conjunction: String = "and") -> String {
        let quoted = names.map { "`\($0)`" }
        guard quoted.count > 1, let last = quoted.last else { return quoted.first ?? "" }
        return quoted.dropLast().joined(separator: ", ") + " \(conjunction) " + last
    }
}
