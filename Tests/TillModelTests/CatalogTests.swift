import Testing
import TillModel

@Suite struct CatalogTests {
    private let catalog = Catalog(
        products: [
            Product(
                key: "job", name: "Job", prices: [Price(key: "default", amounts: [Money(minorUnits: 9_900, .usd)])]),
            Product(
                key: "pro", name: "Pro", type: "plan",
                prices: [
                    Price(
                        key: "monthly", amounts: [Money(minorUnits: 2_900, .usd), Money(minorUnits: 2_700, .eur)],
                        interval: BillingInterval(.month)),
                    Price(key: "yearly", amounts: [Money(minorUnits: 29_000, .usd)], interval: BillingInterval(.year)),
                ]),
        ],
        defaultProvider: .stripe, providers: [.stripe], contentHash: "00")

    @Test(arguments: [
        ("job", "job", "default"), ("job/default", "job", "default"), ("pro", "pro", "monthly"),
        ("pro/monthly", "pro", "monthly"), ("pro/yearly", "pro", "yearly"),
    ])
    func `a reference finds its price`(reference: String, product: String, price: String) throws {
        let found = try #require(catalog.find(reference))
        #expect(found.product.key == product)
        #expect(found.price.key == price)
    }

    @Test(arguments: [
        "", "/", "nothing", "pro/", "/monthly", "pro/weekly", "pro/monthly/x", "Pro", "pro ", "job/monthly",
    ])
    func `another reference finds nothing`(reference: String) {
        #expect(catalog.find(reference) == nil)
    }

    @Test func `every price is found by the reference its product gives it`() {
        for product in catalog.products {
            for price in product.prices {
                #expect(catalog.find(product.reference(to: price))?.price == price)
            }
        }
        #expect(
            catalog.products.flatMap { product in product.prices.map(product.reference) }
                == ["job", "pro/monthly", "pro/yearly"])
    }

    @Test func `products keep the order of the file, and are found by key`() {
        #expect(catalog.products.map(\.key) == ["job", "pro"])
        #expect(catalog.product("pro")?.name == "Pro")
        #expect(catalog.product("plus") == nil)
    }

    @Test func `a price is found by its key and an amount by its currency`() throws {
        let product = try #require(catalog.product("pro"))
        #expect(product.price.key == "monthly")
        #expect(product.price("yearly")?.interval == BillingInterval(.year))
        #expect(product.price("default") == nil)
        #expect(product.price.amount == Money(minorUnits: 2_900, .usd))
        #expect(product.price.amount(in: .eur)?.minorUnits == 2_700)
        #expect(product.price.amount(in: .jpy) == nil)
    }

    @Test func `a product without a type is of a type of its own`() {
        #expect(catalog.products.map(\.type) == ["job", "plan"])
    }

    @Test(arguments: [
        (BillingInterval(.month), "month"), (BillingInterval(.month, count: 3), "3 months"),
        (BillingInterval(.day, count: 2), "2 days"),
    ])
    func `an interval reads as a person says it`(interval: BillingInterval, text: String) {
        #expect("\(interval)" == text)
    }

    @Test(arguments: [(CalendarDuration(30, .day), "30 days"), (CalendarDuration(1, .month), "1 month")])
    func `a length of time reads as a person says it`(duration: CalendarDuration, text: String) {
        #expect("\(duration)" == text)
    }
}
