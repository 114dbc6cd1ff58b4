import Testing
import TillModel
import TillSync

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Who goes over to another price, and who stays.
@Suite struct MigrationPlanTests {
    private static let july = CalendarDate(year: 2027, month: 7, day: 1)

    private static func price(
        _ id: String, _ amounts: Int64..., currencies: [Currency] = [.usd, .eur],
        every interval: BillingInterval = BillingInterval(.month)
    ) -> SubscribedPrice {
        SubscribedPrice(
            id: id, currencies: currencies,
            amounts: zip(amounts, currencies).map { Money(minorUnits: $0, $1) }, interval: interval, isActive: true)
    }

    private static func transition(
        from: SubscribedPrice = price("old", 1_900, 1_800), to: SubscribedPrice = price("new", 2_400, 2_200),
        _ rule: PriceTransition.Rule = .atRenewal
    ) -> PriceTransition {
        PriceTransition(provider: .stripe, reference: "pro/monthly", from: from, to: to, rule: rule)
    }

    private static func subscriber(
        _ id: String = "sub", item: String? = "item", price: String = "old", quantity: Int64? = 1,
        currency: Currency? = .usd, status: PriceSubscriber.Status = .renewing, renewsAt: Int64? = 1_000,
        ending: Bool = false, scheduled: Bool = false, others: Set<String> = [], movedTo: String? = nil
    ) -> PriceSubscriber {
        PriceSubscriber(
            subscription: id, item: item, price: price, quantity: quantity, currency: currency, status: status,
            renewsAt: renewsAt, endsWithPeriod: ending, isScheduled: scheduled, otherPrices: others, movedTo: movedTo)
    }

    /// Somebody, and why they stay.
    struct Case: Sendable, CustomTestStringConvertible {
        let subscriber: PriceSubscriber
        let transition: PriceTransition
        let reason: StayReason?
        var testDescription: String { "\(reason.map(\.rawValue) ?? "moves")" }

        init(_ subscriber: PriceSubscriber, _ reason: StayReason?, _ transition: PriceTransition? = nil) {
            self.subscriber = subscriber
            self.reason = reason
            self.transition = transition ?? MigrationPlanTests.transition()
        }
    }

    private static func on(_ instant: Int64) throws -> PriceTransition {
        transition(.on(try #require(july), instant: instant))
    }

    static let cases: [Case] = [
        Case(subscriber(), nil), Case(subscriber(currency: .eur), nil),
        Case(subscriber(renewsAt: nil), nil), Case(subscriber(movedTo: "an earlier one"), nil),
        Case(subscriber(others: ["old"]), nil),
        Case(subscriber(status: .ended), .ended), Case(subscriber(ending: true), .ending),
        Case(subscriber(status: .trialing), .trial), Case(subscriber(status: .paused), .paused),
        Case(subscriber(status: .unpaid), .unpaid), Case(subscriber(price: "another"), .changedMeanwhile),
        Case(subscriber(item: nil), .notShown), Case(subscriber(scheduled: true), .scheduled),
        Case(subscriber(movedTo: "new"), .putBack), Case(subscriber(others: ["new"]), .alreadyThere),
        Case(subscriber(currency: .gbp), .otherCurrency), Case(subscriber(currency: nil), .otherCurrency),
        Case(subscriber(), .otherInterval, transition(to: price("new", 2_400, every: BillingInterval(.year)))),
        Case(subscriber(), .wasFree, transition(from: price("old", 0))),
        Case(subscriber(), nil, transition(from: price("old", 0), to: price("new", 0))),
    ]

    @Test(arguments: cases) func `each reason to stay is told as itself`(_ it: Case) {
        #expect(MigrationPlan.reason(for: it.subscriber, to: it.transition) == it.reason)
    }

    @Test(arguments: [(999, StayReason.tooEarly), (1_000, nil), (1_001, nil)] as [(Int64, StayReason?)])
    func `whoever renews before the day pays the old amount once more`(
        _ renewsAt: Int64, _ reason: StayReason?
    ) throws {
        let transition = try Self.on(1_000)
        #expect(MigrationPlan.reason(for: Self.subscriber(renewsAt: renewsAt), to: transition) == reason)
        #expect(MigrationPlan.reason(for: Self.subscriber(renewsAt: nil), to: transition) == .unknownRenewal)
    }

    @Test func `a plan counts everybody once, with what they pay and will pay`() {
        let part = MigrationPlan.part(
            Self.transition(), at: 3,
            [
                Self.subscriber("a", quantity: 2), Self.subscriber("b", currency: .eur),
                Self.subscriber("a", quantity: 2), Self.subscriber("c", status: .paused),
                Self.subscriber("d", quantity: nil),
            ])
        #expect(part.moves.map(\.subscription) == ["a", "b", "d"])
        #expect(part.moves.map(\.transition) == [3, 3, 3])
        #expect(part.moves.map(\.before) == [Money(minorUnits: 3_800, .usd), Money(minorUnits: 1_800, .eur), nil])
        #expect(part.moves.map(\.after) == [Money(minorUnits: 4_800, .usd), Money(minorUnits: 2_200, .eur), nil])
        #expect(part.reasons.map(\.reason) == [.paused])
    }

    @Test(
        arguments: [
            (BillingInterval(.month), 500), (BillingInterval(.month, count: 3), 167), (BillingInterval(.year), 42),
            (BillingInterval(.week), 2_167), (BillingInterval(.day), 15_208),
        ] as [(BillingInterval, Int64)])
    func `what comes in each month is told whatever the interval`(_ interval: BillingInterval, _ units: Int64) {
        let (from, to) = (Self.price("old", 1_900, every: interval), Self.price("new", 2_400, every: interval))
        let transition = Self.transition(from: from, to: to)
        let part = MigrationPlan.part(transition, at: 0, [Self.subscriber()])
        let revenue = MonthlyRevenue(part.moves, transitions: [transition])
        #expect(revenue.differences == [Money(minorUnits: units, .usd)])
        #expect(revenue.unknown == 0)
    }

    @Test func `a cheaper price brings in less, currency by currency, and what cannot be told is counted`() {
        let transition = Self.transition(to: Self.price("new", 1_000, 1_000))
        let people = [
            Self.subscriber("a"), Self.subscriber("b"), Self.subscriber("c", currency: .eur),
            Self.subscriber("d", quantity: nil),
        ]
        let revenue = MonthlyRevenue(MigrationPlan.part(transition, at: 0, people).moves, transitions: [transition])
        #expect(revenue.differences == [Money(minorUnits: -800, .eur), Money(minorUnits: -1_800, .usd)])
        #expect(revenue.unknown == 1)
    }
}
