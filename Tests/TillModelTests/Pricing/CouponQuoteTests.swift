import Testing
import TillModel

@Suite struct CouponQuoteTests {
    private static func stackable(_ key: String, _ reduction: Coupon.Reduction) -> Coupon {
        Coupon(key: key, reduction: reduction, stacks: true)
    }

    private let job = Product("job", usd(1_000))
    private let mail = Product("mail", usd(500))

    private func shelf(_ coupons: Coupon...) -> Shelf {
        Shelf(
            products: [
                job, mail, Product("pro", usd(3_000), interval: BillingInterval(.month)),
                Product("yen", jpy(1_000), usd(900)),
            ], coupons: coupons)
    }

    @Test func `percentages multiply, then fixed amounts are taken off together`() throws {
        let shelf = shelf(
            Self.stackable("A", .percent(Percentage(10))), Self.stackable("B", .percent(Percentage(20))),
            Self.stackable("C", .amount([usd(100)])), Self.stackable("D", .amount([usd(50)])))
        let quote = try shelf.quote("job", coupons: ["d", "b", "C", "A"])
        #expect(quote.total == usd(570))
        #expect(quote.coupons.map(\.key) == ["A", "B", "C", "D"])
        #expect(quote.coupons.map(\.amount) == [usd(100), usd(180), usd(100), usd(50)])
        #expect(
            quote.lines[0].explanation == [
                "1 × 10.00 USD = 10.00 USD", "A: −10 % = −1.00 USD", "b: −20 % = −1.80 USD", "C and d: −1.50 USD",
            ])
    }

    @Test func `nothing falls below zero`() throws {
        let shelf = shelf(
            Self.stackable("A", .amount([usd(800)])), Self.stackable("B", .amount([usd(800)])),
            Self.stackable("C", .percent(.hundred)))
        let fixed = try shelf.quote("job", coupons: ["A", "B"])
        #expect(fixed.total == usd(0))
        #expect(fixed.discount == usd(1_000))
        #expect(fixed.coupons.map(\.amount) == [usd(800), usd(200)])
        #expect(try shelf.quote("job", coupons: ["A", "C"]).coupons.map(\.amount) == [usd(1_000), usd(0)])
    }

    @Test func `a percentage of several rows is that of their sum, and the parts add up`() throws {
        // 10 % of 3 × 0.05 is 0.015, to the even cent 0.02; alone, each would round to nothing.
        var shelf = shelf(Coupon(key: "TEN", reduction: .percent(Percentage(10))))
        shelf.products = ["a", "b", "c"].map { Product($0, usd(5)) }
        let quote = try shelf.quote("a", "b", "c", coupons: ["TEN"])
        #expect(quote.discount == usd(2))
        #expect(quote.lines.map(\.discount) == [usd(1), usd(1), usd(0)])
    }

    @Test(
        arguments: [(5, 0), (15, 2), (25, 2), (35, 4)] as [(Int64, Int64)])
    func `half a cent of a reduction goes to the even cent`(price: Int64, discount: Int64) throws {
        var shelf = shelf(Coupon(key: "TEN", reduction: .percent(Percentage(10))))
        shelf.products = [Product("x", usd(price))]
        #expect(try shelf.quote("x", coupons: ["TEN"]).discount == usd(discount))
    }

    @Test func `a fixed amount is divided in proportion to what is left`() throws {
        let quote = try shelf(Coupon(key: "FIVE", reduction: .amount([usd(501)]))).quote(
            "job", "mail", coupons: ["FIVE"])
        #expect(quote.lines.map(\.discount) == [usd(334), usd(167)])
        #expect(quote.discount == usd(501))
    }

    @Test func `a reduction of yen and of dinars has their decimals`() throws {
        var shelf = shelf(Coupon(key: "P", reduction: .percent(Percentage(millionths: 333_333))))
        shelf.products = [Product("y", jpy(1_000)), Product("d", kwd(1_000))]
        #expect(try shelf.quote("y", coupons: ["P"]).discount == jpy(333))
        #expect(try shelf.quote("y", coupons: ["P"]).lines[0].explanation[1] == "P: −33.3333 % = −333 JPY")
        #expect(try shelf.quote("d", coupons: ["P"]).total == kwd(667))
    }

    @Test func `a coupon takes only from what it is for`() throws {
        let shelf = shelf(
            Coupon(key: "JOB", reduction: .percent(Percentage(50)), targets: ["job"]),
            Coupon(key: "PRICE", reduction: .percent(Percentage(50)), targets: ["two/b"]))
        let quote = try shelf.quote("job", "mail", coupons: ["JOB"])
        #expect(quote.lines.map(\.discount) == [usd(500), usd(0)])
        #expect(try shelf.quote("mail", coupons: ["JOB"]).refusedCoupons.map(\.reason) == [.nothingTargeted])
        var two = shelf
        two.products = [
            Product(
                key: "two", name: "Two",
                prices: [Price(key: "a", amounts: [usd(100)]), Price(key: "b", amounts: [usd(100)])])
        ]
        #expect(try two.quote("two/a", "two/b", coupons: ["PRICE"]).lines.map(\.discount) == [usd(0), usd(50)])
    }

    @Test func `a fixed amount for one row comes before one for all, so that neither is lost`() throws {
        let all = Self.stackable("A_ALL", .amount([usd(500)]))
        var own = Self.stackable("OWN", .amount([usd(500)]))
        own.targets = ["mail"]
        let quote = try shelf(all, own).quote("job", "mail", coupons: ["A_ALL", "OWN"])
        #expect(quote.lines.map(\.discount) == [usd(500), usd(500)])
    }

    @Test func `what cannot be used is told with its reason and changes nothing`() throws {
        let percent = Coupon.Reduction.percent(Percentage(10))
        let today = Shelf.today
        let coupons = [
            Coupon(key: "OFF", reduction: percent, isEnabled: false),
            Coupon(key: "SOON", reduction: percent, from: CalendarDate("2026-06-16")),
            Coupon(key: "OVER", reduction: percent, until: today),
            Coupon(key: "PADDLE", reduction: percent, providers: [.paddle]),
            Coupon(key: "FIRST", reduction: percent, isFirstPurchaseOnly: true),
            Coupon(key: "GONE", reduction: percent, maxRedemptions: 5),
            Coupon(key: "MINE", reduction: percent, maxPerCustomer: 1),
            Coupon(key: "BIG", reduction: percent, minimum: [usd(1_001)]),
            Coupon(key: "EUROS", reduction: percent, minimum: [eur(1)]),
            Coupon(key: "EURO5", reduction: .amount([eur(500)])),
            Coupon(key: "MAIL", reduction: percent, targets: ["mail"]),
            Coupon(key: "TRIAL", reduction: .freeTrial(days: 30)),
            Coupon(key: "hidden", reduction: percent, codes: ["SHOWN"], isEnabled: false),
        ]
        var shelf = shelf()
        shelf.coupons = coupons
        let codes = coupons.dropLast().map(\.key)
        let quote = try shelf.quote("job", coupons: codes + ["nonsense", "hidden", " ", "shown"]) {
            $0.usage = CouponUsage(redemptions: ["GONE": 5], byCustomer: ["MINE": 1])
        }
        #expect(
            quote.refusedCoupons.map(\.reason) == [
                .disabled, .notStarted, .expired, .wrongProvider, .notFirstPurchase, .usedUp, .usedByCustomer,
                .belowMinimum, .wrongCurrency, .wrongCurrency, .nothingTargeted, .nothingRecurs, .unknown, .unknown,
                .disabled,
            ])
        #expect(quote.refusedCoupons.map(\.code) == codes + ["nonsense", "hidden", "shown"])
        #expect(quote.refusedCoupons.allSatisfy { $0.message.contains("'\($0.code)'") && $0.message.hasSuffix(".") })
        #expect(quote.coupons.isEmpty)
        #expect(quote.total == usd(1_000))
    }

    @Test(arguments: [
        Coupon(key: "c", reduction: .percent(Percentage(10)), from: Shelf.today),
        Coupon(key: "c", reduction: .percent(Percentage(10)), until: CalendarDate("2026-06-16")),
        Coupon(key: "c", reduction: .percent(Percentage(10)), isFirstPurchaseOnly: true),
        Coupon(key: "c", reduction: .percent(Percentage(10)), maxRedemptions: 6, maxPerCustomer: 2),
        Coupon(key: "c", reduction: .percent(Percentage(10)), minimum: [eur(1), usd(1_000)]),
        Coupon(key: "c", reduction: .amount([eur(1), usd(100)])),
        Coupon(key: "c", reduction: .percent(Percentage(10)), providers: [.stripe]),
    ])
    func `what just fits is used`(_ coupon: Coupon) throws {
        let quote = try shelf(coupon).quote("job", coupons: ["C", "c", " c "]) {
            $0.isFirstPurchase = true
            $0.usage = CouponUsage(redemptions: ["c": 5], byCustomer: ["c": 1])
        }
        #expect(quote.total == usd(900))
        #expect(quote.coupons.count == 1)
        #expect(quote.refusedCoupons.isEmpty)
    }

    @Test func `an automatic coupon is used without being typed, and left out silently where it does not fit`() throws {
        let fits = Coupon(key: "auto", name: "Summer", reduction: .percent(Percentage(10)), isAutomatic: true)
        let misses = Coupon(key: "other", reduction: .percent(Percentage(90)), targets: ["mail"], isAutomatic: true)
        let quote = try shelf(fits, misses).quote("job")
        #expect(quote.total == usd(900))
        #expect(quote.coupons.map(\.name) == ["Summer"])
        #expect(quote.coupons[0].code == nil)
        #expect(quote.refusedCoupons.isEmpty)
        #expect(quote.lines[0].explanation.last == "Summer: −10 % = −1.00 USD")
    }

    @Test func `the best for the buyer wins: all that stack, or one that does not`() throws {
        let shelf = shelf(
            Self.stackable("TEN", .percent(Percentage(10))), Self.stackable("FIVE", .percent(Percentage(5))),
            Coupon(key: "SOLO20", reduction: .percent(Percentage(20))),
            Coupon(key: "SOLO12", reduction: .percent(Percentage(12))))
        let solo = try shelf.quote("job", coupons: ["TEN", "FIVE", "SOLO20"])
        #expect(solo.total == usd(800))
        #expect(solo.refusedCoupons.map(\.code) == ["TEN", "FIVE"])
        #expect(solo.refusedCoupons.allSatisfy { $0.reason == .doesNotStack && $0.message.contains("'SOLO20'") })
        let stacked = try shelf.quote("job", coupons: ["SOLO12", "TEN", "FIVE"])
        #expect(stacked.total == usd(855))
        #expect(
            stacked.refusedCoupons.map(\.message) == [
                "'SOLO12' cannot be combined with 'TEN' and 'FIVE', used instead."
            ])
        #expect(try shelf.quote("job", coupons: ["SOLO12", "SOLO20"]).coupons.map(\.key) == ["SOLO20"])
    }

    @Test func `among equals a typed one wins over an automatic one, then the earlier`() throws {
        let auto = Coupon(key: "auto", reduction: .percent(Percentage(10)), isAutomatic: true)
        let first = Coupon(key: "Z", reduction: .percent(Percentage(10)))
        let second = Coupon(key: "Y", reduction: .amount([usd(100)]))
        let shelf = shelf(auto, second, first)
        #expect(try shelf.quote("job", coupons: ["Z", "Y"]).coupons.map(\.key) == ["Z"])
        #expect(try shelf.quote("job", coupons: ["Y", "Z"]).coupons.map(\.key) == ["Y"])
        let quote = try shelf.quote("job", coupons: ["Y", "Z"])
        #expect(quote.refusedCoupons.map(\.code) == ["Z"])
    }

    @Test func `a coupon for a trial lengthens it and takes nothing off`() throws {
        var shelf = shelf(
            Coupon(key: "MONTH", reduction: .freeTrial(days: 30)), Coupon(key: "WEEK", reduction: .freeTrial(days: 7)))
        shelf.products[2] = shelf.products[2].with { $0.trial = Trial(days: 14) }
        let month = try shelf.quote("pro", "job", coupons: ["MONTH"])
        #expect(month.lines.map(\.trialDays) == [30, nil])
        #expect(month.total == usd(4_000))
        #expect(month.dueNow == usd(1_000))
        #expect(month.coupons.map(\.trialDays) == [30])
        #expect(try shelf.quote("pro", coupons: ["WEEK"]).lines[0].trialDays == 14)
    }

    @Test func `a coupon takes from a metered row, which is an estimate`() throws {
        var shelf = shelf(Coupon(key: "HALF", reduction: .percent(Percentage(50)), span: .forever))
        shelf.products = [Product("calls", usd(1), interval: BillingInterval(.month)).with { $0.meter = "calls" }]
        let quote = try shelf.quote("calls:1000", coupons: ["HALF"])
        #expect(quote.total == usd(500))
        #expect(quote.dueNow == usd(0))
        #expect(quote.lines[0].isEstimate)
        #expect(quote.renewal?.isEstimate == true)
        #expect(quote.renewal?.total == usd(500))
    }

    @Test func `more codes than anybody types are refused`() throws {
        let error = try shelf().refusal("job") { $0.coupons = Array(repeating: "X", count: 21) }
        #expect(error.code == .tooManyCoupons)
    }

    @Test(
        arguments: [
            (.once, 3_000), (.forever, 1_500), (.repeating(CalendarDuration(3, .month)), 1_500),
            (.repeating(CalendarDuration(1, .month)), 3_000), (.repeating(CalendarDuration(1, .year)), 1_500),
            (.repeating(CalendarDuration(30, .day)), 3_000),
        ] as [(Coupon.Span, Int64)])
    func `renewals keep the coupons that last, and no others`(span: Coupon.Span, renewal: Int64) throws {
        let half = Coupon(key: "C", reduction: .percent(Percentage(50)), span: span)
        let quote = try shelf(half).quote("pro", "job", coupons: ["C"])
        #expect(quote.total == usd(2_000))
        #expect(quote.renewal?.total == usd(renewal))
        #expect(quote.renewal?.interval == BillingInterval(.month))
    }

    @Test func `what is paid once is not renewed`() throws {
        #expect(try shelf().quote("job").renewal == nil)
    }

    @Test func `a code is found behind a coupon whose key reads the same`() throws {
        let hidden = Coupon(key: "SALE", reduction: .percent(Percentage(90)), codes: ["STAFF"])
        let shown = Coupon(key: "spring", reduction: .percent(Percentage(10)), codes: ["SALE"])
        let quote = try shelf(hidden, shown).quote("job", coupons: ["SALE"])
        #expect(quote.coupons.map(\.key) == ["spring"])
    }

    @Test func `a trial is paid later, its setup fee today`() throws {
        var shelf = shelf()
        shelf.products[2] = shelf.products[2].with {
            $0.trial = Trial(days: 14)
            $0.setupFees = [usd(700)]
        }
        let quote = try shelf.quote("pro", "job")
        #expect(quote.total == usd(4_700))
        #expect(quote.dueNow == usd(1_700))
        #expect(quote.explanation.contains("Due today: 17.00 USD; the rest after a trial of 14 days."))
        #expect(quote.explanation.last == "Then 30.00 USD every month.")
    }
}
