import Testing
import TillModel

@Suite struct SchemePricingTests {
    /// A price, how many are wanted, what that costs, and how it is explained.
    struct Sample: Sendable, CustomTestStringConvertible {
        let product: Product
        let quantity: Int
        let subtotal: Money
        let steps: [String]
        var testDescription: String { "\(quantity) × \(product.prices[0].scheme)" }
    }

    private static let tiers = [
        PriceTier(upTo: 10, each: [rate(500_000_000)]),
        PriceTier(upTo: 20, each: [rate(400_000_000)], flat: [usd(1_000)]),
        PriceTier(upTo: nil, each: [rate(0)], flat: [usd(0)]),
    ]
    private static let call = Product("call", usd(0), scheme: .rate([rate(200_000)]))
    private static let halfCent = Product("half", usd(0), scheme: .rate([rate(500_000)]))
    private static let box = Product("box", usd(500), scheme: .package(size: 10))
    private static let seats = Product("seats", usd(500), scheme: .graduated(tiers))
    private static let volume = Product("volume", usd(500), scheme: .volume(tiers))

    @Test(arguments: [
        Sample(
            product: Product("job", usd(4_900)), quantity: 3, subtotal: usd(14_700),
            steps: ["3 × 49.00 USD = 147.00 USD"]),
        Sample(
            product: Product("job", jpy(4_300)), quantity: 2, subtotal: jpy(8_600), steps: ["2 × 4300 JPY = 8600 JPY"]),
        Sample(
            product: Product("job", kwd(12_345)), quantity: 3, subtotal: kwd(37_035),
            steps: ["3 × 12.345 KWD = 37.035 KWD"]),
        Sample(product: call, quantity: 1_000, subtotal: usd(200), steps: ["1000 × 0.002 USD = 2.00 USD"]),
        Sample(
            product: call, quantity: 3, subtotal: usd(1),
            steps: ["3 × 0.002 USD = 0.006 USD", "together 0.006 USD, rounded to 0.01 USD"]),
        // Half a cent goes to the even cent: 0.5 → 0, 1.5 → 2, 2.5 → 2.
        Sample(
            product: halfCent, quantity: 1, subtotal: usd(0),
            steps: ["1 × 0.005 USD = 0.005 USD", "together 0.005 USD, rounded to 0.00 USD"]),
        Sample(
            product: halfCent, quantity: 3, subtotal: usd(2),
            steps: ["3 × 0.005 USD = 0.015 USD", "together 0.015 USD, rounded to 0.02 USD"]),
        Sample(
            product: halfCent, quantity: 5, subtotal: usd(2),
            steps: ["5 × 0.005 USD = 0.025 USD", "together 0.025 USD, rounded to 0.02 USD"]),
        Sample(
            product: box, quantity: 10, subtotal: usd(500), steps: ["1 × 5.00 USD = 5.00 USD (10 in packages of 10)"]),
        Sample(
            product: box, quantity: 25, subtotal: usd(1_500), steps: ["3 × 5.00 USD = 15.00 USD (25 in packages of 10)"]
        ),
        Sample(product: seats, quantity: 10, subtotal: usd(5_000), steps: ["10 × 5.00 USD = 50.00 USD (1 to 10)"]),
        Sample(
            product: seats, quantity: 25, subtotal: usd(10_000),
            steps: [
                "10 × 5.00 USD = 50.00 USD (1 to 10)", "10 × 4.00 USD = 40.00 USD (11 to 20)",
                "10.00 USD once (11 to 20)", "5 × 0.00 USD = 0.00 USD (21 and more)", "together 100.00 USD",
            ]),
        Sample(product: volume, quantity: 10, subtotal: usd(5_000), steps: ["10 × 5.00 USD = 50.00 USD (1 to 10)"]),
        Sample(
            product: volume, quantity: 11, subtotal: usd(5_400),
            steps: ["11 × 4.00 USD = 44.00 USD (11 to 20)", "10.00 USD once (11 to 20)", "together 54.00 USD"]),
        Sample(
            product: volume, quantity: 21, subtotal: usd(0), steps: ["21 × 0.00 USD = 0.00 USD (21 and more)"]),
        Sample(product: Product("gift", eur(0), scheme: .free), quantity: 2, subtotal: eur(0), steps: ["free"]),
    ])
    func `a quantity costs what the price's shape says`(_ sample: Sample) throws {
        let quote = try Shelf(products: [sample.product]).quote("\(sample.product.key):\(sample.quantity)")
        #expect(quote.subtotal == sample.subtotal)
        #expect(quote.total == sample.subtotal)
        #expect(quote.lines[0].explanation == sample.steps)
    }

