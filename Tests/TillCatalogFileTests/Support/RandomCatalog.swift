import TillModel
import TillTesting

/// Makes catalogs that the reader accepts, over everything the format knows, the same for the same seed.
struct RandomCatalog {
    var random: SeededRandom
    let texts = RandomText()
    /// The currencies of every amount, the first one everywhere.
    var currencies: [Currency] = []
    var currency: Currency?
    var locales: [String] = []
    var features: [FeatureDefinition] = []
    var meters: [String] = []
    var credits: [String] = []
    /// Whether the catalog's amounts must be such as Stripe takes.
    var isSoldThroughStripe = true
    var ids = 0

    /// Contents for a seed.
    static func contents(seed: UInt64, products: ClosedRange<Int> = 1...8) -> Catalog.Contents {
        var maker = RandomCatalog(random: SeededRandom(seed: seed))
        return maker.contents(products: products)
    }

    private init(random: SeededRandom) {
        self.random = random
    }

    mutating func contents(products count: ClosedRange<Int>) -> Catalog.Contents {
        currencies = Array([Currency.usd, .eur, .jpy, .kwd, .gbp].shuffled(using: &random).prefix(number(1...3)))
        var contents = Catalog.Contents()
        addSettings(to: &contents)
        addProviders(to: &contents)
        isSoldThroughStripe = contents.providers.contains { $0.name == .stripe }
        contents.products = keys(number(count)).map { product($0) }
        relate(&contents.products)
        addPortal(to: &contents)
        if contents.products.count >= 3, chance() { contents.groups = groups(contents.products) }
        contents.coupons = keys(number(0...4)).enumerated().map { coupon("\($1)\($0)", contents.products) }
        if chance(4) { contents.policy.waivers = [waiver(contents.products)] }
        return contents
    }
}

// MARK: - Settings

extension RandomCatalog {
    mutating func addSettings(to contents: inout Catalog.Contents) {
        contents.owner = pick(["till", "job-board"])
        contents.timeZone = pick(["UTC", "Europe/Berlin", "America/New_York"])
        locales = chance() ? ["en", "de", "no", "pt-BR"].prefix(number(1...4)).map(\.self) : []
        contents.locales = locales
        currency = chance() ? currencies[0] : nil
        contents.currency = currency
        contents.tax = chance() ? .inclusive : .exclusive
        meters = chance() ? keys(number(1...3)) : []
        contents.meters = meters.map { key in
            Meter(
                key: key, name: text(), unit: maybe { $0.text() }, aggregation: pick(Meter.Aggregation.allCases),
                translations: translations(isNameOnly: true))
        }
        features = chance() ? keys(number(1...5)).map { feature($0) } : []
        contents.features = features
        credits = chance() ? keys(number(1...2)) : []
        contents.credits = credits.map {
            CreditType(key: $0, name: text(), translations: translations(isNameOnly: true))
        }
        let places = ["DE", "FR", "NO", "US-CA", "CH"].shuffled(using: &random).prefix(number(0...4))
        for place in places { contents.taxes[place] = tax() }
        contents.policy = policy()
    }

    mutating func feature(_ key: String) -> FeatureDefinition {
        let kind: FeatureDefinition.Kind =
            switch number(0...2) {
            case 0: .limited(unit: maybe { $0.text() })
            case 1 where !meters.isEmpty: .metered(meter: pick(meters))
            default: .boolean
            }
        return FeatureDefinition(key: key, name: text(), kind: kind, translations: translations(isNameOnly: true))
    }

    mutating func tax() -> TaxRate {
        TaxRate(
            name: maybe { $0.text() }, rate: percentage(),
            codes: chance(4) ? ["txcd_\(number(1...999))": percentage()] : [:])
    }

    mutating func policy() -> CatalogPolicy {
        var policy = CatalogPolicy()
        // No rule is an error here: a random catalog would break it.
        for rule in CatalogPolicy.Rule.allCases where rule != .maxChange && chance() {
            policy.levels[rule] = chance() ? .off : .warning
        }
        if chance() { policy.maxChange = percentage() }
        return policy
    }

    mutating func addProviders(to contents: inout Catalog.Contents) {
        guard chance() else { return }
        let names = ProviderName.known.shuffled(using: &random).prefix(number(1...3))
        contents.providers = names.map { settings($0) }
        contents.defaultProviders = Array(names.shuffled(using: &random).prefix(number(1...3)))
    }

    mutating func settings(_ name: ProviderName) -> ProviderSettings {
        guard chance() else { return ProviderSettings(name: name) }
        var accounts: [Mode: String] = [:]
        if name == .stripe {
            // One account for everything, or one of its own for each; live shares none.
            let shared = chance() ? unique() : nil
            for mode in Mode.allCases where shared != nil || chance() {
                accounts[mode] = "acct_\(shared ?? unique())"
            }
        }
        let modes = Mode.allCases.filter { _ in chance() }
        return ProviderSettings(
            name: name, accounts: accounts, modes: modes.isEmpty ? Mode.allCases : modes,
            countries: countries(), events: chance() ? ["invoice.upcoming": "subscription.renewal_announced"] : [:])
    }

