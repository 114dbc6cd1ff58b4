import TillModel

extension MapSchema {
    /// The whole file.
    package static let file = MapSchema(
        "file", "A catalog: everything that is for sale, and how.",
        example: "version: 1",
        [
            KeySchema(
                .version, .wholeNumber(1...1), "The version of the format: always `1`.", example: "1",
                isRequired: true),
            KeySchema(
                .owner, .key,
                "What this catalog is called on the objects that it has at providers. Two catalogs that share an account "
                    + "need two names: neither touches what the other has. `till` when left out.", example: "job-board"),
            KeySchema(
                .timezone, .timeZone, "Where days begin: `2027-01-01` means midnight there. `UTC` when left out.",
                example: "Europe/Berlin"),
            KeySchema(
                .locales, .list(of: .language),
                "The languages buyers read. The first is the one this file's own texts are in; every text should be "
                    + "translated to the others under `i18n`.", example: "[en, de]"),
            KeySchema(
                .include, .list(of: .path),
                "Other files whose sections belong to this one. They lie in this file's folder or below it.",
                example: "[catalog/plans.yaml]"),
            KeySchema(
                .defaults, .map(.defaults), "What holds where nothing else is said.",
                example: "{ currency: USD, provider: stripe }"),
            KeySchema(
                .policy, .map(.policy), "Rules that the catalog is held to.", example: "{ max_change: 20 }"),
        ] + sections + [
            KeySchema(
                .overlays, .table(keys: .key, of: .either([.map(.overlayFile), .partialFile])),
                "Changes to this file under a name. `dev`, `test` and `live` apply in that environment; any other is a "
                    + "brand or a tenant, chosen with `--overlay`. Maps are merged, `~` removes, anything else "
                    + "replaces.", example: "{ live: { products: { beta: { visible: false } } } }")
        ])

    /// The sections that an included file or an overlay may have as well.
    static let sections = [
        KeySchema(
            .features, .table(keys: .key, of: .either([.text, .map(.feature)])),
            "What products can give. Where this section is present, products may name only what is in it.",
            example: "{ search: Search, seats: { name: Seats, limit: seat } }"),
        KeySchema(
            .meters, .table(keys: .key, of: .either([.text, .map(.meter)])), "What is measured to be paid for.",
            example: "{ calls: { name: API calls, unit: call } }"),
        KeySchema(
            .credits, .table(keys: .key, of: .either([.text, .map(.credit)])),
            "Kinds of credit that buyers hold and use up.", example: "{ ai: AI credits }"),
        KeySchema(
            .groups, .table(keys: .key, of: .map(.group)),
            "Products of which a customer has one at a time, such as plans.",
            example: "{ plans: { products: [free, pro], default: free } }"),
        KeySchema(
            .products, .table(keys: .key, of: .map(.product)), "Everything that is for sale, by key.",
            example: "{ job_posting: { name: Job posting, price: 99.00 USD } }", isRequired: true),
        KeySchema(
            .coupons, .table(keys: .code, of: .map(.coupon)), "Reductions, by key.",
            example: "{ LAUNCH20: { percent_off: 20 } }"),
        KeySchema(
            .taxes, .table(keys: .region, of: .either([.percentage, .map(.taxRate)])),
            "Taxes by country or region, for providers that do not work tax out.",
            example: "{ DE: 19, US-CA: 7.25 }"),
        KeySchema(
            .providers, .table(keys: .provider, of: .map(.provider)),
            "The payment companies in use, each with its settings or `{}`. `{ stripe: {} }` when left out. Keys and "
                + "secrets never stand here.", example: "{ stripe: {} }"),
    ]

    /// A file that another one includes.
    static let includedFile = MapSchema(
        "included file", "Sections of a catalog.", example: "products: {}",
        [KeySchema(.version, .wholeNumber(1...1), "May be given, and must be `1` then.", example: "1")]
            + sections.map(\.optional))

    /// What an overlay changes.
    static let overlay = MapSchema(
        "overlay", "Changes to a catalog.", example: "{ products: { pro: { visible: false } } }",
        [
            KeySchema(.timezone, .timeZone, "As in the file.", example: "UTC"),
            KeySchema(.locales, .list(of: .language), "As in the file.", example: "[en]"),
            KeySchema(.defaults, .map(.defaults), "As in the file.", example: "{ currency: EUR }"),
            KeySchema(.policy, .map(.policy), "As in the file.", example: "{ max_change: off }"),
        ] + sections.map(\.optional))

    /// An overlay that is in a file of its own.
    static let overlayFile = MapSchema(
        "overlay file", "An overlay that is in a file of its own.", example: "{ file: overlays/acme.yaml }",
        [
            KeySchema(
                .file, .path, "The file with the changes, in this file's folder or below it.",
                example: "overlays/acme.yaml", isRequired: true)
        ])

