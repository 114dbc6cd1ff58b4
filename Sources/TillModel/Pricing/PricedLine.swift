/// A row of a cart with what it costs as listed, before coupons and tax.
struct PricedLine: Sendable {
    let kind: QuoteLine.Kind
    let product: Product
    let price: Price
    let quantity: Int64
    let cost: PriceCost

    var reference: String { product.reference(to: price) }
    var subtotal: Int64 { cost.subtotal.minorUnits }
    var interval: BillingInterval? { kind == .item ? price.interval : nil }
    var isEstimate: Bool { kind == .item && price.meter != nil }
    /// The days before the first payment that the price itself gives.
    var trialDays: Int? { interval == nil ? nil : price.trialDays }

    /// Whether a coupon takes from it; a setup fee belongs to its price.
    func isTargeted(by coupon: Coupon) -> Bool {
        coupon.targets.isEmpty
            || coupon.targets.contains { $0 == product.key || $0 == "\(product.key)/\(price.key)" }
    }
}
