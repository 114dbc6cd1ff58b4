/// What somebody would like to buy, and what is known of them, before anything is checked.
package struct Cart: Sendable, Hashable {
    /// One thing in it.
    package struct Item: Sendable, Hashable {
        /// An amount that the buyer chose, in the currency of the cart.
        package enum Amount: Sendable, Hashable {
            /// In the currency's smallest unit.
            case minorUnits(Int64)
            /// As a person writes it: `7.50`.
            case decimal(String)
        }

        /// `pro/monthly`, or `job_posting` for a product's default price.
        package var reference: String
        /// How many; for what is metered, how many are expected in a period.
        package var quantity: Int64
        /// The amount of one, where the buyer chooses it.
        package var amount: Amount?

        package init(_ reference: String, quantity: Int64 = 1, amount: Amount? = nil) {
            self.reference = reference
            self.quantity = quantity
            self.amount = amount
        }
    }

    package var items: [Item]
    /// Coupon codes as they were typed.
    package var coupons: [String]
    /// The code of the currency to pay in; nil for the one that fits best.
    package var currency: String?
    /// The two letters of the buyer's country; nil when it is not known.
    package var country: String?
    /// The buyer's region, such as `US-CA`; nil when it is not known.
    package var region: String?
    /// The provider that takes the payment; nil for the catalog's default.
    package var provider: ProviderName?
    /// The day on which it is sold, in the catalog's time zone.
    package var today: CalendarDate
    /// Whether the customer has bought nothing before; nil when that is not known.
    package var isFirstPurchase: Bool?
    /// How often coupons have been used so far.
    package var usage: CouponUsage
    /// The keys of the products that the customer owns.
    package var owned: Set<String>

    package init(
        items: [Item], coupons: [String] = [], currency: String? = nil, country: String? = nil,
        region: String? = nil, provider: ProviderName? = nil, today: CalendarDate, isFirstPurchase: Bool? = nil,
        usage: CouponUsage = .none, owned: Set<String> = []
    ) {
        self.items = items
        self.coupons = coupons
        self.currency = currency
        self.country = country
        self.region = region
        self.provider = provider
        self.today = today
        self.isFirstPurchase = isFirstPurchase
        self.usage = usage
        self.owned = owned
    }
}