    @Test func `several tiers with parts of a cent are rounded once`() throws {
        let tiers = [
            PriceTier(upTo: 1, each: [rate(500_000)]), PriceTier(upTo: 2, each: [rate(500_000)]),
            PriceTier(upTo: nil, each: [rate(500_000)]),
        ]
        // Each unit alone would be rounded to nothing.
        #expect(try Shelf(products: [Product("x", usd(0), scheme: .graduated(tiers))]).quote("x:3").total == usd(2))
    }

    private static let flat = [PriceTier(upTo: nil, each: [rate(100_000_000)], flat: [usd(500)])]

    @Test(arguments: [PricingScheme.graduated(flat), .volume(flat), .package(size: 5), .perUnit, .rate([rate(1)])])
    func `a meter that reads nothing costs nothing, flat parts neither`(_ scheme: PricingScheme) throws {
        let product = Product("calls", usd(100), scheme: scheme).with { $0.meter = "calls" }
        #expect(try Shelf(products: [product]).quote("calls:0").total == usd(0))
    }

    @Test func `a scheduled change and a country have their own amounts`() throws {
        let before = CalendarDate("2026-06-15"), after = CalendarDate("2026-06-16")
        let (germany, today, tomorrow) = try (
            #require(Country(code: "DE")), #require(before), #require(after)
        )
        let product = Product("job", usd(1_000)).with {
            $0.changes = [
                PriceChange(effective: today, amounts: [usd(1_100)]),
                PriceChange(effective: tomorrow, amounts: [usd(1_200)]),
            ]
            $0.countries = [germany: [eur(900)]]
        }
        let shelf = Shelf(products: [product])
        #expect(try shelf.quote("job").total == usd(1_100))
        #expect(try shelf.quote("job", change: { $0.today = tomorrow }).total == usd(1_200))
        #expect(try shelf.quote("job", country: "de").total == eur(900))
        #expect(try shelf.quote("job", country: "FR").total == usd(1_100))
    }

    private static let tips = Shelf(products: [
        Product("tip", usd(100), scheme: .custom(CustomAmount(minimum: [usd(100)], maximum: [usd(5_000)]))),
        Product("job", usd(1)),
    ])

    @Test(
        arguments: [(.minorUnits(750), 750), (.decimal("7.5"), 750), (.decimal("1.00"), 100), (.decimal("50"), 5_000)]
            as [(Cart.Item.Amount, Int64)])
    func `the buyer chooses an amount within its bounds`(amount: Cart.Item.Amount, cents: Int64) throws {
        let quote = try Self.tips.quote("tip:2") { $0.items[0].amount = amount }
        #expect(quote.total == usd(2 * cents))
    }

    @Test(arguments: [
        Cart.Item.Amount.minorUnits(99), .minorUnits(5_001), .decimal("7.505"), .decimal("seven"), .minorUnits(.min),
    ])
    func `an amount beyond its bounds is refused`(_ amount: Cart.Item.Amount) throws {
        let error = try Self.tips.refusal("tip") { $0.items[0].amount = amount }
        #expect(error.code == .customAmountOutOfRange)
        #expect(error.field == "items[0].amount")
    }

    @Test func `an amount is needed where the buyer chooses it, and only there`() throws {
        let missing = try Self.tips.refusal("tip")
        #expect(missing.code == .customAmountRequired)
        #expect("\(missing)" == "Say how much 'tip' shall be: an amount from 1.00 USD to 50.00 USD.")
        #expect(try Self.tips.refusal("job") { $0.items[0].amount = .minorUnits(1) }.code == .customAmountNotAllowed)
    }

    @Test func `a setup fee is a row of its own, paid once whatever the quantity`() throws {
        let product = Product("pro", usd(1_000), interval: BillingInterval(.month)).with { $0.setupFees = [usd(2_500)] }
        let quote = try Shelf(products: [product]).quote("pro:3")
        #expect(quote.lines.map(\.kind) == [.item, .setupFee])
        #expect(quote.lines.map(\.subtotal) == [usd(3_000), usd(2_500)])
        #expect(quote.lines[1].name == "Pro: setup fee")
        #expect(quote.lines[1].interval == nil)
        #expect(quote.total == usd(5_500))
        #expect(quote.renewal?.total == usd(3_000))
    }

    @Test func `a bundle is one row that says what is in it`() throws {
        let bundle = Product("pack", usd(9_900)).having { $0.bundle = [BundleItem(product: "job", quantity: 3)] }
        let quote = try Shelf(products: [bundle]).quote("pack")
        #expect(quote.lines.map(\.explanation) == [["contains 3 × job", "1 × 99.00 USD = 99.00 USD"]])
    }

    @Test func `what is named twice is one row`() throws {
        let quote = try Shelf(products: [Product("job", usd(100))]).quote("job:2", "job/default")
        #expect(quote.lines.map(\.quantity) == [3])
    }
}
