import Testing

@testable import TillModel

@Suite struct CatalogComparisonTests {
    typealias Case = ComparisonCase

    // Each names the property that it changes, as Swift calls it.
    static let products: [(String, Case)] = [
        (
            "name",
            Case("", field: "name", .newBuyers, "the name of job is \"A job\" instead of \"Job\"") {
                $0.products[0].name = "A job"
            }
        ),
        (
            "details",
            Case("", field: "description", .newBuyers, "job has the description \"Ad\" now") {
                $0.products[0].details = "Ad"
            }
        ),
        (
            "type",
            Case("", field: "type", .nobody, "hooks see type \"ad\" for job instead of \"job\" in new orders") {
                $0.products[0].type = "ad"
            }
        ),
        (
            "duration",
            Case("", field: "duration", .newBuyers, "job lasts 30 days instead of without end for new buyers") {
                $0.products[0].duration = CalendarDuration(30, .day)
            }
        ),
        (
            "upsells",
            Case("", field: "upsells", .newBuyers, "beside job buyers are offered gift instead of nothing") {
                $0.products[0].upsells = ["gift"]
            }
        ),
        (
            "addOns",
            Case("", field: "add_ons", .newBuyers, "to job one can add gift instead of nothing") {
                $0.products[0].addOns = ["gift"]
            }
        ),
        (
            "requires",
            Case("", field: "requires", .newBuyers, "job needs pro instead of no other product") {
                $0.products[0].requires = ["pro"]
            }
        ),
        (
            "excludes",
            Case("", field: "excludes", .newBuyers, "job cannot be bought together with pro") {
                $0.products[0].excludes = ["pro"]
            }
        ),
        (
            "quantities",
            Case("", field: "per_order", .newBuyers, "job has the per_order \"at most 5\" now") {
                $0.products[0].quantities = 1...5
            }
        ),
        (
            "badge",
            Case("", field: "badge", .newBuyers, "job has the badge \"New\" now") { $0.products[0].badge = "New" }
        ),
        (
            "features",
            Case(
                "", field: "features", .existingNow, "job gives 3 × seats now: also to those who have it"
            ) { $0.products[0].features = [Feature(key: "seats", limit: 3)] }
        ),
        (
            "credits",
            Case(
                "", field: "credits", .newBuyers,
                "job grants 10 ai for 1 year instead of none to new buyers; credits already granted stay"
            ) { $0.products[0].credits = [CreditGrant(credit: "ai", amount: 10, lasts: CalendarDuration(1, .year))] }
        ),
        (
            "bundle",
            Case(
                "", field: "bundle", .newBuyers, "job is made of 2 × gift instead of nothing else for new buyers"
            ) { $0.products[0].bundle = [BundleItem(product: "gift", quantity: 2)] }
        ),
        (
            "image",
            Case("", field: "image", .newBuyers, "job has the image \"https://a\" now") {
                $0.products[0].image = "https://a"
            }
        ),
        (
            "url",
            Case("", field: "url", .newBuyers, "job has the url \"https://a\" now") {
                $0.products[0].url = "https://a"
            }
        ),
        (
            "taxCode",
            Case(
                "", field: "tax_code", .newBuyers, "job is taxed as books instead of the provider's default"
            ) { $0.products[0].taxCode = "books" }
        ),
        (
            "isShippable",
            Case("", field: "shippable", .newBuyers, "buyers of job are asked for an address") {
                $0.products[0].isShippable = true
            }
        ),
        (
            "order",
            Case("", field: "order", .nobody, "the order of job is \"5\" instead of \"0\"") {
                $0.products[0].order = 5
            }
        ),
        (
            "metadata",
            Case("", field: "metadata", .nobody, "hooks see other metadata for job in new orders") {
                $0.products[0].metadata = ["board": "main"]
            }
        ),
        (
            "isEnabled",
            Case("", field: "enabled", .newBuyers, "job cannot be bought any more; who has it keeps it") {
                $0.products[0].isEnabled = false
            }
        ),
        (
            "isVisible",
            Case(
                "", field: "visible", .newBuyers,
                "lists and the pricing page no longer show job; it can still be bought by its key"
            ) { $0.products[0].isVisible = false }
        ),
        (
            "adopted",
            Case(
                "", field: "adopted", .nobody, "job stands for stripe=prod_1 at the provider instead of none"
            ) { $0.products[0].adopted = [.stripe: "prod_1"] }
        ),
        (
            "providers",
            Case(
                "", field: "providers", .newBuyers, "job is sold through paddle instead of the catalog's providers"
            ) { $0.products[0].providers = [.paddle] }
        ),
        (
            "translations",
            Case("", field: "i18n", .newBuyers, "job has the i18n \"de: name \"Anzeige\"\" now") {
                $0.products[0].translations = ["de": Translation(name: "Anzeige")]
            }
        ),
        (
            "formerKey",
            Case("", field: "was", .nobody, "job has the was \"ad\" now") {
                $0.products[0].formerKey = "ad"
            }
        ),
    ]

