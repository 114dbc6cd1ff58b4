import TillModel

/// Who pays already at a price that a plan changes or ends.
package enum PriceImpact: Sendable, Hashable {
    /// Those who were counted.
    package struct Count: Sendable, Hashable {
        /// How many subscriptions have not ended; each counts once, however many parts it has.
        package let subscribers: Int
        /// Whether there are more, which were not read.
        package let isPartial: Bool
        /// What comes in from them each month, before discounts and tax, by the currencies' codes; trials and
        /// subscriptions that are paused or unpaid bring nothing.
        package let monthlyRevenue: [Money]
        /// How many of them pay an amount that depends on more than a quantity.
        package let unknownAmounts: Int
    }

    case counted(Count)
    /// The provider cannot tell, or did not.
    case unknown
}

extension PriceImpact.Count {
    /// Counts the subscriptions to some prices; pure.
    ///
    /// - `isPartial`: Whether there are more than were read.
    package init(_ parts: [(price: SubscribedPrice, subscribers: [PriceSubscriber])], isPartial: Bool) {
        var sum = MonthlySum()
        var unknown = 0
        var subscriptions: Set<String> = []
        // A page that was read while another subscription came may tell one twice.
        var seen: Set<[String]> = []
        for (price, subscribers) in parts {
            for one in subscribers where one.status != .ended {
                guard seen.insert([one.subscription, one.item ?? "", price.id]).inserted else { continue }
                subscriptions.insert(one.subscription)
                guard one.status == .renewing else { continue }
                guard let interval = price.interval, let cost = price.cost(of: one.quantity, in: one.currency),
                    sum.add(Int128(cost.minorUnits), cost.currency, every: interval)
                else {
                    unknown += 1
                    continue
                }
            }
        }
        self.init(
            subscribers: subscriptions.count, isPartial: isPartial, monthlyRevenue: sum.amounts,
            unknownAmounts: unknown)
    }
}
