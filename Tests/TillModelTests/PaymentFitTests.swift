import Testing
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite struct PaymentFitTests {
    static func order(_ minorUnits: Int64 = 9_900, _ currency: Currency = .usd, terms: Order.Terms = Order.Terms())
        throws -> Order
    {
        let price = Price(key: "default", amounts: [Money(minorUnits: minorUnits, currency)])
        let product = Product(key: "job", name: "Job", prices: [price])
        return try Order(
            id: Order.ID(bits: (0, 1)),
            account: ProviderAccount(tenant: "default", provider: .stripe, account: "default", mode: .test),
            items: [try LineItem(product: product, price: price, unitPrice: price.amount, quantity: 1)], terms: terms,
            catalogHash: "", createdAt: Date(timeIntervalSince1970: 0))
    }

    private func fits(_ reported: ReportedAmounts, _ order: Order) -> Bool {
        guard case .fits = PaymentFit(reported, to: order) else { return false }
        return true
    }

    @Test func `the very amount fits, told as a total or part by part`() throws {
        let order = try Self.order()
        #expect(fits(ReportedAmounts(currency: .usd, total: 9_900), order))
        #expect(
            fits(
                ReportedAmounts(currency: .usd, total: 9_900, subtotal: 9_900, discount: 0, tax: 0, shipping: 0), order)
        )
    }

    @Test(arguments: [
        ReportedAmounts(currency: .usd, total: 9_899), ReportedAmounts(currency: .usd, total: 9_901),
        ReportedAmounts(currency: .usd, total: 0), ReportedAmounts(currency: .usd, total: -9_900),
        ReportedAmounts(currency: .eur, total: 9_900), ReportedAmounts(currency: .jpy, total: 9_900),
        ReportedAmounts(currency: .usd, total: 9_900, subtotal: 9_800),
        ReportedAmounts(currency: .usd, total: 9_900, subtotal: 9_900, discount: 100, tax: 100),
        ReportedAmounts(currency: .usd, total: 9_800, subtotal: 9_900, discount: 100),
        ReportedAmounts(currency: .usd, total: 10_000, subtotal: 9_900, tax: 100),
        ReportedAmounts(currency: .usd, total: 10_000, subtotal: 9_900, shipping: 100),
        ReportedAmounts(currency: .usd, total: 9_900, subtotal: 9_900, discount: -100, tax: -100),
        ReportedAmounts(currency: .usd, total: Int64.max, subtotal: Int64.max),
    ])
    func `anything else does not fit`(_ reported: ReportedAmounts) throws {
        #expect(!fits(reported, try Self.order()))
    }

    @Test func `what the order agreed to fits, and no more`() throws {
        let terms = Order.Terms(allowedDiscount: 2_000, allowsProviderTax: true, shipping: 500)
        let order = try Self.order(terms: terms)
        func reported(_ total: Int64, discount: Int64, tax: Int64, shipping: Int64) -> ReportedAmounts {
            ReportedAmounts(
                currency: .usd, total: total, subtotal: 9_900, discount: discount, tax: tax, shipping: shipping)
        }
        #expect(fits(reported(9_900 - 2_000 + 700 + 500, discount: 2_000, tax: 700, shipping: 500), order))
        #expect(!fits(reported(9_900 - 2_001 + 700 + 500, discount: 2_001, tax: 700, shipping: 500), order))
        #expect(!fits(reported(9_900 - 2_000 - 1 + 500, discount: 2_000, tax: -1, shipping: 500), order))
        #expect(!fits(reported(9_900, discount: 0, tax: 0, shipping: 0), order))
    }

    @Test func `nothing is due when a trial begins, and only then`() throws {
        let nothing = ReportedAmounts(currency: .usd, total: 0, subtotal: 0)
        #expect(fits(nothing, try Self.order(terms: Order.Terms(trialDays: 14))))
        #expect(!fits(nothing, try Self.order()))
    }

    @Test func `an order near the end of 64 bits is judged without a crash`() throws {
        let order = try Self.order(
            Int64.max, terms: Order.Terms(allowedDiscount: Int64.max, allowsProviderTax: true))
        #expect(!fits(ReportedAmounts(currency: .usd, total: 1, tax: Int64.max), order))
        #expect(fits(ReportedAmounts(currency: .usd, total: Int64.max), order))
    }

    @Test func `a second success of the same payment changes nothing, another is a duplicate`() throws {
        var order = try Self.order()
        let reported = ReportedAmounts(currency: .usd, total: 9_900)
        let now = Date(timeIntervalSince1970: 1)
        let first = order.paymentSucceeded(isKnown: false, reported: reported, at: now)
        let paid = order
        let again = order.paymentSucceeded(isKnown: true, reported: reported, at: now)
        let another = order.paymentSucceeded(isKnown: false, reported: reported, at: now)
        #expect([first, again, another] == [.paid, .known, .duplicate])
        #expect(order == paid)
    }

    @Test func `a late payment wins over expiry`() throws {
        var order = try Self.order()
        let expired = [order.sessionExpired(), order.sessionExpired()]
        #expect(expired == [true, false])
        let reported = ReportedAmounts(currency: .usd, total: 9_900)
        let effect = order.paymentSucceeded(isKnown: false, reported: reported, at: Date(timeIntervalSince1970: 1))
        #expect(effect == .paid)
        let expiredAgain = order.sessionExpired()
        #expect(!expiredAgain)
        #expect(order.status == .paid)
    }

    @Test func `nothing leads out of quarantine`() throws {
        var order = try Self.order()
        let now = Date(timeIntervalSince1970: 1)
        _ = order.paymentSucceeded(isKnown: false, reported: ReportedAmounts(currency: .usd, total: 1), at: now)
        #expect(order.status == .quarantined)
        let right = ReportedAmounts(currency: .usd, total: 9_900)
        let effect = order.paymentSucceeded(isKnown: false, reported: right, at: now)
        #expect(effect == .duplicate)
        let changes = [order.sessionExpired(), order.refunded(order.total)]
        #expect(changes == [false, false])
        #expect(order.status == .quarantined)
        #expect(order.paidAt == nil)
    }
}