    @Test(arguments: products)
    func `a change of a product says what follows from it`(_ property: String, _ given: ComparisonCase) {
        #expect(given.changes.map(\.sentence) == [given.sentence])
        #expect(given.changes.first?.affected == given.affected)
        #expect(given.changes.first?.fields == [given.field])
        #expect(given.changes.first?.key == "job")
    }

    @Test func `every property of a product is compared`() {
        let cases = Set(Self.products.map(\.0)).union(["key", "prices"])
        #expect(Set(Mirror(reflecting: Case.shop.products[0]).children.compactMap(\.label)) == cases)
    }

    // MARK: - Coupons

    static let coupons: [(String, Case)] = [
        (
            "name",
            Case("", field: "name", .newBuyers, "LAUNCH20 has the name \"Launch\" now") {
                $0.coupons[0].name = "Launch"
            }
        ),
        (
            "reduction",
            Case(
                "", field: "reduction", .newBuyers,
                "LAUNCH20 takes 5.00 USD off instead of 20 % off; subscriptions that have it keep what they have"
            ) { $0.coupons[0].reduction = .amount([Case.usd(500)]) }
        ),
        (
            "span",
            Case(
                "", field: "reduction", .newBuyers,
                "LAUNCH20 takes 20 % off, always instead of 20 % off; subscriptions that have it keep what they have"
            ) { $0.coupons[0].span = .forever }
        ),
        (
            "targets",
            Case("", field: "products", .newBuyers, "LAUNCH20 is good for pro instead of everything") {
                $0.coupons[0].targets = ["pro"]
            }
        ),
        (
            "minimum",
            Case(
                "", field: "minimum", .newBuyers, "LAUNCH20 needs an order of 50.00 USD instead of any amount"
            ) { $0.coupons[0].minimum = [Case.usd(5_000)] }
        ),
        (
            "isFirstPurchaseOnly",
            Case("", field: "first_purchase", .newBuyers, "only a first order can have LAUNCH20") {
                $0.coupons[0].isFirstPurchaseOnly = true
            }
        ),
        (
            "from",
            Case(
                "", field: "from", .newBuyers,
                "LAUNCH20 can be used from 2026-12-01 on instead of from the beginning on"
            ) { $0.coupons[0].from = Case.day("2026-12-01") }
        ),
        (
            "until",
            Case(
                "", field: "until", .newBuyers,
                "LAUNCH20 can be used until 2027-01-01 instead of until it is taken away"
            ) { $0.coupons[0].until = Case.day("2027-01-01") }
        ),
        (
            "maxRedemptions",
            Case(
                "", field: "max_redemptions", .newBuyers,
                "LAUNCH20 can be used 100 times by everybody together instead of any number of times"
            ) { $0.coupons[0].maxRedemptions = 100 }
        ),
        (
            "maxPerCustomer",
            Case(
                "", field: "max_per_customer", .newBuyers,
                "one customer can use LAUNCH20 2 times instead of any number of times"
            ) { $0.coupons[0].maxPerCustomer = 2 }
        ),
        (
            "stacks",
            Case("", field: "stacks", .newBuyers, "LAUNCH20 can be used together with others") {
                $0.coupons[0].stacks = true
            }
        ),
        (
            "codes",
            Case("", field: "codes", .newBuyers, "buyers type WELCOME for LAUNCH20 instead of LAUNCH20") {
                $0.coupons[0].codes = ["WELCOME"]
            }
        ),
        (
            "isAutomatic",
            Case("", field: "auto", .newBuyers, "LAUNCH20 is used without being typed") {
                $0.coupons[0].isAutomatic = true
            }
        ),
        (
            "providers",
            Case("", field: "providers", .newBuyers, "LAUNCH20 is good at stripe instead of every provider") {
                $0.coupons[0].providers = [.stripe]
            }
        ),
        (
            "isEnabled",
            Case(
                "", field: "enabled", .newBuyers, "LAUNCH20 cannot be used any more; subscriptions that have it keep it"
            ) { $0.coupons[0].isEnabled = false }
        ),
        (
            "metadata",
            Case("", field: "metadata", .nobody, "LAUNCH20 has the metadata \"a=b\" now") {
                $0.coupons[0].metadata = ["a": "b"]
            }
        ),
        (
            "translations",
            Case("", field: "i18n", .newBuyers, "LAUNCH20 has the i18n \"de: name \"Start\"\" now") {
                $0.coupons[0].translations = ["de": Translation(name: "Start")]
            }
        ),
        (
            "adopted",
            Case("", field: "adopted", .nobody, "LAUNCH20 has the adopted \"stripe=co_1\" now") {
                $0.coupons[0].adopted = [.stripe: "co_1"]
            }
        ),
    ]

