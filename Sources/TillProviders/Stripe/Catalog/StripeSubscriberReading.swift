import TillModel

/// Stripe's subscriptions and prices, as far as moving goes.
enum StripeSubscriberReading {
    /// What an item carries that we moved: the price to which.
    static let marker = "till_moved_to"

    static func price(_ wire: StripePrice) -> SubscribedPrice {
        var units: [(Currency, Int64?)] = []
        if let own = Currency(code: wire.currency) { units.append((own, wire.unit_amount)) }
        for (code, option) in (wire.currency_options ?? [:]).sorted(by: { $0.key < $1.key }) {
            guard code != wire.currency, let currency = Currency(code: code) else { continue }
            units.append((currency, option.unit_amount))
        }
        let isPlain = wire.transform_quantity == nil && wire.recurring?.meter == nil
        let amounts = units.compactMap { currency, units in units.flatMap { StripeAmount.money($0, currency) } }
        return SubscribedPrice(
            id: wire.id, currencies: units.map(\.0), amounts: isPlain ? amounts : [],
            interval: wire.recurring.flatMap { period in
                BillingInterval.Unit(rawValue: period.interval).map {
                    BillingInterval($0, count: Int(clamping: period.interval_count))
                }
            }, isActive: wire.active == true)
    }

    /// The items that have a price; one that is not shown where the provider says that it has one.
    static func subscribers(_ wire: StripeSubscribed, to price: String) -> [PriceSubscriber] {
        let items = wire.items.data.filter { $0.price.id == price }
        guard items.isEmpty, wire.items.has_more == true else { return items.map { subscriber(wire, $0) } }
        return [subscriber(wire, nil, price: price)]
    }

    static func subscriber(_ wire: StripeSubscribed, _ item: StripeSubscribedItem) -> PriceSubscriber {
        subscriber(wire, item, price: item.price.id)
    }

    private static func subscriber(
        _ wire: StripeSubscribed, _ item: StripeSubscribedItem?, price: String
    ) -> PriceSubscriber {
        PriceSubscriber(
            subscription: wire.id, item: item?.id, price: price, quantity: item?.quantity,
            currency: Currency(code: wire.currency), status: status(wire), renewsAt: item?.current_period_end,
            endsWithPeriod: endsWithPeriod(wire, item), isScheduled: wire.schedule != nil,
            otherPrices: Set(wire.items.data.filter { $0.id != item?.id }.map(\.price.id)),
            movedTo: item?.metadata?[marker])
    }

    /// Whether it ends no later than it would be paid next.
    private static func endsWithPeriod(_ wire: StripeSubscribed, _ item: StripeSubscribedItem?) -> Bool {
        if wire.cancel_at_period_end == true { return true }
        guard let end = wire.cancel_at, let period = item?.current_period_end else { return false }
        return end <= period
    }

    private static func status(_ wire: StripeSubscribed) -> PriceSubscriber.Status {
        if wire.pause_collection?.behavior != nil { return .paused }
        switch wire.status {
        case "active", "past_due": return .renewing
        case "trialing": return .trialing
        case "paused": return .paused
        case "canceled", "incomplete_expired": return .ended
        default: return .unpaid
        }
    }
}
