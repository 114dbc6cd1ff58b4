import TillModel

extension CatalogManifest {
    /// What Stripe lets one change.
    ///
    /// Prices and coupons are fixed once they are made; subscribers keep the price object that they bought.
    /// Source: stripe.com/docs/api/prices/update, coupons/update, promotion_codes/update.
    static let stripe = CatalogManifest([
        .meter: Ability(
            fixedFields: ["event", "aggregation"], canRestore: false, hasMarker: false, identity: "event"),
        .feature: Ability(fixedFields: ["lookup_key"], identity: "lookup_key"),
        .product: Ability(),
        .price: Ability(
            fixedFields: [
                "product", "currency", "amount", "amount_decimal", "currencies", "recurring", "tiers", "tiers_mode",
                "package", "custom", "tax_behavior",
            ]),
        // Marked by its product alone.
        .defaultPrice: Ability(hasMarker: false),
        .coupon: Ability(
            fixedFields: [
                "percent_off", "currency", "amount_off", "duration", "months", "max_redemptions", "redeem_by",
                "products",
            ], canRestore: false),
        .promotionCode: Ability(
            fixedFields: ["coupon", "code", "first_time", "minimum", "expires_at"], isExclusive: true),
        // Stripe switches one off by itself where nobody answered for days.
        .webhookEndpoint: Ability(isSwitched: true),
        .portal: Ability(
            pricingFields: [
                "details", "invoices", "payment_methods", "cancel", "switch_to", "changes", "proration", "deferred",
            ], reach: .existingNow),
    ])
}