    @Test(arguments: coupons)
    func `a change of a coupon says what follows from it`(_ property: String, _ given: ComparisonCase) {
        #expect(given.changes.map(\.sentence) == [given.sentence])
        #expect(given.changes.first?.affected == given.affected)
        #expect(given.changes.first?.fields == [given.field])
        #expect(given.changes.first?.subject == .coupon)
    }

    @Test func `every property of a coupon is compared`() {
        #expect(
            Set(Mirror(reflecting: Case.shop.coupons[0]).children.compactMap(\.label))
                == Set(Self.coupons.map(\.0)).union(["key"]))
    }

    // MARK: - What holds for all

    static let others: [(String, Case)] = [
        (
            "features",
            Case(
                "", field: "kind", .existingNow,
                "the kind of feature search is \"a number of seats\" instead of \"one has it, or not\""
            ) {
                $0.features = [FeatureDefinition(key: "search", name: "Search", kind: .limited(unit: "seat"))]
            }
        ),
        (
            "meters",
            Case(
                "", field: "aggregate", .existingAtRenewal,
                "the aggregate of meter calls is \"max\" instead of \"sum\""
            ) {
                $0.meters = [Meter(key: "calls", name: "API calls", unit: "call", aggregation: .max)]
            }
        ),
        (
            "credits",
            Case("", field: "name", .existingNow, "the name of credit ai is \"Tokens\" instead of \"AI credits\"") {
                $0.credits = [CreditType(key: "ai", name: "Tokens")]
            }
        ),
        (
            "groups",
            Case("", field: "default", .existingNow, "in group plans who chose nothing has pro instead of job") {
                $0.groups = [
                    ProductGroup(key: "plans", name: "Plans", products: ["job", "pro"], defaultProduct: "pro")
                ]
            }
        ),
        (
            "taxes",
            Case(
                "", field: "rate", .existingAtRenewal,
                "buyers in DE pay 16 % tax instead of 19 %: new buyers at once, existing subscribers at their next renewal"
            ) {
                $0.taxes["DE"] = TaxRate(rate: Percentage(16))
            }
        ),
        (
            "defaultProviders",
            Case(
                "", field: "defaults.provider", .newBuyers,
                "new buyers pay through paddle, stripe instead of stripe, in that order"
            ) {
                $0.defaultProviders = [.paddle, .stripe]
            }
        ),
        (
            "providers",
            Case(
                "", field: "countries", .newBuyers,
                "buyers in BR pay through stripe first, instead of those in none"
            ) {
                $0.providers = [ProviderSettings(name: .stripe, countries: [Case.country("BR")])]
            }
        ),
        (
            "tax",
            Case(
                "", field: "defaults.tax", .newBuyers,
                "prices that do not say otherwise contain tax: new buyers pay no tax on top"
            ) { $0.tax = .inclusive }
        ),
        (
            "currency",
            Case("", field: "defaults.currency", .nobody, "catalog has the defaults.currency \"EUR\" now") {
                $0.currency = .eur
            }
        ),
        (
            "timeZone",
            Case(
                "", field: "timezone", .newBuyers,
                "days begin by the clock of Europe/Berlin instead of UTC"
            ) { $0.timeZone = "Europe/Berlin" }
        ),
        (
            "locales",
            Case("", field: "locales", .newBuyers, "catalog has the locales \"en, de\" now") {
                $0.locales = ["en", "de"]
            }
        ),
        (
            "policy",
            Case(
                "", field: "policy", .nobody,
                "the team's own rules are annual_not_dearer warning, tax_code_present off, translations_complete warning, "
                    + "max_change 20 % error, description_present off instead of annual_not_dearer warning, "
                    + "tax_code_present off, translations_complete warning, max_change any error, description_present off"
            ) {
                $0.policy.maxChange = Percentage(20)
            }
        ),
    ]

    @Test(arguments: others)
    func `a change of what holds for all says what follows from it`(_ property: String, _ given: ComparisonCase) {
        #expect(given.changes.map(\.sentence) == [given.sentence])
        #expect(given.changes.first?.affected == given.affected)
        #expect(given.changes.first?.fields == [given.field])
    }

    @Test func `every property of a catalog is compared`() {
        #expect(
            Set(Mirror(reflecting: Case.shop).children.compactMap(\.label))
                == Set(Self.others.map(\.0)).union(["products", "coupons"]))
    }

    // MARK: - Coming and going

    @Test func `equal catalogs have no changes`() {
        #expect(Case.changes(to: Case.shop).isEmpty)
    }

    @Test func `what is new and what is gone is told with its price`() {
        var contents = Case.shop
        contents.products[0] = Product(
            key: "ad", name: "Ad", prices: [Price(key: "default", amounts: [Case.usd(100)])])
        contents.coupons = [Coupon(key: "WELCOME", reduction: .freeTrial(days: 30), targets: ["pro"])]
        contents.taxes = ["FR": TaxRate(name: "TVA", rate: Percentage(20))]
        contents.meters = []
        let changes = Case.changes(to: contents)
        #expect(
            changes.map(\.sentence) == [
                "ad is new: 1.00 USD", "job is gone (99.00 USD): nobody can buy it any more",
                "WELCOME is new: the first 30 days free, on pro",
                "LAUNCH20 is gone (20 % off): nobody can use it any more; subscriptions that have it keep it",
                "meter calls is gone",
                "buyers in DE pay no tax that is worked out here; it was 19 %: new buyers at once, existing subscribers "
                    + "at their next renewal",
                "buyers in FR pay tax: TVA 20 %: new buyers at once, existing subscribers at their next renewal",
            ])
        #expect(changes.map(\.kind) == [.added, .removed, .added, .removed, .removed, .removed, .added])
    }

    @Test func `a feature that is taken away, and a limit that is lowered, reach those who have it`() {
        var contents = Case.shop
        contents.products[1].features = [Feature(key: "seats", limit: 5)]
        #expect(
            Case.changes(to: contents).map(\.sentence) == [
                "pro gives 5 × seats instead of 10 × seats: also to those who have it",
                "pro no longer gives search: those who have it lose it as well",
            ])
    }

    @Test func `a price that comes and one that goes are told`() {
        var contents = Case.shop
        contents.products[1].prices[1] = Price(
            key: "weekly", amounts: [Case.usd(900)], interval: BillingInterval(.week))
        #expect(
            Case.changes(to: contents).map(\.sentence) == [
                "pro can be paid another way: pro/weekly, 9.00 USD every week",
                "pro/yearly is gone (290.00 USD every year): nobody can buy it any more; existing subscribers go on "
                    + "paying what they pay",
            ])
    }

    @Test func `the first price is the default, so another first one is told`() {
        var contents = Case.shop
        contents.products[1].prices.swapAt(0, 1)
        #expect(
            Case.changes(to: contents).map(\.sentence) == [
                "the prices of pro are in another order; pro/yearly is meant when none is named"
            ])
    }

    @Test func `a product in another place is told`() {
        var contents = Case.shop
        contents.products.swapAt(0, 1)
        #expect(Case.changes(to: contents).map(\.sentence) == ["products are in another order"])
    }

    // MARK: - Renames

    @Test func `a product with another key and was is renamed, and its prices are compared`() {
        var contents = Case.shop
        let pro = contents.products[1]
        contents.products[1] = Product(
            key: "team", name: pro.name,
            prices: [Case.monthly([Case.usd(3_900), Case.eur(2_700)], existing: .keep), pro.prices[1]],
            features: pro.features, formerKey: "pro")
        let changes = Case.changes(to: contents)
        #expect(changes.map(\.kind) == [.renamed, .changed])
        #expect(changes.map(\.key) == ["team", "team/monthly"])
        #expect(changes.first?.before == "pro")
        #expect(changes.last?.percent?.description == "+34.5 %")
    }

    @Test func `a price with another key and was is renamed`() {
        var contents = Case.shop
        contents.products[1].prices[1] = Price(
            key: "annual", amounts: [Case.usd(29_000)], interval: BillingInterval(.year), formerKey: "yearly")
        let changes = Case.changes(to: contents)
        #expect(changes.map(\.sentence) == ["pro/yearly is called pro/annual now: nobody pays anything else"])
        #expect(changes.map(\.kind) == [.renamed])
    }

    @Test func `was that names a product which is still there renames nothing`() {
        var contents = Case.shop
        contents.products.append(
            Product(
                key: "ad", name: "Ad", prices: [Price(key: "default", amounts: [Case.usd(100)])], formerKey: "job"))
        #expect(Case.changes(to: contents).map(\.kind) == [.added])
    }
}
