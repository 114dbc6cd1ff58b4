import TillModel

extension MapSchema {
    /// Something that is for sale.
    static let product = MapSchema(
        "product", "Something that is for sale.", example: "{ name: Job posting, price: 99.00 USD }",
        [
            KeySchema(.name, .text, "What buyers read.", example: "Job posting", isRequired: true),
            KeySchema(.description, .text, "A sentence or two for buyers.", example: "A 30-day listing"),
            KeySchema(
                .type, .text, "Free text, for hooks to tell products apart by. The key when left out.",
                example: "listing"),
        ] + priceOfProduct + [
            KeySchema(
                .prices, .table(keys: .key, of: .map(.price)),
                "Several prices, each with a key; the first is the default. Either this or a price beside the name.",
                example: "{ monthly: { price: 9.00 USD, every: month } }"),
            KeySchema(
                .duration, .duration, "How long what was bought lasts. Handed to hooks.", example: "30 days"),
            KeySchema(
                .features, .list(of: .either([.reference(.feature), .table(keys: .text, of: limit)])),
                "What one gets: names, and names with a number or `unlimited`.",
                example: "[search, { seats: 10 }]"),
            KeySchema(
                .credits, .table(keys: .key, of: .either([.wholeNumber(count), .map(.grant)])),
                "Credits that each unit gives, at each renewal when the price recurs.", example: "{ ai: 1000 }"),
            KeySchema(
                .bundle, .list(of: .either([.reference(.product), .table(keys: .key, of: .wholeNumber(quantity))])),
                "The products that this one is made of.", example: "[job_posting, { email_blast: 3 }]"),
            KeySchema(
                .upsells, .list(of: .reference(.product)), "Products offered beside this one.",
                example: "[email_blast]"),
            KeySchema(
                .addOns, .list(of: .reference(.product)),
                "Products that can be added to this one and renew with it.", example: "[extra_seats]"),
            KeySchema(
                .requires, .list(of: .reference(.product)),
                "Products of which one must be in the same order, or owned already.", example: "[pro]"),
            KeySchema(
                .excludes, .list(of: .reference(.product)), "Products that cannot be in the same order.",
                example: "[free]"),
            KeySchema(
                .perOrder, .either([.wholeNumber(quantity), .map(.quantities)]),
                "How many of it one order may have: at most, or `min` and `max`.", example: "5"),
            KeySchema(.badge, .text, "A word that sets it apart on the pricing page.", example: "Popular"),
            KeySchema(.image, .address, "The address of a picture.", example: "https://example.com/job.png"),
            KeySchema(.url, .address, "The address of a page with more.", example: "https://example.com/jobs"),
            KeySchema(
                .order, .wholeNumber(-1_000_000...1_000_000),
                "Where it stands among the others: lower numbers first, then the file's order. `0` when left out.",
                example: "10"),
            KeySchema(
                .taxCode, .text, "The kind of goods, as `taxes` and providers name it.", example: "txcd_10000000"),
            KeySchema(.shippable, .truth, "Whether it is sent to the buyer. `false` when left out.", example: "true"),
            KeySchema(
                .metadata, .table(keys: .text, of: .text),
                "Your own pairs, handed to hooks as they are. At most 50; keys must not begin with `till_`.",
                example: "{ board: main }"),
            KeySchema(.enabled, .truth, "`false` takes it off sale.", example: "false"),
            KeySchema(
                .visible, .truth,
                "`false` hides it from the page and the list; whoever knows its key can still buy it.",
                example: "false"),
            KeySchema(
                .providers, .list(of: .provider), "Who takes payments for it, in order of preference.",
                example: "[paddle, stripe]"),
            KeySchema(
                .i18n, .table(keys: .language, of: .map(.translation)), "Its texts in other languages.",
                example: "{ de: { name: Stellenanzeige } }"),
            KeySchema(.was, .text, "The key it had before, so that it stays the same product.", example: "job_listing"),
            KeySchema(
                .stripe, .map(.adoptedProduct), "A product that exists at Stripe, to sell under.",
                example: "{ product: prod_123 }"),
        ])

    /// The keys of a product's only price, which stand beside its name.
    private static let priceOfProduct = price.keys.filter {
        ![.name, .was, .stripe].contains($0.key)
    }

    private static let count: ClosedRange<Int64> = 1...Int64(Int32.max)
    private static let quantity: ClosedRange<Int64> = 1...10_000
    private static let limit = ValueSchema.either([.wholeNumber(count), .words([("unlimited", "without a limit")])])

