/// How often coupons have been used so far, by coupon key; what is not named has not been used.
package struct CouponUsage: Sendable, Hashable {
    /// By everybody together.
    package var redemptions: [String: Int]
    /// By the customer who asks.
    package var byCustomer: [String: Int]

    package init(redemptions: [String: Int] = [:], byCustomer: [String: Int] = [:]) {
        self.redemptions = redemptions
        self.byCustomer = byCustomer
    }

    /// Nothing used yet.
    package static let none = CouponUsage()
}
