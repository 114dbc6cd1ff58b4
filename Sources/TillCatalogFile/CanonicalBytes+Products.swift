import TillModel

extension CanonicalBytes {
    mutating func add(_ product: Product) {
        add(product.key)
        add(product.name)
        add(product.details)
        add(product.type)
        list(product.prices) { $0.add($1) }
        list(product.features) {
            $0.add($1.key)
            $0.add($1.limit)
        }
        add(product.isEnabled)
        add(product.isVisible)
        add(product.hasTraits)
        if product.hasTraits { add(product.traits) }
    }

    private mutating func add(_ traits: Product.Traits) {
        add(traits.duration?.description)
        add(traits.upsells)
        add(traits.addOns)
        add(traits.requires)
        add(traits.excludes)
        add(traits.quantities)
        add(traits.badge)
        // Credits are a map in the file, so their order has no meaning.
        list(traits.credits.sorted { $0.credit < $1.credit }) {
            $0.add($1.credit)
            $0.add(Int64($1.amount))
            $0.add($1.lasts?.description)
        }
        list(traits.bundle) {
            $0.add($1.product)
            $0.add(Int64($1.quantity))
        }
        add(traits.image)
        add(traits.url)
        add(traits.taxCode)
        add(traits.isShippable)
        add(Int64(traits.order))
        map(traits.metadata, \.self) { $0.add($1) }
        map(traits.adopted, \.rawValue) { $0.add($1) }
        add(traits.providers.map(\.rawValue))
        add(traits.translations)
        add(traits.formerKey)
    }

    private mutating func add(_ price: Price) {
        add(price.key)
        add(price.amounts)
        optional(price.interval) {
            $0.add($1.unit.rawValue)
            $0.add(Int64($1.count))
        }
        optional(price.trial) {
            $0.add(Int64($1.days))
            $0.add($1.requiresPaymentMethod)
        }
        add(price.scheme)
        add(price.hasTraits)
        if price.hasTraits { add(price.traits) }
    }

    private mutating func add(_ traits: Price.Traits) {
        add(traits.name)
        add(traits.unit)
        add(traits.meter)
        add(traits.setupFees)
        map(traits.countries, \.code) { $0.add($1) }
        add(traits.tax?.rawValue)
        add(traits.availableFrom?.description)
        add(traits.availableUntil?.description)
        list(traits.changes) {
            $0.add($1.effective.description)
            $0.add($1.amounts)
            $0.add($1.existing)
        }
        add(traits.formerKey)
        add(traits.existing)
        add(traits.quantities)
        map(traits.adopted, \.rawValue) { $0.add($1) }
    }

    private mutating func add(_ existing: ExistingSubscribers?) {
        switch existing {
        case nil: add("")
        case .keep: add("keep")
        case .atRenewal: add("at_renewal")
        case .on(let date): add("\(date)")
        }
    }

    private mutating func add(_ range: ClosedRange<Int>?) {
        optional(range) {
            $0.add(Int64($1.lowerBound))
            $0.add(Int64($1.upperBound))
        }
    }

    private mutating func add(_ scheme: PricingScheme) {
        switch scheme {
        case .perUnit: add("unit")
        case .rate(let rates):
            add("rate")
            add(rates)
        case .package(let size):
            add("package")
            add(Int64(size))
        case .graduated(let tiers):
            add("graduated")
            add(tiers)
        case .volume(let tiers):
            add("volume")
            add(tiers)
        case .custom(let custom):
            add("custom")
            add(custom.minimum)
            add(custom.maximum)
            add(custom.preset)
        case .free: add("free")
        }
    }

    private mutating func add(_ rates: [UnitRate]) {
        list(rates) {
            $0.add($1.currency.code)
            $0.add($1.millionthsOfMinorUnit)
        }
    }

    private mutating func add(_ tiers: [PriceTier]) {
        list(tiers) {
            $0.add($1.upTo)
            $0.add($1.each)
            $0.add($1.flat)
        }
    }

    mutating func add(_ coupon: Coupon) {
        add(coupon.key)
        add(coupon.name)
        switch coupon.reduction {
        case .percent(let percentage):
            add("percent")
            add(percentage.millionths)
        case .amount(let amounts):
            add("amount")
            add(amounts)
        case .freeTrial(let days):
            add("trial")
            add(Int64(days))
        }
        switch coupon.span {
        case .once: add("once")
        case .forever: add("forever")
        case .repeating(let duration): add(duration.description)
        }
        add(coupon.targets)
        add(coupon.minimum)
        add(coupon.isFirstPurchaseOnly)
        add(coupon.from?.description)
        add(coupon.until?.description)
        add(coupon.maxRedemptions)
        add(coupon.maxPerCustomer)
        add(coupon.stacks)
        add(coupon.codes)
        add(coupon.isAutomatic)
        add(coupon.providers.map(\.rawValue))
        add(coupon.isEnabled)
        map(coupon.metadata, \.self) { $0.add($1) }
        add(coupon.translations)
        map(coupon.adopted, \.rawValue) { $0.add($1) }
    }
}
