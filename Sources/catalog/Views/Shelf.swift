import TillCatalogFile
import TillModel

/// A catalog as buyers find it on one day.
struct Shelf {
    let catalog: Catalog
    let day: CalendarDate

    /// The amounts of the day.
    func amounts(of price: Price) -> [Money] { price.amounts(on: day, in: nil) }

    /// What it costs on the day, in every currency: `290.00 USD, 270.00 EUR every year`.
    func words(_ price: Price) -> String {
        PriceWords.all(price, amounts: amounts(of: price), meters: catalog.contents.meters)
    }

    /// What it costs on the day, in its default currency.
    func shortWords(_ price: Price) -> String {
        PriceWords.short(price, amounts: amounts(of: price), meters: catalog.contents.meters)
    }

    /// The next change of its amounts after the day.
    func nextChange(of price: Price) -> PriceChange? { price.changes.first { $0.effective > day } }

    /// Why it cannot be bought on the day; nil when it can.
    func reasonNotSold(_ product: Product, _ price: Price) -> String? {
        if !product.isEnabled { return "disabled" }
        if let from = price.availableFrom, day < from { return "not sold before \(from)" }
        if let until = price.availableUntil, day >= until { return "no longer sold since \(until)" }
        return nil
    }

    /// Why a coupon cannot be used on the day; nil when it can.
    func reasonNotUsed(_ coupon: Coupon) -> String? {
        if !coupon.isEnabled { return "disabled" }
        if let from = coupon.from, day < from { return "not before \(from)" }
        if let until = coupon.until, day >= until { return "ended on \(until)" }
        return nil
    }

    /// The coupons that take something off a product at one of its prices.
    func coupons(for product: Product, _ prices: [Price]) -> [Coupon] {
        let names = Set([product.key] + prices.map(product.reference))
        return catalog.coupons.filter { $0.targets.isEmpty || !names.isDisjoint(with: $0.targets) }
    }

    /// A product's key with its name: `email_blast (Email blast)`.
    func named(_ key: String) -> String { catalog.product(key).map { "\(key) (\(OneLine.of($0.name)))" } ?? key }

    /// What becomes of those who subscribed before.
    static func words(_ existing: ExistingSubscribers) -> String {
        switch existing {
        case .keep: "existing subscribers keep the old amount"
        case .atRenewal: "existing subscribers from their next renewal on"
        case .on(let day): "existing subscribers from their first renewal on or after \(day)"
        }
    }
}
