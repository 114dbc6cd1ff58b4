import Testing
import TillModel

@testable import TillProviders

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite struct StripeMappingTests {
    static let account = ProviderAccount(tenant: "default", provider: .stripe, account: "default", mode: .test)
    static let pages = ReturnPages(success: "https://x.example/?s={CHECKOUT_SESSION_ID}", cancel: "https://x.example/")

    static func order(
        _ price: Price, quantity: Int = 1, terms: Order.Terms = Order.Terms(),
        customer: Order.Customer = Order.Customer()
    ) throws -> Order {
        let product = Product(key: "job", name: "Añ & b", prices: [price])
        return try Order(
            id: Order.ID(bits: (0, 7)), account: account,
            items: [try LineItem(product: product, price: price, unitPrice: price.amount, quantity: quantity)],
            terms: terms, customer: customer, catalogHash: "h", createdAt: Date(timeIntervalSince1970: 0))
    }

    static let once = Price(key: "default", amounts: [Money(minorUnits: 9_900, .usd)])
    static let monthly = Price(
        key: "monthly", amounts: [Money(minorUnits: 2_900, .usd)], interval: BillingInterval(.month))

    private func form(_ order: Order, remoteIDs: RemoteIDs = RemoteIDs(), adopted: [String: String] = [:]) throws
        -> String
    {
        try StripeMapping(remoteIDs: remoteIDs, adoptedProducts: adopted).sessionForm(for: order, pages: Self.pages)
            .encoded
    }

    @Test func `a price that was not synced is told inline`() throws {
        #expect(
            try form(Self.order(Self.once, quantity: 2))
                == [
                    "mode=payment", "line_items[0][price_data][currency]=usd",
                    "line_items[0][price_data][unit_amount]=9900",
                    "line_items[0][price_data][product_data][name]=A%C3%B1%20%26%20b", "line_items[0][quantity]=2",
                    "success_url=https%3A%2F%2Fx.example%2F%3Fs%3D%7BCHECKOUT_SESSION_ID%7D",
                    "cancel_url=https%3A%2F%2Fx.example%2F",
                    "client_reference_id=ord_00000000000000000000000007",
                    "metadata[till_order]=ord_00000000000000000000000007", "metadata[till_tenant]=default",
                    "payment_intent_data[metadata][till_order]=ord_00000000000000000000000007",
                    "payment_intent_data[metadata][till_tenant]=default",
                ].joined(separator: "&"))
    }

    @Test func `a price that was synced is told by its id`() throws {
        let remoteIDs = RemoteIDs(prices: [
            .stripe: ["job": RemoteIDs.SyncedPrice(id: "price_1", amount: Self.once.amount)]
        ])
        let form = try form(Self.order(Self.once), remoteIDs: remoteIDs)
        #expect(form.contains("line_items[0][price]=price_1&line_items[0][quantity]=1"))
        #expect(!form.contains("price_data"))
    }

    @Test func `a subscription carries its interval, its trial and its own metadata`() throws {
        let form = try form(Self.order(Self.monthly, terms: Order.Terms(trialDays: 14)), adopted: ["job": "prod_9"])
        #expect(form.hasPrefix("mode=subscription&"))
        #expect(form.contains("[price_data][product]=prod_9"))
        #expect(form.contains("[recurring][interval]=month&line_items[0][price_data][recurring][interval_count]=1"))
        #expect(form.contains("subscription_data[trial_period_days]=14"))
        #expect(form.contains("subscription_data[metadata][till_order]="))
        #expect(!form.contains("payment_intent_data"))
    }

    @Test func `an e-mail address is handed on`() throws {
        let order = try Self.order(Self.once, customer: Order.Customer(email: "zoë+1@example.com"))
        #expect(try form(order).contains("customer_email=zo%C3%AB%2B1%40example.com"))
    }

    @Test(arguments: [
        ("USD", 1_999, 1_999), ("JPY", 4_300, 4_300), ("ISK", 5, 500), ("UGX", 5, 500), ("MGA", 500, 5),
        ("KWD", 5_120, 5_120),
    ])
    func `amounts are told in Stripe's units, and read back the same`(_ code: String, _ ours: Int64, _ theirs: Int64)
        throws
    {
        let currency = try #require(Currency(code: code))
        let money = Money(minorUnits: ours, currency)
        #expect(try StripeAmount.minorUnits(money) == theirs)
        #expect(StripeAmount.money(theirs, currency) == money)
    }

    @Test(arguments: [("KWD", 5_124), ("MGA", 550), ("ISK", Int64.max)])
    func `an amount that Stripe cannot take is refused before the call`(_ code: String, _ units: Int64) throws {
        let money = Money(minorUnits: units, try #require(Currency(code: code)))
        #expect {
            try StripeAmount.minorUnits(money)
        } throws: { error in
            (error as? ProviderError)?.code == .unsupportedAmount && (error as? ProviderError)?.isRetryable == false
        }
    }

    @Test(arguments: [
        ("sk_live_x", Mode.test), ("sk_test_x", .live), ("pk_test_x", .test), ("", .test), ("sk_live_x", .dev),
        ("rk_test_x", .live),
    ])
    func `a key of another mode is refused without being told`(_ key: String, _ mode: Mode) {
        #expect {
            try StripeConfiguration(secretKey: key, webhookSecrets: [], mode: mode)
        } throws: { error in
            !"\(error)".contains("_live_x") && !"\(error)".contains("_test_x")
        }
    }

    @Test func `live money goes to no other address`() {
        #expect(throws: ConfigurationMistake.self) {
            try StripeConfiguration(
                secretKey: "sk_live_x", webhookSecrets: [], baseURL: "http://127.0.0.1:1", mode: .live)
        }
    }
}
