import Testing
import TillModel
import TillTesting

@testable import TillCatalogFile

@Suite struct CatalogWriterTests {
    private static let count = TestSeed.count(5_000)

    @Test(arguments: 0..<count)
    func `what is written is read as it was`(number: Int) throws {
        let contents = RandomCatalog.contents(seed: TestSeed.value &+ UInt64(number))
        let text = CatalogWriter.text(contents)
        let reading = CatalogReader().read(Array(text.utf8), file: "products.yaml")
        let errors = reading.diagnostics.filter { $0.severity == .error }
        let written = reading.catalog
        let catalog = try #require(written, "seed \(TestSeed.value): \(errors)\n\(text)")
        #expect(catalog.contents == contents, "seed \(TestSeed.value):\n\(text)")
        #expect(catalog.contentHash == ContentHash.of(contents), "seed \(TestSeed.value):\n\(text)")
        #expect(CatalogWriter.text(catalog.contents) == text, "seed \(TestSeed.value)")
    }

    @Test(arguments: ValidCatalog.all)
    func `writing what was read and reading it again gives the same catalog`(valid: ValidCatalog) throws {
        let text = CatalogWriter.text(valid.catalog.contents)
        let reading = CatalogReader().read(Array(text.utf8), file: "written.yaml")
        let written = reading.catalog
        let catalog = try #require(written, "\(reading.diagnostics)\n\(text)")
        #expect(catalog.contents == valid.catalog.contents, "\(text)")
        #expect(catalog.contentHash == valid.catalog.contentHash, "\(text)")
    }