    /// Credits that come with a product.
    static let grant = MapSchema(
        "credit grant", "Credits that come with a product.", example: "{ amount: 1000, lasts: 1 year }",
        [
            KeySchema(.amount, .wholeNumber(count), "How many.", example: "1000", isRequired: true),
            KeySchema(.lasts, .duration, "How long they last. Without end when left out.", example: "1 year"),
        ])

    /// How many one order may have.
    static let quantities = MapSchema(
        "quantities", "How many one order may have.", example: "{ min: 1, max: 5 }",
        [
            KeySchema(.min, .wholeNumber(quantity), "At least this many.", example: "1"),
            KeySchema(.max, .wholeNumber(quantity), "At most this many.", example: "5"),
        ])

    /// Texts in another language.
    static let translation = MapSchema(
        "translation", "Texts in another language.", example: "{ name: Stellenanzeige }",
        [
            KeySchema(.name, .text, "The name.", example: "Stellenanzeige"),
            KeySchema(.description, .text, "The description.", example: "Eine Anzeige für 30 Tage"),
            KeySchema(.badge, .text, "The badge.", example: "Beliebt"),
        ])

    /// A name in another language.
    static let nameTranslation = MapSchema(
        "translated name", "A name in another language.", example: "{ name: Suche }",
        [KeySchema(.name, .text, "The name.", example: "Suche", isRequired: true)])

    /// A product that exists at a provider.
    static let adoptedProduct = MapSchema(
        "adopted product", "A product that exists at a provider.", example: "{ product: prod_123 }",
        [
            KeySchema(
                .product, .either([.remoteID, .map(.perEnvironment)]),
                "The provider's id of it, or one for each environment. `${NAME}` takes it from the environment.",
                example: "prod_123"),
            KeySchema(
                .price, .either([.remoteID, .map(.perEnvironment)]),
                "The provider's id of its only price. Of several, each price names its own.", example: "price_123"),
        ])

    /// A feature that products can give.
    static let feature = MapSchema(
        "feature", "Something that products can give.", example: "{ name: Search }",
        [
            KeySchema(.name, .text, "What buyers read. The key when left out.", example: "Search"),
            KeySchema(
                .limit, .text, "That one has a number of it: what one unit is, or `true`.", example: "seat"),
            KeySchema(.meter, .reference(.meter), "That its use is measured, and by what.", example: "calls"),
            KeySchema(
                .i18n, .table(keys: .language, of: .map(.nameTranslation)), "Its name in other languages.",
                example: "{ de: { name: Suche } }"),
        ])

    /// What is measured to be paid for.
    static let meter = MapSchema(
        "meter", "What is measured to be paid for.", example: "{ name: API calls, unit: call }",
        [
            KeySchema(.name, .text, "What buyers read. The key when left out.", example: "API calls"),
            KeySchema(.unit, .text, "What one unit is.", example: "call"),
            KeySchema(
                .aggregate,
                .words([
                    ("sum", "all readings together"), ("count", "how many readings there were"),
                    ("max", "the largest reading"), ("last", "the last reading"),
                ]), "How the readings of a period become one number. `sum` when left out.", example: "max"),
            KeySchema(
                .i18n, .table(keys: .language, of: .map(.nameTranslation)), "Its name in other languages.",
                example: "{ de: { name: API-Aufrufe } }"),
        ])

    /// A kind of credit.
    static let credit = MapSchema(
        "credit", "A kind of credit.", example: "{ name: AI credits }",
        [
            KeySchema(.name, .text, "What buyers read. The key when left out.", example: "AI credits"),
            KeySchema(
                .i18n, .table(keys: .language, of: .map(.nameTranslation)), "Its name in other languages.",
                example: "{ de: { name: KI-Guthaben } }"),
        ])

    /// Products of which a customer has one at a time.
    static let group = MapSchema(
        "group", "Products of which a customer has one at a time.",
        example: "{ products: [free, pro], default: free }",
        [
            KeySchema(.name, .text, "What buyers read. The key when left out.", example: "Plans"),
            KeySchema(
                .products, .list(of: .reference(.product)), "Its products, the least first.", example: "[free, pro]",
                isRequired: true),
            KeySchema(
                .defaultProduct, .reference(.product), "The one that a customer has who chose none.",
                example: "free", isRequired: true),
            KeySchema(
                .i18n, .table(keys: .language, of: .map(.nameTranslation)), "Its name in other languages.",
                example: "{ de: { name: Tarife } }"),
        ])
}
