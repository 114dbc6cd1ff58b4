import Testing
import TillModel

@Suite struct CartRulesTests {
    private let job = Product("job", usd(100))

    @Test func `an empty cart and too full a one have no price`() throws {
        let shelf = Shelf(products: [job])
        #expect(try shelf.refusal().code == .emptyCart)
        let many = try shelf.refusal("job") { $0.items = Array(repeating: Cart.Item("job"), count: 21) }
        #expect(many.code == .tooManyItems)
        #expect(
            try shelf.quote("job", change: { $0.items = Array(repeating: Cart.Item("job"), count: 20) }).total
                == usd(2_000))
    }

    @Test func `what the catalog does not have, or does not sell, is refused at its place`() throws {
        let shelf = Shelf(products: [job, Product("old", usd(1)).having { $0.isEnabled = false }])
        let unknown = try shelf.refusal("job", "jop")
        #expect(unknown.code == .unknownProduct)
        #expect(unknown.field == "items[1].product")
        #expect("\(unknown)" == "There is no product 'jop'.")
        #expect(try shelf.refusal("old").code == .notForSale)
    }

    @Test(arguments: [
        ("2026-06-14", false), ("2026-06-15", true), ("2026-06-19", true), ("2026-06-20", false),
    ])
    func `a price is sold from its first day until the day that is named`(day: String, isSold: Bool) throws {
        let shelf = Shelf(products: [
            job.with {
                $0.availableFrom = CalendarDate("2026-06-15")
                $0.availableUntil = CalendarDate("2026-06-20")
            }
        ])
        let date = try #require(CalendarDate(day))
        if isSold {
            #expect(try shelf.quote("job", change: { $0.today = date }).total == usd(100))
        } else {
            let error = try shelf.refusal("job") { $0.today = date }
            #expect(error.code == .priceNotAvailable)
            #expect(error.field == "items[0].product")
        }
    }

    @Test(arguments: [0, -1, 10_001, Int64.min, .max])
    func `a quantity out of range is refused`(_ quantity: Int64) throws {
        let error = try Shelf(products: [job]).refusal("job") { $0.items[0].quantity = quantity }
        #expect(error.code == .invalidQuantity)
        #expect(error.field == "items[0].quantity")
    }

    @Test func `what is named twice counts together`() throws {
        let shelf = Shelf(products: [job])
        #expect(try shelf.quote("job:5000", "job:5000").lines.map(\.quantity) == [10_000])
        let error = try shelf.refusal("job:5000", "job:5001")
        #expect(error.code == .invalidQuantity)
        #expect(error.field == "items[1].quantity")
    }

    @Test func `a meter may read nothing, and very much`() throws {
        let shelf = Shelf(products: [Product("calls", usd(1)).with { $0.meter = "calls" }])
        #expect(try shelf.quote("calls:0").total == usd(0))
        #expect(try shelf.quote("calls:1000000000000").total == usd(1_000_000_000_000))
        #expect(try shelf.refusal("calls:1000000000001").code == .invalidQuantity)
    }

    @Test(arguments: [(1, false), (2, true), (5, true), (6, false)])
    func `a product's own quantities hold for all its rows together`(quantity: Int64, isAllowed: Bool) throws {
        let product = Product(
            key: "seat", name: "Seat",
            prices: [Price(key: "a", amounts: [usd(1)]), Price(key: "b", amounts: [usd(1)])], quantities: 2...5)
        let shelf = Shelf(products: [product])
        if isAllowed {
            #expect(try shelf.quote("seat/a", "seat/b:\(max(1, quantity - 1))").subtotal == usd(quantity))
        } else {
            #expect(try shelf.refusal("seat/a:\(quantity)").code == .quantityNotAllowed)
        }
        #expect(try shelf.refusal("seat/a:3", "seat/b:3").code == .quantityNotAllowed)
    }

    @Test func `a price's own quantities hold for it`() throws {
        let shelf = Shelf(products: [job.with { $0.quantities = 3...3 }])
        #expect(try shelf.quote("job:3").total == usd(300))
        let error = try shelf.refusal("job:2")
        #expect(error.code == .quantityNotAllowed)
        #expect("\(error)" == "One order may have 3 of 'job', not 2.")
    }

    @Test func `what needs another product is sold with it, or to its owners`() throws {
        let shelf = Shelf(products: [job, Product("boost", usd(50)).having { $0.requires = ["job", "pro"] }])
        let error = try shelf.refusal("boost")
        #expect(error.code == .requiresProduct)
        #expect("\(error)" == "'boost' is sold only with, or to owners of, 'job' or 'pro'.")
        #expect(try shelf.quote("boost", "job").total == usd(150))
        #expect(try shelf.quote("boost", change: { $0.owned = ["pro"] }).total == usd(50))
    }

    @Test func `what excludes another is not sold with it, whichever comes first`() throws {
        let shelf = Shelf(products: [job, Product("solo", usd(50)).having { $0.excludes = ["job"] }])
        #expect(try shelf.refusal("solo", "job").code == .excludedProduct)
        #expect(try shelf.refusal("job", "solo").field == "items[1].product")
        #expect(try shelf.quote("solo").total == usd(50))
    }

    @Test func `of a group one has one product at a time`() throws {
        let plans = ["basic", "pro"].map { Product($0, usd(100), interval: BillingInterval(.month)) }
        let group = ProductGroup(key: "plan", name: "Plan", products: ["basic", "pro"], defaultProduct: "basic")
        let shelf = Shelf(products: plans + [job], groups: [group])
        let error = try shelf.refusal("basic", "job", "pro")
        #expect(error.code == .onePerGroup)
        #expect(error.field == "items[2].product")
        #expect(try shelf.quote("basic:2", "job").total == usd(300))
    }

    @Test func `what renews differently needs an order each; what is paid once goes with anything`() throws {
        let shelf = Shelf(products: [
            job, Product("monthly", usd(10), interval: BillingInterval(.month)),
            Product("alsoMonthly", usd(10), interval: BillingInterval(.month)),
            Product("yearly", usd(100), interval: BillingInterval(.year)),
        ])
        #expect(try shelf.refusal("monthly", "yearly").code == .mixedSubscription)
        #expect(try shelf.quote("job", "monthly", "alsoMonthly").total == usd(120))
    }

    @Test(
        arguments: [
            ("DEU", nil), ("ZZ", nil), ("", nil), (nil, "US"), (nil, "US-"), (nil, "ZZ-CA"), ("DE", "US-CA"),
        ] as [(String?, String?)])
    func `a place that is not one is refused`(country: String?, region: String?) throws {
        let error = try Shelf(products: [job]).refusal("job", country: country, region: region)
        #expect(error.code == .unknownCountry)
        #expect(error.field == (region == nil ? "country" : "region"))
    }

    @Test func `a region says its country`() throws {
        let quote = try Shelf(products: [job]).quote("job", region: "us-ca")
        #expect(quote.country == Country(code: "US"))
        #expect(quote.region == "US-CA")
    }

    @Test func `the currency is the one asked for, the country's, else the first row's, if all is sold in it`() throws {
        let germany = try #require(Country(code: "DE"))
        let both = Product("both", usd(100), eur(90))
        let euros = Product("euros", eur(50), usd(60))
        let local = Product("local", usd(70), eur(65)).with { $0.countries = [germany: [eur(66), usd(77)]] }
        let shelf = Shelf(products: [both, euros, local, job, Product("gift", jpy(0), scheme: .free)])
        #expect(try shelf.quote("both", "euros").total == usd(160))
        #expect(try shelf.quote("euros", "both").total == eur(140))
        #expect(try shelf.quote("euros", "both", currency: "usd").total == usd(160))
        #expect(try shelf.quote("both", "local", country: "DE").total == eur(156))
        #expect(try shelf.quote("euros", "job").total == usd(160))
        #expect(try shelf.quote("gift", "euros").total == eur(50))
        #expect(try shelf.quote("gift").total == jpy(0))
        let error = try shelf.refusal("job", currency: "EUR")
        #expect(error.code == .currencyNotOffered)
        #expect("\(error)" == "'job' is sold in USD, not in EUR.")
        #expect(error.field == "currency")
        #expect(try shelf.refusal("job", currency: "XXX").code == .currencyNotOffered)
        let yen = Shelf(products: [job, Product("yen", jpy(1))])
        #expect(try "\(yen.refusal("job", "yen"))".contains("'job' in USD, 'yen' in JPY"))
    }

    @Test func `a setup fee is never forgotten in a currency that has none`() throws {
        let product = Product("pro", usd(100), eur(90)).with { $0.setupFees = [usd(10)] }
        #expect(try Shelf(products: [product]).refusal("pro", currency: "EUR").code == .currencyNotOffered)
    }

    @Test func `an amount beyond 64 bits is an error, not a crash`() throws {
        let most = Product("most", usd(.max))
        let shelf = Shelf(
            products: [most, job, Product("half", usd(.max / 2 + 1))], taxes: ["DE": TaxRate(rate: Percentage(19))])
        #expect(try shelf.quote("most").total == usd(.max))
        let twice = try shelf.refusal("most:2")
        #expect(twice.code == .amountTooLarge)
        #expect(twice.field == "items[0]")
        #expect(try shelf.refusal("most", "job").code == .amountTooLarge)
        #expect(try shelf.refusal("half:2").code == .amountTooLarge)
        #expect(try shelf.refusal("most", country: "DE").code == .amountTooLarge)
    }

    @Test func `an amount below zero is not sold`() throws {
        #expect(try Shelf(products: [Product("bad", usd(-1))]).refusal("bad").code == .notForSale)
    }
}
