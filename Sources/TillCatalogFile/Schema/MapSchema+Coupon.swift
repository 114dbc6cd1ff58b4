extension MapSchema {
    /// The definition of a reduction.
    static let coupon = MapSchema(
        "coupon", "A reduction.", example: "{ percent_off: 20 }",
        [
            KeySchema(.name, .text, "What buyers read. The key when left out.", example: "Launch discount"),
            KeySchema(
                .percentOff, .percentage, "The part of the price that is taken off, in percent.", example: "20"),
            KeySchema(
                .amountOff, .oneOrMore(.money), "The amount that is taken off, or one for each currency.",
                example: "5.00 USD"),
            KeySchema(
                .freeTrial, .duration, "A trial for what renews, in days or weeks; the longer one counts.",
                example: "30 days"),
            KeySchema(
                .lasts,
                .either([
                    .words([("once", "the first payment"), ("forever", "every payment")]), .duration,
                ]), "How long a subscription keeps it. `once` when left out.", example: "3 months"),
            KeySchema(
                .products, .list(of: .reference(.productOrPrice)),
                "The products or prices it takes from. Everything when left out.", example: "[pro, team/yearly]"),
            KeySchema(
                .minimum, .oneOrMore(.money), "What the order must come to before it.", example: "50.00 USD"),
            KeySchema(
                .firstPurchase, .truth, "Whether only a customer's first order can have it.", example: "true"),
            KeySchema(.from, .date, "The first day on which it can be used.", example: "2026-12-01"),
            KeySchema(
                .until, .date, "The first day on which it cannot be used any more.", example: "2027-01-01"),
            KeySchema(
                .maxRedemptions, .wholeNumber(1...Int64(Int32.max)), "How often it can be used by all together.",
                example: "100"),
            KeySchema(
                .maxPerCustomer, .wholeNumber(1...Int64(Int32.max)), "How often one customer can use it.",
                example: "1"),
            KeySchema(
                .stacks, .truth, "Whether it can be used together with others that stack. `false` when left out.",
                example: "true"),
            KeySchema(
                .codes, .list(of: .text),
                "What buyers can type, in any case. The coupon's key when left out, unless it is automatic.",
                example: "[LAUNCH, WELCOME]"),
            KeySchema(.auto, .truth, "Whether it is used without being typed.", example: "true"),
            KeySchema(
                .providers, .list(of: .provider), "The providers through which it can be used. All when left out.",
                example: "[stripe]"),
            KeySchema(.enabled, .truth, "`false` takes it out of use.", example: "false"),
            KeySchema(
                .metadata, .table(keys: .text, of: .text), "Your own pairs. At most 50.",
                example: "{ campaign: spring }"),
            KeySchema(
                .i18n, .table(keys: .language, of: .map(.nameTranslation)), "Its name in other languages.",
                example: "{ de: { name: Start-Rabatt } }"),
            KeySchema(
                .stripe, .map(.adoptedCoupon), "A coupon that exists at Stripe.", example: "{ coupon: LAUNCH20 }"),
        ])

    /// A coupon that exists at a provider.
    static let adoptedCoupon = MapSchema(
        "adopted coupon", "A coupon that exists at a provider.", example: "{ coupon: LAUNCH20 }",
        [
            KeySchema(
                .coupon, .either([.remoteID, .map(.perEnvironment)]),
                "The provider's id of it, or one for each environment. `${NAME}` takes it from the environment.",
                example: "LAUNCH20", isRequired: true)
        ])
}
