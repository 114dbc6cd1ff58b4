import Testing
import TillModel
import TillSync

/// Who pays already for what a plan changes.
@Suite(.timeLimit(.minutes(15))) struct ImpactTests {
    // MARK: - Counting

    private static let monthly = SubscribedPrice(
        id: "monthly", currencies: [.usd, .eur],
        amounts: [Money(minorUnits: 4_000, .usd), Money(minorUnits: 3_500, .eur)], interval: BillingInterval(.month),
        isActive: true)
    private static let yearly = SubscribedPrice(
        id: "yearly", currencies: [.usd], amounts: [Money(minorUnits: 12_000, .usd)], interval: BillingInterval(.year),
        isActive: true)

    private static func subscriber(
        _ name: String, _ price: SubscribedPrice, quantity: Int64? = 1, currency: Currency = .usd,
        status: PriceSubscriber.Status = .renewing, item: String = "item"
    ) -> PriceSubscriber {
        PriceSubscriber(
            subscription: name, item: item, price: price.id, quantity: quantity, currency: currency, status: status,
            renewsAt: nil)
    }

    @Test func `what comes in each month is summed by currency, whatever it is paid by`() {
        let count = PriceImpact.Count(
            [
                (
                    Self.monthly,
                    [
                        Self.subscriber("a", Self.monthly), Self.subscriber("b", Self.monthly, quantity: 3),
                        Self.subscriber("c", Self.monthly, currency: .eur),
                    ]
                ),
                (Self.yearly, [Self.subscriber("d", Self.yearly)]),
            ], isPartial: false)
        #expect(count.subscribers == 4)
        #expect(count.monthlyRevenue == [Money(minorUnits: 3_500, .eur), Money(minorUnits: 17_000, .usd)])
        #expect(count.unknownAmounts == 0)
        #expect(!count.isPartial)
    }

    @Test(arguments: [PriceSubscriber.Status.trialing, .paused, .unpaid])
    func `whoever pays nothing now is a subscriber who brings nothing`(_ status: PriceSubscriber.Status) {
        let count = PriceImpact.Count(
            [(Self.monthly, [Self.subscriber("a", Self.monthly, status: status)])], isPartial: false)
        #expect(count.subscribers == 1)
        #expect(count.monthlyRevenue == [])
    }

    @Test func `who has ended, and who is told twice, counts once at most`() {
        let one = Self.subscriber("a", Self.monthly)
        let count = PriceImpact.Count(
            [
                (
                    Self.monthly,
                    [
                        one, one, Self.subscriber("a", Self.monthly, item: "another"),
                        Self.subscriber("b", Self.monthly, status: .ended),
                    ]
                )
            ], isPartial: true)
        #expect(count.subscribers == 1)
        #expect(count.monthlyRevenue == [Money(minorUnits: 8_000, .usd)])
        #expect(count.isPartial)
    }

    @Test func `an amount that a meter decides is none that is known`() {
        let count = PriceImpact.Count(
            [(Self.monthly, [Self.subscriber("a", Self.monthly, quantity: nil), Self.subscriber("b", Self.monthly)])],
            isPartial: false)
        #expect(count.unknownAmounts == 1)
        #expect(count.monthlyRevenue == [Money(minorUnits: 4_000, .usd)])
    }

    // MARK: - Reading

    private static let key = CatalogObjectKey(.price, "pro/monthly")

    /// What a changed file means for those who pay, and what was asked to find out.
    private static func survey(
        _ shop: SyncShop, _ before: String, _ after: String, _ depth: ImpactSurvey.Depth,
        disturbing: () async throws -> Void = {}
    ) async throws -> (survey: ImpactSurvey, asked: [String]) {
        try await shop.sync(before)
        let plan = try await shop.plan(after)
        try await shop.control("requests/reset")
        try await disturbing()
        let survey = try await ImpactSurvey(plan, applied: shop.locked.applied, depth, shop.caller())
        return (survey, try await shop.asked().log.map(\.path))
    }

    @Test func `only the price that changes is asked about`() async throws {
        try await SyncShop.run(.stripe) { shop in
            let (survey, asked) = try await Self.survey(shop, SyncTests.file(), SyncTests.file("39.00"), .cheap)
            let id = try #require(shop.locked.applied[Self.key]?.id)
            #expect(
                survey.impacts == [
                    Self.key: .counted(PriceImpact.Count([], isPartial: false))
                ])
            #expect(survey.gaps == [])
            #expect(asked.sorted() == ["/v1/prices/\(id)", "/v1/subscriptions"])
        }
    }

    @Test(arguments: [("name: Pro", "name: Professional"), ("99.00", "98.00"), ("Job posting", "Job")])
    func `what nobody subscribes to asks nothing`(_ edit: (String, String)) async throws {
        try await SyncShop.run(.stripe) { shop in
            let after = SyncTests.file().replacing(edit.0, with: edit.1)
            let (survey, asked) = try await Self.survey(shop, SyncTests.file(), after, .whole)
            #expect(survey.impacts == [:])
            #expect(asked == [])
        }
    }

    @Test func `nobody is counted where nobody is to be`() async throws {
        try await SyncShop.run(.stripe) { shop in
            let (survey, asked) = try await Self.survey(shop, SyncTests.file(), SyncTests.file("39.00"), .none)
            #expect(survey.impacts == [:] && survey.gaps == [] && asked == [])
        }
    }

    @Test func `a provider that is not asked for subscribers leaves it unknown`() async throws {
        try await SyncShop.run(.paddle) { shop in
            let (survey, asked) = try await Self.survey(shop, SyncTests.file(), SyncTests.file("39.00"), .whole)
            #expect(survey.impacts == [Self.key: .unknown])
            #expect(survey.gaps == [.cannotTell(1)])
            #expect(asked == [])
        }
    }

    @Test func `a key that may not see subscribers leaves it unknown and says why`() async throws {
        try await SyncShop.run(.stripe) { shop in
            let (survey, _) = try await Self.survey(shop, SyncTests.file(), SyncTests.file("39.00"), .cheap) {
                shop.transport.refuse("/v1/subscriptions")
            }
            #expect(survey.impacts == [Self.key: .unknown])
            guard case .failed([Self.key], let reason)? = survey.gaps.first, survey.gaps.count == 1 else {
                Issue.record("\(survey.gaps)")
                return
            }
            #expect(reason.contains("may not"), "\(reason)")
        }
    }

    @Test func `many prices are counted only where that was asked for`() async throws {
        func file(_ amount: String) -> String {
            let prices = (1...ImpactSurvey.mostPrices + 1).map {
                "      p\($0): { price: \(amount) USD, every: \($0) months, existing: keep }\n"
            }
            return "products:\n  pro:\n    name: Pro\n    prices:\n\(prices.joined())"
        }
        try await SyncShop.run(.stripe) { shop in
            let (cheap, asked) = try await Self.survey(shop, file("29.00"), file("39.00"), .cheap)
            #expect(cheap.impacts == [:])
            #expect(cheap.gaps == [.tooMany(ImpactSurvey.mostPrices + 1)])
            #expect(asked == [])
            let plan = try await shop.plan(file("39.00"))
            let whole = try await ImpactSurvey(plan, applied: shop.locked.applied, .whole, shop.caller())
            #expect(whole.impacts.count == ImpactSurvey.mostPrices + 1)
            #expect(whole.gaps == [])
        }
    }
}