    /// What holds where nothing else is said.
    static let defaults = MapSchema(
        "defaults", "What holds where nothing else is said.", example: "{ currency: USD, provider: stripe }",
        [
            KeySchema(
                .currency, .currency, "The currency of every `amount` that names none, and of what is free.",
                example: "USD"),
            KeySchema(
                .provider, .oneOrMore(.provider),
                "Who takes payments, or several in order of preference. `stripe` when left out.", example: "stripe"),
            KeySchema(
                .tax, .words(taxWords), "Whether prices contain tax. `exclusive` when left out.",
                example: "inclusive"),
        ])

    static let taxWords: [(word: String, meaning: String)] = [
        (TaxBehavior.exclusive.rawValue, "tax is added to the price"),
        (TaxBehavior.inclusive.rawValue, "tax is in the price"),
    ]

    /// Rules that the catalog is held to.
    static let policy = MapSchema(
        "policy", "Rules that the catalog is held to, each `off`, `warning` or `error`.",
        example: "{ max_change: 20 }",
        [
            KeySchema(
                .annualNotDearer, .words(levelWords),
                "A year costs no more than twelve months. `warning` when left out.",
                example: "error"),
            KeySchema(
                .taxCodePresent, .words(levelWords), "Every product names its `tax_code`. `off` when left out.",
                example: "error"),
            KeySchema(
                .descriptionPresent, .words(levelWords), "Every product has a `description`. `off` when left out.",
                example: "warning"),
            KeySchema(
                .translationsComplete, .words(levelWords),
                "Every text is there in every language of `locales`. `warning` when left out.", example: "error"),
            KeySchema(
                .maxChange, .either([.percentage, .words([("off", "any change is allowed")])]),
                "By how many percent an amount may change at once, against what was synced last and in "
                    + "`catalog diff`.", example: "20"),
            KeySchema(
                .waivers, .list(of: .map(.waiver)), "Where a rule need not hold, each with a reason.",
                example: "[{ rule: annual_not_dearer, for: pro/yearly, reason: Includes onboarding }]"),
        ])

    private static let levelWords: [(word: String, meaning: String)] = [
        (CatalogPolicy.Level.off.rawValue, "nothing is said"),
        (CatalogPolicy.Level.warning.rawValue, "the file can be used, with a warning"),
        (CatalogPolicy.Level.error.rawValue, "the file cannot be used"),
    ]

    /// A rule that need not hold somewhere.
    static let waiver = MapSchema(
        "waiver", "A rule that need not hold somewhere.",
        example: "{ rule: annual_not_dearer, for: pro/yearly, reason: Includes onboarding }",
        [
            KeySchema(
                .rule, .words(CatalogPolicy.Rule.allCases.map { ($0.rawValue, "") }), "The rule.",
                example: "annual_not_dearer", isRequired: true),
            KeySchema(
                .subject, .reference(.productOrPrice),
                "The product or price for which it need not hold. A product's waiver holds for its prices.",
                example: "pro/yearly", isRequired: true),
            KeySchema(
                .reason, .text, "Why, for whoever reads the file next.", example: "Includes onboarding",
                isRequired: true),
        ])

    /// A country's or region's tax.
    static let taxRate = MapSchema(
        "tax", "A country's or region's tax.", example: "{ rate: 20, name: TVA }",
        [
            KeySchema(.rate, .percentage, "The general rate, in percent.", example: "20", isRequired: true),
            KeySchema(.name, .text, "What buyers read.", example: "VAT"),
            KeySchema(
                .codes, .table(keys: .text, of: .percentage), "Other rates for products of a `tax_code`.",
                example: "{ books: 5.5 }"),
        ])

    /// One provider's settings.
    static let provider = MapSchema(
        "provider", "One payment company's settings.", example: "{}",
        [
            KeySchema(
                .account, .either([.remoteID, .map(.perEnvironment)]),
                "The id of the account that is meant, so that another one's keys are refused.",
                example: "acct_123"),
            KeySchema(
                .environments, .list(of: .words(environmentWords)), "Where it is used. Everywhere when left out.",
                example: "[dev, test]"),
            KeySchema(
                .countries, .list(of: .country), "Buyers of these countries pay through it before any other.",
                example: "[BR, IN]"),
            KeySchema(
                .events, .table(keys: .text, of: .text),
                "The provider's own events that become events of your own, for hooks.",
                example: "{ invoice.upcoming: subscription.renewal_announced }"),
            KeySchema(
                .portal, .map(.portal),
                "What customers may do by themselves on Stripe's own pages, which `catalog sync` sets up. Nothing there is "
                    + "touched when left out.", example: "{ cancel: at_period_end, switch_to: [starter, pro] }"),
        ])

    static let environmentWords: [(word: String, meaning: String)] = [
        ("dev", "the local sandbox"), ("test", "the provider's test mode"), ("live", "real money"),
    ]

    /// An id for each environment.
    static let perEnvironment = MapSchema(
        "ids", "An id for each environment.", example: "{ test: prod_1, live: prod_2 }",
        [
            KeySchema(.dev, .remoteID, "In the local sandbox.", example: "prod_0"),
            KeySchema(.test, .remoteID, "In the provider's test mode.", example: "prod_1"),
            KeySchema(.live, .remoteID, "With real money.", example: "prod_2"),
        ])
}
