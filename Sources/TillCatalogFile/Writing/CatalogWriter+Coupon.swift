import TillModel

extension CatalogWriter {
    /// A coupon as a map.
    static func coupon(_ coupon: Coupon) -> WrittenValue {
        var entries: Entries = []
        if let name = coupon.name { entries.append(("name", .text(name))) }
        switch coupon.reduction {
        case .percent(let percent): entries.append(("percent_off", .word(percent.description)))
        case .amount(let money): entries.append(("amount_off", amounts(money)))
        case .freeTrial(let days): entries.append(("free_trial", .word(CalendarDuration(days, .day).description)))
        }
        switch coupon.span {
        case .once: break
        case .forever: entries.append(("lasts", .word("forever")))
        case .repeating(let duration): entries.append(("lasts", .word(duration.description)))
        }
        if !coupon.targets.isEmpty { entries.append(("products", .texts(coupon.targets))) }
        if !coupon.minimum.isEmpty { entries.append(("minimum", amounts(coupon.minimum))) }
        if coupon.isFirstPurchaseOnly { entries.append(("first_purchase", .word("true"))) }
        addLimits(of: coupon, to: &entries)
        if !coupon.providers.isEmpty { entries.append(("providers", .texts(coupon.providers.map(\.rawValue)))) }
        if !coupon.isEnabled { entries.append(("enabled", .word("false"))) }
        if !coupon.metadata.isEmpty { entries.append(("metadata", .texts(coupon.metadata))) }
        add(coupon.translations, to: &entries)
        entries += coupon.adopted.sorted { $0.key.rawValue < $1.key.rawValue }.map {
            ($0.key.rawValue, .short([("coupon", .text($0.value))]))
        }
        return .short(entries)
    }

    private static func addLimits(of coupon: Coupon, to entries: inout Entries) {
        if let day = coupon.from { entries.append(("from", .word(day.description))) }
        if let day = coupon.until { entries.append(("until", .word(day.description))) }
        if let count = coupon.maxRedemptions { entries.append(("max_redemptions", .word(String(count)))) }
        if let count = coupon.maxPerCustomer { entries.append(("max_per_customer", .word(String(count)))) }
        if coupon.stacks { entries.append(("stacks", .word("true"))) }
        if coupon.codes != (coupon.isAutomatic ? [] : [coupon.key.uppercased()]) {
            entries.append(("codes", .texts(coupon.codes)))
        }
        if coupon.isAutomatic { entries.append(("auto", .word("true"))) }
    }
}
