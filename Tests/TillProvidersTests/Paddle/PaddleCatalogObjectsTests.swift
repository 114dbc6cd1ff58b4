import Testing
import TillModel

@testable import TillProviders

@Suite struct PaddleCatalogObjectsTests {
    private static func usd(_ minorUnits: Int64) -> Money { Money(minorUnits: minorUnits, .usd) }
    private static let euro = Money(minorUnits: 100, .eur)
    private static let month = BillingInterval(.month)

    private static func objects(
        _ products: [Product], coupons: [Coupon] = [], tax: TaxBehavior = .exclusive, currency: Currency? = nil
    ) -> [CatalogObjectKey: CatalogObject] {
        let contents = Catalog.Contents(
            products: products, coupons: coupons, defaultProviders: [.paddle], tax: tax, currency: currency)
        let all = PaddleCatalogObjects(
            Catalog(contents, contentHash: "hash"),
            addresses: CatalogAddresses(publicURL: nil) { _ in 1_800_000_000 }
        ).all
        return Dictionary(all.map { ($0.key, $0) }) { first, _ in first }
    }

    private static func price(_ price: Price, currency: Currency? = nil) throws -> CatalogObject {
        let product = Product(key: "pro", name: "Pro", prices: [price])
        return try #require(objects([product], currency: currency)[CatalogObjectKey(.price, "pro/\(price.key)")])
    }

    private static func coupon(_ coupon: Coupon, _ prices: [Price]? = nil) -> [CatalogObjectKey: CatalogObject] {
        let prices = prices ?? [Price(key: "monthly", amounts: [usd(2_900)], interval: month)]
        let own = Product(key: "pro", name: "Pro", prices: prices)
        let other = Product(key: "far", name: "Far", prices: prices, providers: [.stripe])
        return objects([own, other], coupons: [coupon]).filter { $0.key.kind == .coupon }
    }

    // MARK: - Products and prices

