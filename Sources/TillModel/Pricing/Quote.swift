/// What a cart costs, and why.
///
/// The amounts always fit each other: `total` = `subtotal` − `discount` + `tax` − `taxIncluded`, and each of them is
/// the sum of the lines'. The total is the first payment of everything, whenever that is made; ``dueNow`` is the part
/// of it that is made today.
package struct Quote: Sendable, Hashable, Codable {
    /// The day for which it holds, in the catalog's time zone.
    package let date: CalendarDate
    package let currency: Currency
    /// The buyer's country; nil when it is not known.
    package let country: Country?
    /// The buyer's region; nil when it is not known.
    package let region: String?
    /// The rows, in the cart's order; a setup fee follows what it belongs to.
    package let lines: [QuoteLine]
    /// What everything costs, as listed.
    package let subtotal: Money
    /// What coupons take off.
    package let discount: Money
    /// All tax: what is added to the prices, and what is in them.
    package let tax: Money
    /// The part of ``tax`` that is in the prices, so that it is not added.
    package let taxIncluded: Money
    /// What is paid for everything.
    package let total: Money
    /// What of it is paid today: not what has a trial, and not what is metered.
    package let dueNow: Money
    /// What each following period costs; nil when nothing recurs.
    package let renewal: Renewal?
    /// The coupons that are used, in the order in which they were reckoned.
    package let coupons: [AppliedCoupon]
    /// The coupons that were typed and are not used, in the order in which they were typed.
    package let refusedCoupons: [RefusedCoupon]
    /// What there is to say of the whole, a sentence each.
    package let explanation: [String]

    /// What each period after the first costs.
    ///
    /// Its amounts fit each other as the quote's do.
    package struct Renewal: Sendable, Hashable, Codable {
        package let interval: BillingInterval
        package let subtotal: Money
        /// What the coupons take off that last beyond the first payment.
        package let discount: Money
        package let tax: Money
        package let taxIncluded: Money
        package let total: Money
        /// Whether some of it is metered, so that what is paid will be what is used.
        package let isEstimate: Bool
        /// Until when coupons count, and the like.
        package let explanation: [String]
    }
}
