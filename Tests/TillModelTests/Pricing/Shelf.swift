import Testing
import TillModel

/// A small catalog for one test, and the question what a cart costs by it.
struct Shelf {
    var products: [Product] = []
    var coupons: [Coupon] = []
    var taxes: [String: TaxRate] = [:]
    var tax = TaxBehavior.exclusive
    var groups: [ProductGroup] = []

    static let today: CalendarDate = {
        guard let day = CalendarDate("2026-06-15") else { preconditionFailure("a day of the calendar") }
        return day
    }()

    var catalog: Catalog {
        Catalog(
            Catalog.Contents(products: products, coupons: coupons, groups: groups, taxes: taxes, tax: tax),
            contentHash: "00")
    }

    /// The quote for items named as `job` or `job:3`.
    func quote(
        _ items: String..., coupons: [String] = [], currency: String? = nil, country: String? = nil,
        region: String? = nil, change: (inout Cart) -> Void = { _ in }
    ) throws(QuoteError) -> Quote {
        var cart = Cart(
            items: items.map(Self.item), coupons: coupons, currency: currency, country: country, region: region,
            today: Self.today)
        change(&cart)
        return try PricingEngine(catalog).quote(cart)
    }

    private static func item(_ text: String) -> Cart.Item {
        let parts = text.split(separator: ":")
        return Cart.Item(String(parts[0]), quantity: parts.count == 2 ? Int64(parts[1]) ?? -1 : 1)
    }

    /// The error for a cart that has no price.
    func refusal(
        _ items: String..., currency: String? = nil, country: String? = nil, region: String? = nil,
        sourceLocation: Testing.SourceLocation = #_sourceLocation, change: (inout Cart) -> Void = { _ in }
    ) throws -> QuoteError {
        var cart = Cart(
            items: items.map(Self.item), currency: currency, country: country, region: region, today: Self.today)
        change(&cart)
        let engine = PricingEngine(catalog)
        let result = Result { () throws(QuoteError) in try engine.quote(cart) }
        switch result {
        case .failure(let error): return error
        case .success(let quote):
            Issue.record("priced at \(quote.total)", sourceLocation: sourceLocation)
            throw Priced()
        }
    }
}

/// What a test throws when a cart has a price that should have none.
struct Priced: Error {}

extension Product {
    /// A product with one price.
    init(_ key: String, _ amounts: Money..., interval: BillingInterval? = nil, scheme: PricingScheme = .perUnit) {
        self.init(
            key: key, name: key.prefix(1).uppercased() + key.dropFirst(),
            prices: [Price(key: "default", amounts: amounts, interval: interval, scheme: scheme)])
    }

    /// The same with its first price changed.
    func with(_ change: (inout Price) -> Void) -> Product {
        var copy = self
        change(&copy.prices[0])
        return copy
    }

    /// The same, changed.
    func having(_ change: (inout Product) -> Void) -> Product {
        var copy = self
        change(&copy)
        return copy
    }
}

func usd(_ cents: Int64) -> Money { Money(minorUnits: cents, .usd) }
func eur(_ cents: Int64) -> Money { Money(minorUnits: cents, .eur) }
func jpy(_ yen: Int64) -> Money { Money(minorUnits: yen, .jpy) }
func kwd(_ fils: Int64) -> Money { Money(minorUnits: fils, .kwd) }

/// A rate in millionths of a cent.
func rate(_ millionths: Int64, _ currency: Currency = .usd) -> UnitRate {
    UnitRate(millionthsOfMinorUnit: millionths, currency)
}