    @Test func `a catalog in the repository can be read`() throws {
        for name in ValidCatalog.files { #expect(ValidCatalog.all.contains { $0.name == name }, "\(name)") }
    }

    @Test(arguments: 0..<count)
    func `what is written is in its canonical form`(number: Int) {
        let contents = RandomCatalog.contents(seed: TestSeed.value &+ UInt64(number))
        let text = CatalogWriter.text(contents)
        guard case .formatted(let bytes) = CatalogFormatter().format(Array(text.utf8), file: "f") else {
            Issue.record("seed \(TestSeed.value): not formatted\n\(text)")
            return
        }
        #expect(String(decoding: bytes, as: UTF8.self) == text, "seed \(TestSeed.value)")
    }

    @Test(arguments: [
        ("Job posting", "Job posting"), ("30-day listing", "30-day listing"), ("no", "\"no\""), ("Yes", "\"Yes\""),
        ("1.10", "\"1.10\""), ("2027-01-01", "\"2027-01-01\""), ("12:30", "\"12:30\""), ("a: b", "\"a: b\""),
        ("a:b", "a:b"), ("a #b", "\"a #b\""), ("a#b", "a#b"), ("*x", "\"*x\""), ("&x", "\"&x\""), ("!x", "\"!x\""),
        ("%x", "\"%x\""), ("@x", "\"@x\""), ("~", "\"~\""), ("", "\"\""), (" a", "\" a\""), ("a ", "\"a \""),
        ("a\tb", "\"a\\tb\""), ("a\u{1}b", "\"a\\u0001b\""), ("a\u{2028}b", "\"a\\u2028b\""), ("a:", "\"a:\""),
        ("say \"hi\"", "say \"hi\""), ("\"hi\"", "\"\\\"hi\\\"\""), ("äöü", "äöü"), ("0x1F", "\"0x1F\""),
        ("1e3", "\"1e3\""), ("a, b", "a, b"), ("https://x.example/?a=1", "https://x.example/?a=1"),
    ])
    func `text that YAML would misread is quoted, and no other`(text: String, written: String) {
        #expect(WrittenText.written(text, inBrackets: false) == written)
    }

    @Test(arguments: ["a, b", "[a]", "a]", "{a}", "a}b", "a:?b"])
    func `text with brackets, commas and the like is quoted inside brackets`(text: String) {
        #expect(WrittenText.written(text, inBrackets: true) == "\"\(text)\"")
    }

    @Test func `short forms are written where there are any`() throws {
        var job = Product(
            key: "job", name: "Job", prices: [Price(key: "default", amounts: [Money(minorUnits: 9_900, .usd)])])
        job.details = "For 30 days.\nRenew it at any time.\n"
        job.duration = CalendarDuration(30, .day)
        job.quantities = 1...5
        job.metadata = ["board": "main", "level": "3"]
        job.translations = ["de": Translation(name: "Anzeige")]
        let rates = [
            UnitRate(millionthsOfMinorUnit: 200_000, .usd), UnitRate(millionthsOfMinorUnit: 180_000, .eur),
        ]
        let tiers = [
            PriceTier(upTo: 1_000, each: [UnitRate(millionthsOfMinorUnit: 0, .usd)]),
            PriceTier(
                upTo: nil, each: [UnitRate(millionthsOfMinorUnit: 400_000, .usd)], flat: [Money(minorUnits: 500, .usd)]),
        ]
        let api = Product(
            key: "api", name: "API",
            prices: [
                Price(
                    key: "usage", amounts: [.zero(.usd), .zero(.eur)], interval: BillingInterval(.month),
                    scheme: .rate(rates), meter: "calls"),
                Price(
                    key: "tiers", amounts: [.zero(.usd)], interval: BillingInterval(.month), scheme: .graduated(tiers),
                    meter: "calls"),
                Price(
                    key: "seats", amounts: [Money(minorUnits: 1_200, .usd)],
                    interval: BillingInterval(.month, count: 3),
                    trial: Trial(days: 14, requiresPaymentMethod: false), unit: "seat",
                    setupFees: [Money(minorUnits: 4_900, .usd)],
                    countries: [try #require(Country(code: "CH")): [Money(minorUnits: 1_100, .usd)]],
                    availableFrom: CalendarDate("2027-01-01"),
                    changes: [
                        PriceChange(
                            effective: try #require(CalendarDate("2027-06-01")),
                            amounts: [Money(minorUnits: 1_400, .usd), Money(minorUnits: 1_300, .eur)],
                            existing: .atRenewal)
                    ], existing: .on(try #require(CalendarDate("2027-03-01"))), quantities: 2...500),
            ])
        let mail = Product(
            key: "mail", name: "Mail", prices: [Price(key: "default", amounts: [.zero(.usd)], scheme: .free)])
        let contents = Catalog.Contents(
            products: [job, mail, api],
            coupons: [
                Coupon(
                    key: "LAUNCH20", reduction: .percent(Percentage(20)), targets: ["api/seats"],
                    until: CalendarDate("2027-01-01")),
                Coupon(
                    key: "five", reduction: .amount([Money(minorUnits: 500, .usd)]), span: .forever, isAutomatic: true),
            ],
            features: [FeatureDefinition(key: "search", name: "Search everywhere")],
            meters: [Meter(key: "calls", name: "API calls", unit: "call")],
            credits: [CreditType(key: "ai", name: "AI credits")],
            taxes: ["NO": TaxRate(rate: Percentage(25)), "FR": TaxRate(name: "TVA", rate: Percentage(20))],
            currency: .usd, locales: ["en", "de"])
        #expect(CatalogWriter.text(contents) == Self.shortForms)
    }

    private static let shortForms = """
        version: 1
        locales: [en, de]
        defaults: { currency: USD }

        features:
          search: Search everywhere

        meters:
          calls: { name: API calls, unit: call }

        credits:
          ai: AI credits

        products:
          job:
            name: Job
            description: |
              For 30 days.
              Renew it at any time.
            price: 99.00 USD
            duration: 30 days
            per_order: 5
            metadata: { board: main, level: "3" }
            i18n: { de: { name: Anzeige } }

          mail: { name: Mail, price: free }

          api:
            name: API
            prices:
              usage: { price: 0.002 USD, every: month, meter: calls, also: [0.0018 EUR] }
              tiers:
                every: month
                meter: calls
                graduated: [{ up_to: 1000, each: 0.00 USD }, { each: 0.004 USD, flat: 5.00 USD }]
              seats:
                price: 12.00 USD
                every: 3 months
                per: seat
                quantity: { min: 2, max: 500 }
                trial: { length: 14 days, payment_method: optional }
                setup_fee: 49.00 USD
                countries: { CH: 11.00 USD }
                effective: 2027-01-01
                schedule:
                  - { effective: 2027-06-01, price: 14.00 USD, also: [13.00 EUR], existing: at_renewal }
                existing: { on: 2027-03-01 }

        coupons:
          LAUNCH20: { percent_off: 20, products: [api/seats], until: 2027-01-01 }
          five: { amount_off: 5.00 USD, lasts: forever, auto: true }

        taxes:
          FR: { rate: 20, name: TVA }
          "NO": 25

        """
}
