import TillModel

extension CatalogManifest {
    /// What Paddle lets one change.
    ///
    /// A price there can be given another amount, but what is renewed afterwards is told nowhere, and its history is
    /// lost: another amount is another price, and the old one is archived. Discounts are changed in place, since
    /// their codes cannot be used twice; a subscription names its discount, so that it may notice at its next renewal.
    /// Source: developer.paddle.com/api-reference, rate limits: 240 requests a minute.
    static let paddle = CatalogManifest(
        [
            .product: Ability(),
            .price: Ability(
                fixedFields: ["product", "currency", "amount", "recurring", "countries"],
                pricingFields: ["tax_mode", "trial"]),
            .coupon: Ability(
                pricingFields: [
                    "percent_off", "amount_off", "amount_off_per_seat", "currency", "recur", "intervals", "restrict_to",
                ], reach: .existingAtRenewal, isExclusive: true),
        ], hasIdempotency: false, writesPerSecond: 4, limitsReads: true)
}