    /// Lets customers change to what recurs; the first thing to know is what there is.
    mutating func addPortal(to contents: inout Catalog.Contents) {
        guard chance(), let at = contents.providers.firstIndex(where: { $0.name == .stripe }) else { return }
        let settings = contents.providers[at]
        let plans = contents.products.filter { $0.prices.contains(where: \.canBeChangedTo) }.map(\.key)
        var portal = CustomerPortal(
            headline: chance() ? "Yours" : nil, privacyURL: chance() ? "https://shop.example/privacy" : nil,
            termsURL: chance() ? "https://shop.example/terms" : nil,
            returnURL: chance() ? "https://shop.example/a,b" : nil,
            details: Set(CustomerPortal.Detail.allCases.filter { _ in chance() }), showsInvoices: chance(),
            changesPaymentMethods: chance(), cancellation: chance() ? pick(CustomerPortal.Cancellation.allCases) : nil,
            products: chance() ? Array(plans.shuffled(using: &random).prefix(10)) : [])
        if !portal.products.isEmpty {
            portal.changesQuantity = chance()
            portal.takesCodes = chance()
            portal.proration = pick(CustomerPortal.Proration.allCases)
            portal.defersDowngrades = chance()
        }
        contents.providers[at] = ProviderSettings(
            name: .stripe, accounts: settings.accounts, modes: settings.modes, countries: settings.countries,
            events: settings.events, portal: portal)
    }

    mutating func countries() -> [Country] {
        ["BR", "IN", "NO", "CH"].shuffled(using: &random).prefix(number(0...3)).compactMap { Country(code: $0) }
    }
}

// MARK: - Products

extension RandomCatalog {
    mutating func product(_ key: String) -> Product {
        var product = Product(key: key, name: text(), prices: prices())
        product.details = maybe { $0.text(mayHaveLines: true) }
        if chance() { product.type = text() }
        product.duration = maybe { CalendarDuration($0.number(1...99), $0.pick(BillingInterval.Unit.allCases)) }
        product.badge = maybe { $0.text() }
        product.features = productFeatures()
        product.image = chance(4) ? "https://shop.example/\(key).png?size=1#top" : nil
        product.url = chance(4) ? "http://shop.example/a,b/\(key)" : nil
        product.metadata = metadata()
        product.isEnabled = !chance(4)
        product.isVisible = !chance(4)
        if chance(4) { product.adopted[.stripe] = "prod_\(unique())" }
        product.credits = credits.filter { _ in chance() }.map {
            CreditGrant(
                credit: $0, amount: number(1...10_000), lasts: maybe { CalendarDuration($0.number(1...12), .month) })
        }
        product.taxCode = maybe { "txcd_\($0.number(1...999))" }
        product.isShippable = chance(4)
        product.order = chance(4) ? number(1...50) : 0
        product.quantities = maybe { $0.bounds() }
        product.providers = isSoldThroughStripe && chance(4) ? [.stripe] : []
        product.translations = translations(isNameOnly: false)
        product.formerKey = chance(4) ? "former-\(unique())" : nil
        return product
    }

    mutating func productFeatures() -> [Feature] {
        guard !features.isEmpty else {
            let names = Set((0..<number(0...3)).map { _ in text() })
            return names.sorted().map { Feature(key: $0, limit: maybe { $0.number(1...99) }) }
        }
        return features.filter { _ in chance() }.map {
            guard case .limited = $0.kind else { return Feature(key: $0.key) }
            return Feature(key: $0.key, limit: maybe { $0.number(1...99) })
        }
    }

    /// Lets products name each other, none itself and none in two contradictory ways.
    mutating func relate(_ products: inout [Product]) {
        for index in products.indices {
            var others = products.map(\.key).filter { $0 != products[index].key }.shuffled(using: &random)
            let some = { (maker: inout RandomCatalog) -> [String] in
                let count = min(others.count, maker.number(0...2))
                defer { others.removeFirst(count) }
                return Array(others.prefix(count))
            }
            products[index].upsells = some(&self)
            let (product, all) = (products[index], products)
            products[index].addOns = some(&self).filter { key in
                all.contains { $0.key == key && RandomCatalog.renews($0, with: product) }
            }
            products[index].excludes = some(&self)
            // Only what stands before it, so that nothing needs itself in the end.
            let earlier = Set(products[..<index].map(\.key))
            products[index].requires = some(&self).filter(earlier.contains)
            let bundles = Set(products.filter { !$0.bundle.isEmpty }.map(\.key))
            products[index].bundle = some(&self).filter { earlier.contains($0) && !bundles.contains($0) }.map {
                BundleItem(product: $0, quantity: number(1...3))
            }
        }
    }

