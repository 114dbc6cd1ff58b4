import TillModel

/// A product on the wire of `catalog show`.
struct ProductDetails: Encodable {
    /// One way to pay for it, as it is on the day.
    struct PriceDetails: Encodable {
        /// A change to come.
        struct Next: Encodable {
            let effective: CalendarDate
            let amounts: [Money]
        }

        let reference: String
        let key: String
        let name: String?
        let words: String
        let amounts: [Money]
        let interval: BillingInterval?
        let trialDays: Int?
        let setupFees: [Money]
        let countries: [String: [Money]]
        let tax: TaxBehavior
        let notSold: String?
        let availableFrom: CalendarDate?
        let availableUntil: CalendarDate?
        let next: Next?

        init(_ price: Price, of product: Product, on shelf: Shelf) {
            reference = product.reference(to: price)
            key = price.key
            name = price.name
            words = shelf.words(price)
            amounts = shelf.amounts(of: price)
            interval = price.interval
            trialDays = price.trialDays
            setupFees = price.setupFees
            countries = Dictionary(
                price.countries.map { ($0.key.code, $0.value) }, uniquingKeysWith: { first, _ in first })
            tax = price.tax ?? shelf.catalog.contents.tax
            notSold = shelf.reasonNotSold(product, price)
            availableFrom = price.availableFrom
            availableUntil = price.availableUntil
            next = shelf.nextChange(of: price).map { Next(effective: $0.effective, amounts: $0.amounts) }
        }
    }

    let key: String
    let name: String
    let description: String?
    let type: String
    let isEnabled: Bool
    let isVisible: Bool
    let badge: String?
    let duration: CalendarDuration?
    let prices: [PriceDetails]
    let features: [Feature]
    let credits: [CreditGrant]
    let bundle: [BundleItem]
    let coupons: [String]
    let upsells: [String]
    let addOns: [String]
    let requires: [String]
    let excludes: [String]
    let groups: [String]
    let providers: [ProviderName]
    let metadata: [String: String]

    init(_ product: Product, prices shown: [Price], on shelf: Shelf) {
        key = product.key
        name = product.name
        description = product.details
        type = product.type
        isEnabled = product.isEnabled
        isVisible = product.isVisible
        badge = product.badge
        duration = product.duration
        prices = shown.map { PriceDetails($0, of: product, on: shelf) }
        features = product.features
        credits = product.credits
        bundle = product.bundle
        coupons = shelf.coupons(for: product, shown).map(\.key)
        upsells = product.upsells
        addOns = product.addOns
        requires = product.requires
        excludes = product.excludes
        groups = shelf.catalog.contents.groups.filter { $0.products.contains(product.key) }.map(\.key)
        providers = product.providers.isEmpty ? shelf.catalog.contents.defaultProviders : product.providers
        metadata = product.metadata
    }
}

/// A coupon on the wire of `catalog show`.
struct CouponDetails: Encodable {
    let key: String
    let name: String?
    let words: String
    let products: [String]
    let codes: [String]
    let isAutomatic: Bool
    let isEnabled: Bool
    let minimum: [Money]
    let isFirstPurchaseOnly: Bool
    let from: CalendarDate?
    let until: CalendarDate?
    let maxRedemptions: Int?
    let maxPerCustomer: Int?
    let stacks: Bool
    let providers: [ProviderName]
    let notUsed: String?

    init(_ coupon: Coupon, on shelf: Shelf) {
        key = coupon.key
        name = coupon.name
        words = CouponWords.reduction(coupon)
        products = coupon.targets
        codes = coupon.codes
        isAutomatic = coupon.isAutomatic
        isEnabled = coupon.isEnabled
        minimum = coupon.minimum
        isFirstPurchaseOnly = coupon.isFirstPurchaseOnly
        from = coupon.from
        until = coupon.until
        maxRedemptions = coupon.maxRedemptions
        maxPerCustomer = coupon.maxPerCustomer
        stacks = coupon.stacks
        providers = coupon.providers
        notUsed = shelf.reasonNotUsed(coupon)
    }
}