    @Test func `a product says what buyers read and how it is taxed`() throws {
        let product = Product(
            key: "pro", name: "Pro", details: "Everything", prices: [Price(key: "default", amounts: [Self.usd(100)])],
            image: "https://shop.example/pro.png", taxCode: "saas", metadata: ["team": "jobs"],
            adopted: [.paddle: "pro_1"], formerKey: "plus")
        let object = try #require(Self.objects([product])[CatalogObjectKey(.product, "pro")])
        #expect(
            object.fields == [
                "name": "Pro", "description": "Everything", "tax_category": "saas",
                "image_url": "https://shop.example/pro.png", "metadata.team": "jobs",
            ])
        #expect(object.adoptedID == "pro_1")
        #expect(object.formerName == "plus")
    }

    @Test(arguments: [nil, "txcd_10000000"])
    func `a product of another table's kind, or of none, is taxed as usual`(_ code: String?) throws {
        let product = Product(
            key: "pro", name: "Pro", prices: [Price(key: "default", amounts: [Self.usd(100)])], taxCode: code)
        let object = try #require(Self.objects([product])[CatalogObjectKey(.product, "pro")])
        #expect(object.fields["tax_category"] == "standard")
    }

    @Test func `a price that is paid again says how often, what is tried and what else holds`() throws {
        let germany = try #require(Country(code: "DE"))
        let price = try Self.price(
            Price(
                key: "yearly", amounts: [Self.usd(29_000)], interval: BillingInterval(.year), trial: Trial(days: 14),
                name: "Each year", countries: [germany: [Money(minorUnits: 27_000, .eur)]], tax: .inclusive,
                formerKey: "annual", existing: .keep, quantities: 1...5, adopted: [.paddle: "pri_1"]))
        #expect(
            price.fields == [
                "product": .reference(CatalogObjectKey(.product, "pro")), "description": "price pro/yearly",
                "name": "Each year", "amount": 29_000, "currency": "USD",
                "recurring": ["interval": "year", "count": 1],
                "trial": ["interval": "day", "count": 14, "payment_method": true], "tax_mode": "internal",
                "countries": ["DE": ["amount": 27_000, "currency": "EUR"]],
                "quantity": ["minimum": 1, "maximum": 5],
            ])
        #expect(price.dependsOn == [CatalogObjectKey(.product, "pro")])
        #expect(price.formerName == "pro/annual")
        #expect(price.existing == .keep)
        #expect(price.adoptedID == "pri_1")
        #expect(price.terms == PriceTerms(amount: Self.usd(29_000), interval: BillingInterval(.year)))
    }

    @Test func `a price without bounds has those that Paddle sets, and the stricter ones otherwise`() throws {
        let free = try Self.price(Price(key: "free", amounts: [Self.usd(100)]))
        #expect(free.fields["quantity"] == ["minimum": 1, "maximum": 100])
        let product = Product(
            key: "pro", name: "Pro", prices: [Price(key: "seat", amounts: [Self.usd(100)], quantities: 2...50)],
            quantities: 1...10)
        let seat = try #require(Self.objects([product])[CatalogObjectKey(.price, "pro/seat")])
        #expect(seat.fields["quantity"] == ["minimum": 2, "maximum": 10])
    }

    @Test func `what is free costs nothing in the catalog's currency`() throws {
        let price = try Self.price(Price(key: "free", amounts: [.zero(.usd)], scheme: .free), currency: .eur)
        #expect(price.fields["amount"] == 0)
        #expect(price.fields["currency"] == "EUR")
    }

    @Test func `a product with another key takes its prices along`() throws {
        let product = Product(
            key: "plus", name: "Plus",
            prices: [
                Price(key: "default", amounts: [Self.usd(100)]),
                Price(key: "month", amounts: [Self.usd(100)], formerKey: "monthly"),
            ], formerKey: "pro")
        let all = Self.objects([product])
        #expect(all[CatalogObjectKey(.price, "plus")]?.formerName == "pro")
        #expect(all[CatalogObjectKey(.price, "plus/month")]?.formerName == "pro/monthly")
    }

    static let schemes: [(PricingScheme, String)] = [
        (.rate([UnitRate(millionthsOfMinorUnit: 200_000, .usd)]), "smallest unit"), (.package(size: 10), "packages"),
        (.graduated([PriceTier(upTo: nil, each: [UnitRate(millionthsOfMinorUnit: 1_000_000, .usd)])]), "tiers"),
        (.volume([PriceTier(upTo: nil, each: [UnitRate(millionthsOfMinorUnit: 1_000_000, .usd)])]), "tiers"),
        (.custom(CustomAmount(minimum: [Money(minorUnits: 100, .usd)])), "choose an amount"),
    ]

    @Test(arguments: schemes)
    func `what Paddle has nothing like is said, and does not stop the rest`(
        _ scheme: PricingScheme, _ words: String
    ) throws {
        let product = Product(
            key: "pro", name: "Pro",
            prices: [
                Price(key: "here", amounts: [Self.usd(100)]),
                Price(key: "there", amounts: [Self.usd(100)], scheme: scheme),
            ])
        let all = Self.objects([product])
        #expect(all[CatalogObjectKey(.price, "pro/here")]?.unsupported == nil)
        #expect(all[CatalogObjectKey(.price, "pro/there")]?.unsupported?.contains(words) == true)
    }

    private static func country(_ code: String) -> Country {
        guard let country = Country(code: code) else { preconditionFailure("a country of the standard") }
        return country
    }

    static let unsoldPrices: [(Price, String)] = [
        (Price(key: "a", amounts: [Money(minorUnits: 100, .kwd)]), "no money in KWD"),
        (Price(key: "b", amounts: [usd(100), euro]), "`countries:`"),
        (Price(key: "c", amounts: [usd(100)], countries: [country("CU"): [euro]]), "nothing in CU"),
        (Price(key: "d", amounts: [usd(100)], countries: [country("DE"): [euro, usd(9)]]), "DE has 2"),
        (Price(key: "e", amounts: [usd(100)], interval: month, meter: "calls"), "by use"),
        (Price(key: "f", amounts: [usd(100)], trial: Trial(days: 3)), "trials only"),
        (Price(key: "g", amounts: [usd(100)], name: String(repeating: "n", count: 151)), "1 to 150"),
    ]

    @Test(arguments: unsoldPrices)
    func `a price that Paddle does not sell is said to be none of its`(_ price: Price, _ words: String) throws {
        let object = try Self.price(price)
        #expect(object.unsupported?.contains(words) == true)
        #expect(object.fields.isEmpty)
    }

    private static let hundred = Price(key: "default", amounts: [usd(100)])

    static let unsoldProducts: [(Product, String)] = [
        (Product(key: "pro", name: "A", prices: [hundred], isShippable: true), "sent to the buyer"),
        (Product(key: "pro", name: "B", prices: [hundred], image: "http://shop.example/b.png"), "https://"),
        (Product(key: "pro", name: String(repeating: "é", count: 201), prices: [hundred]), "1 to 200"),
        (Product(key: "pro", name: "D", prices: [hundred], metadata: ["till": "mine"]), "`till` is taken"),
    ]

    @Test(arguments: unsoldProducts)
    func `a product that Paddle cannot have is said to be`(_ product: Product, _ words: String) throws {
        let object = try #require(Self.objects([product])[CatalogObjectKey(.product, "pro")])
        #expect(object.unsupported?.contains(words) == true)
    }

    @Test func `a product for another provider is none of Paddle's`() throws {
        let product = Product(
            key: "pro", name: "Pro", prices: [Price(key: "default", amounts: [Self.usd(100)])], providers: [.stripe])
        let coupon = Coupon(key: "ALL", reduction: .percent(Percentage(20)))
        #expect(Self.objects([product], coupons: [coupon]).isEmpty)
    }

    // MARK: - Coupons

    @Test func `a coupon is a discount with all that Paddle checks by itself`() throws {
        let all = Self.coupon(
            Coupon(
                key: "LAUNCH", name: "Launch", reduction: .percent(Percentage(20)),
                span: .repeating(CalendarDuration(1, .year)), targets: ["pro/monthly", "far"],
                until: CalendarDate(year: 2027, month: 1, day: 1), maxRedemptions: 100, metadata: ["team": "jobs"],
                adopted: [.paddle: "dsc_1"]))
        #expect(Array(all.keys) == [CatalogObjectKey(.coupon, "LAUNCH")])
        let object = try #require(all.values.first)
        #expect(
            object.fields == [
                "description": "Launch", "percent_off": "20", "recur": true, "intervals": 12, "code": "LAUNCH",
                "enabled_for_checkout": true, "usage_limit": 100, "expires_at": 1_800_000_000,
                "restrict_to": [.reference(CatalogObjectKey(.price, "pro/monthly"))], "metadata.team": "jobs",
            ])
        #expect(object.dependsOn == [CatalogObjectKey(.price, "pro/monthly")])
        #expect(object.adoptedID == "dsc_1")
    }

    @Test func `each code is a discount of its own, whichever others there are`() throws {
        let all = Self.coupon(
            Coupon(
                key: "launch", reduction: .amount([Self.usd(500)]), span: .forever, codes: ["HELLO", "LAUNCH"],
                adopted: [.paddle: "dsc_1"]))
        #expect(Set(all.keys.map(\.name)) == ["launch", "launch/HELLO"])
        let hello = try #require(all[CatalogObjectKey(.coupon, "launch/HELLO")])
        #expect(
            hello.fields == [
                "description": "launch", "amount_off": 500, "currency": "USD", "recur": true, "code": "HELLO",
                "enabled_for_checkout": true,
            ])
        #expect(hello.adoptedID == "dsc_1")
        #expect(all[CatalogObjectKey(.coupon, "launch")]?.adoptedID == nil)
        let later = Self.coupon(Coupon(key: "launch", reduction: .amount([Self.usd(500)]), codes: ["LAUNCH"]))
        #expect(later[CatalogObjectKey(.coupon, "launch")]?.fields["code"] == "LAUNCH")
    }

    static let ours: [Coupon] = [
        Coupon(key: "OURS", reduction: .percent(Percentage(20)), isAutomatic: true),
        Coupon(key: "OURS", reduction: .percent(Percentage(20)), minimum: [Money(minorUnits: 100, .usd)]),
        Coupon(key: "OURS", reduction: .percent(Percentage(20)), isFirstPurchaseOnly: true, codes: ["A", "B"]),
        Coupon(key: "OURS", reduction: .percent(Percentage(20)), maxPerCustomer: 1),
        Coupon(key: "OURS", reduction: .percent(Percentage(20)), from: CalendarDate(year: 2027, month: 1, day: 1)),
    ]

    @Test(arguments: ours)
    func `a coupon with rules that Paddle does not know can be had through us only`(_ coupon: Coupon) throws {
        let all = Self.coupon(coupon)
        #expect(
            all.mapValues(\.fields) == [
                CatalogObjectKey(.coupon, "OURS"): [
                    "description": "OURS", "percent_off": "20", "recur": false, "enabled_for_checkout": false,
                ]
            ])
    }

    static let times: [(CalendarDuration, BillingInterval, Int64?)] = [
        (CalendarDuration(3, .month), BillingInterval(.month), 3),
        (CalendarDuration(3, .month), BillingInterval(.month, count: 2), 2),
        (CalendarDuration(1, .month), BillingInterval(.month), nil),
        (CalendarDuration(3, .month), BillingInterval(.year), nil),
        (CalendarDuration(2, .year), BillingInterval(.month, count: 6), 4),
        (CalendarDuration(15, .day), BillingInterval(.week), 3),
    ]

    @Test(arguments: times)
    func `a coupon for a time counts for the payments in it`(
        _ time: CalendarDuration, _ interval: BillingInterval, _ payments: Int64?
    ) throws {
        let all = Self.coupon(
            Coupon(key: "TIME", reduction: .percent(Percentage(20)), span: .repeating(time)),
            [
                Price(key: "again", amounts: [Self.usd(100)], interval: interval),
                Price(key: "once", amounts: [Self.usd(100)]),
            ])
        let fields = try #require(all[CatalogObjectKey(.coupon, "TIME")]).fields
        #expect(fields["recur"] == .flag(payments != nil))
        #expect(fields["intervals"] == payments.map(CatalogValue.number))
    }

    private static let percent = Coupon.Reduction.percent(Percentage(20))

    static let unsoldCoupons: [(Coupon, String)] = [
        (Coupon(key: "A", reduction: percent, span: .repeating(CalendarDuration(3, .month))), "different intervals"),
        (
            Coupon(key: "B", reduction: percent, span: .repeating(CalendarDuration(3, .day)), targets: ["pro/monthly"]),
            "3 days"
        ),
        (Coupon(key: "C", reduction: .amount([usd(100), euro])), "one currency"),
        (Coupon(key: "D", reduction: .amount([Money(minorUnits: 100, .kwd)])), "KWD"),
        (Coupon(key: "E", reduction: percent, codes: ["SPRING-20"]), "letters and digits"),
        (Coupon(key: "F", reduction: .percent(Percentage(millionths: 333_333))), "33.3333"),
        (
            Coupon(
                key: "G", reduction: percent, span: .repeating(CalendarDuration(1_000, .month)),
                targets: ["pro/monthly"]), "999"
        ),
        (Coupon(key: "H", name: String(repeating: "n", count: 501), reduction: percent), "1 to 500"),
    ]

    @Test(arguments: unsoldCoupons)
    func `a coupon that Paddle cannot have is said to be`(_ coupon: Coupon, _ words: String) throws {
        let prices = [
            Price(key: "monthly", amounts: [Self.usd(100)], interval: Self.month),
            Price(key: "yearly", amounts: [Self.usd(100)], interval: BillingInterval(.year)),
        ]
        let object = try #require(Self.coupon(coupon, prices).values.first)
        #expect(object.unsupported?.contains(words) == true)
        #expect(object.fields.isEmpty)
    }

    @Test func `a coupon that Paddle has no part in is none of its`() throws {
        #expect(Self.coupon(Coupon(key: "A", reduction: .freeTrial(days: 7))).isEmpty)
        #expect(Self.coupon(Coupon(key: "B", reduction: Self.percent, targets: ["far"])).isEmpty)
        #expect(Self.coupon(Coupon(key: "C", reduction: Self.percent, providers: [.stripe])).isEmpty)
        #expect(Self.coupon(Coupon(key: "D", reduction: Self.percent, isEnabled: false)).isEmpty)
    }
}