    /// Whether an add-on is paid whenever a product is, or once.
    static func renews(_ addOn: Product, with product: Product) -> Bool {
        guard addOn.prices.contains(where: { $0.interval != nil }) else { return true }
        return product.prices.compactMap(\.interval).allSatisfy { interval in
            addOn.prices.contains { $0.interval == nil || $0.interval == interval }
        }
    }

    mutating func waiver(_ products: [Product]) -> CatalogPolicy.Waiver {
        let product = pick(products)
        return CatalogPolicy.Waiver(
            rule: pick(CatalogPolicy.Rule.allCases),
            subject: chance() ? product.key : product.reference(to: product.price), reason: text())
    }

    mutating func groups(_ products: [Product]) -> [ProductGroup] {
        let members = Array(products.map(\.key).shuffled(using: &random).prefix(number(2...3)))
        return [
            ProductGroup(
                key: "plans", name: chance() ? "plans" : text(), products: members, defaultProduct: pick(members),
                translations: translations(isNameOnly: true))
        ]
    }

    mutating func coupon(_ key: String, _ products: [Product]) -> Coupon {
        let reduction: Coupon.Reduction =
            switch number(0...2) {
            case 0: .percent(percentage())
            case 1: .amount(amounts())
            default: .freeTrial(days: number(1...60))
            }
        let span = pick([Coupon.Span.once, .forever, .repeating(CalendarDuration(number(1...12), .month))])
        let isAutomatic = chance(4)
        var coupon = Coupon(key: key, reduction: reduction, span: span, isAutomatic: isAutomatic)
        coupon.name = maybe { $0.text() }
        coupon.targets = products.filter { _ in chance() }.map { chance() ? $0.key : $0.reference(to: $0.price) }
        coupon.minimum = chance() ? amounts() : []
        coupon.isFirstPurchaseOnly = chance()
        coupon.from = maybe { $0.day(2026) }
        coupon.until = maybe { $0.day(2028) }
        coupon.maxRedemptions = maybe { $0.number(1...1_000) }
        coupon.maxPerCustomer = maybe { $0.number(1...min(9, coupon.maxRedemptions ?? 9)) }
        coupon.stacks = chance()
        if chance(), !isAutomatic { coupon.codes = ["A\(unique())", "B\(unique())"] }
        coupon.isEnabled = !chance(4)
        coupon.metadata = metadata()
        coupon.translations = translations(isNameOnly: true)
        if chance(4) { coupon.adopted[.stripe] = "co\(unique())" }
        return coupon
    }
}

// MARK: - Small things

extension RandomCatalog {
    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    /// True once in so many times.
    mutating func chance(_ times: Int = 2) -> Bool { number(1...times) == 1 }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[number(0...(elements.count - 1))] }

    mutating func maybe<Value>(_ make: (inout RandomCatalog) -> Value) -> Value? {
        chance(3) ? make(&self) : nil
    }

    mutating func unique() -> Int {
        ids += 1
        return ids
    }

    mutating func text(mayHaveLines: Bool = false) -> String {
        texts.text(&random, mayHaveLines: mayHaveLines)
    }

    /// Keys that differ, some of which YAML's own rules would take for something else.
    mutating func keys(_ count: Int) -> [String] {
        let odd = ["no", "null", "1", "0x1f", "1e3", "2027-01-01", "-", "pro", "job_posting", "y", "on", "a-b"]
        let names = odd.shuffled(using: &random).prefix(count)
        return names + (names.count..<max(names.count, count)).map { "item\($0)" }
    }

    mutating func money(_ currency: Currency, _ range: ClosedRange<Int>) -> Money {
        Money(minorUnits: Int64(number(range)), currency)
    }

    mutating func amounts() -> [Money] { currencies.map { money($0, 1...99_999) } }

    /// Amounts of everyday size, and such as only some providers take.
    mutating func anyAmounts() -> [Money] {
        guard !isSoldThroughStripe, chance(4) else { return amounts() }
        return currencies.map { money($0, 1...Int.max) }
    }

    mutating func percentage() -> Percentage { Percentage(millionths: Int64(number(1...9_900)) * 100) }

    mutating func day(_ year: Int) -> TillModel.CalendarDate {
        CalendarDate(year: year, month: number(1...12), day: number(1...28)) ?? day(year)
    }

    mutating func metadata() -> [String: String] {
        var metadata: [String: String] = [:]
        for _ in 0..<(chance() ? number(1...3) : 0) {
            metadata[String(text().unicodeScalars.prefix(40).map(Character.init))] = text(mayHaveLines: true)
        }
        return metadata.filter { $0.key.contains { !$0.isWhitespace } }
    }

    mutating func translations(isNameOnly: Bool) -> [String: Translation] {
        var translations: [String: Translation] = [:]
        for locale in locales.dropFirst() where chance() {
            translations[locale] = Translation(
                name: text(), details: isNameOnly ? nil : maybe { $0.text(mayHaveLines: true) },
                badge: isNameOnly ? nil : maybe { $0.text() })
        }
        return translations
    }
}
