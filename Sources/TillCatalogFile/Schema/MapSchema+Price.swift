extension MapSchema {
    /// One way to pay for a product.
    static let price = MapSchema(
        "price", "One way to pay for a product.", example: "{ price: 9.00 USD, every: month }",
        [
            KeySchema(.name, .text, "What buyers read beside the product's name.", example: "Monthly"),
            KeySchema(
                .price, .either([.rate, .words([("free", "it costs nothing")])]),
                "An exact amount with its currency, or `free`. What is metered may cost less than the smallest unit.",
                example: "99.00 USD"),
            KeySchema(
                .amount, .minorUnits, "The amount in the currency's smallest unit, instead of `price`.",
                example: "9900"),
            KeySchema(
                .currency, .currency, "The currency of `amount`. The file's default when left out.", example: "USD"),
            KeySchema(
                .also, .list(of: .rate), "The amount in other currencies.", example: "[270.00 EUR, 43000 JPY]"),
            KeySchema(
                .every, .interval, "How often it is paid. Once when left out.", example: "month"),
            KeySchema(
                .trial, .either([.duration, .map(.trial)]), "The time before the first payment, in days or weeks.",
                example: "14 days"),
            KeySchema(.per, .text, "What one unit is, where a quantity is bought.", example: "seat"),
            KeySchema(
                .quantity, .either([.wholeNumber(1...10_000), .map(.quantities)]),
                "How many one order may have at this price: at most, or `min` and `max`.",
                example: "{ min: 2, max: 500 }"),
            KeySchema(
                .meter, .reference(.meter), "The meter whose reading is the quantity, for what is paid by use.",
                example: "calls"),
            KeySchema(
                .package, .wholeNumber(2...1_000_000_000),
                "How many units the amount is for; a package that was begun is paid in full.", example: "100"),
            KeySchema(
                .graduated, .list(of: .map(.tier)), "Tiers, where each unit costs what its own tier says.",
                example: "[{ up_to: 10, each: 5.00 USD }, { each: 4.00 USD }]"),
            KeySchema(
                .volume, .list(of: .map(.tier)), "Tiers, where all units cost what the tier of the whole says.",
                example: "[{ up_to: 10, each: 5.00 USD }, { each: 4.00 USD }]"),
            KeySchema(
                .custom, .map(.customAmount), "That the buyer chooses the amount, and within which bounds.",
                example: "{ min: 5.00 USD, preset: 20.00 USD }"),
            KeySchema(
                .setupFee, .oneOrMore(.money), "What is paid once with the first payment.", example: "49.00 USD"),
            KeySchema(
                .countries, .table(keys: .country, of: .oneOrMore(.money)),
                "Other amounts for buyers of certain countries.", example: "{ IN: 900.00 INR }"),
            KeySchema(
                .tax, .words(taxWords), "Whether tax is in it. As `defaults` say when left out.",
                example: "inclusive"),
            KeySchema(.effective, .date, "The first day on which it is sold.", example: "2027-01-01"),
            KeySchema(.until, .date, "The first day on which it is not sold any more.", example: "2028-01-01"),
            KeySchema(
                .schedule, .list(of: .map(.change)), "Amounts to come.",
                example: "[{ effective: 2027-06-01, price: 14.00 USD, existing: keep }]"),
            KeySchema(
                .existing, existingForms,
                "What becomes of those who subscribed before the amount last changed.", example: "keep"),
            KeySchema(.was, .text, "The key it had before, so that it stays the same price.", example: "per_seat"),
            KeySchema(
                .stripe, .map(.adoptedPrice), "A price that exists at Stripe, to sell at.",
                example: "{ price: price_123 }"),
        ])

    private static let existingForms = ValueSchema.either([
        .words([
            ("keep", "they go on paying what they agreed to"),
            ("at_renewal", "they pay the new amount from their next renewal on"),
        ]),
        .map(.existingOn),
    ])

    /// A day from which subscribers pay a new amount.
    static let existingOn = MapSchema(
        "existing subscribers", "A day from which subscribers pay the new amount.", example: "{ on: 2027-03-01 }",
        [
            KeySchema(
                .on, .date, "They pay the new amount from their first renewal on or after this day.",
                example: "2027-03-01", isRequired: true)
        ])

    /// An amount to come.
    static let change = MapSchema(
        "change", "An amount to come.", example: "{ effective: 2027-06-01, price: 14.00 USD }",
        [
            KeySchema(
                .effective, .date, "The first day on which it is sold at the new amount.", example: "2027-06-01",
                isRequired: true),
            KeySchema(.price, .money, "The new amount.", example: "14.00 USD", isRequired: true),
            KeySchema(
                .also, .oneOrMore(.money), "The new amount in other currencies.", example: "[13.00 EUR]"),
            KeySchema(
                .existing, existingForms, "What becomes of those who subscribed before. Required where a price recurs.",
                example: "at_renewal"),
        ])

    /// The time before the first payment.
    static let trial = MapSchema(
        "trial", "The time before the first payment.", example: "{ length: 14 days, payment_method: optional }",
        [
            KeySchema(.length, .duration, "How long, in days or weeks.", example: "14 days", isRequired: true),
            KeySchema(
                .paymentMethod,
                .words([
                    ("required", "a payment method must be given first"),
                    ("optional", "the trial begins without one"),
                ]), "Whether a payment method must be given first. `required` when left out.", example: "optional"),
        ])

    /// One step of a tiered price.
    static let tier = MapSchema(
        "tier", "One step of a tiered price.", example: "{ up_to: 10, each: 5.00 USD }",
        [
            KeySchema(
                .upTo, .wholeNumber(1...1_000_000_000_000), "The last unit of the tier. The last tier has none.",
                example: "10"),
            KeySchema(
                .each, .oneOrMore(.rate), "What each unit costs, or a list with one amount for each currency.",
                example: "5.00 USD"),
            KeySchema(
                .flat, .oneOrMore(.money), "What is paid once when the tier is reached.", example: "10.00 USD"),
        ])

    /// An amount that the buyer chooses.
    static let customAmount = MapSchema(
        "custom amount", "An amount that the buyer chooses.", example: "{ min: 5.00 USD, preset: 20.00 USD }",
        [
            KeySchema(.min, .oneOrMore(.money), "The least.", example: "5.00 USD", isRequired: true),
            KeySchema(.max, .oneOrMore(.money), "The most. No bound when left out.", example: "500.00 USD"),
            KeySchema(.preset, .oneOrMore(.money), "What is offered at first.", example: "20.00 USD"),
        ])

    /// A price that exists at a provider.
    static let adoptedPrice = MapSchema(
        "adopted price", "A price that exists at a provider.", example: "{ price: price_123 }",
        [
            KeySchema(
                .price, .either([.remoteID, .map(.perEnvironment)]),
                "The provider's id of it, or one for each environment. `${NAME}` takes it from the environment.",
                example: "price_123", isRequired: true)
        ])
}
