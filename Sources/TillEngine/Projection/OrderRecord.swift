import TillModel

/// An order with everything that hangs on it, as a projection reads and changes it.
package struct OrderRecord: Sendable, Hashable {
    package var order: Order
    package var payments: [Payment]
    package var refunds: [Refund]
    package var subscriptions: [Subscription]

    package init(
        order: Order, payments: [Payment] = [], refunds: [Refund] = [], subscriptions: [Subscription] = []
    ) {
        self.order = order
        self.payments = payments
        self.refunds = refunds
        self.subscriptions = subscriptions
    }

    func payment(_ remoteID: String) -> Payment? {
        payments.first { $0.remoteID == remoteID || $0.aliasID == remoteID }
    }

    /// What the provider calls the payments and the subscriptions.
    var remoteIDs: Set<String> {
        Set(payments.flatMap { [$0.remoteID, $0.aliasID].compactMap { $0 } } + subscriptions.map(\.remoteID))
    }

    mutating func save(_ payment: Payment) {
        payments.removeAll { $0.id == payment.id }
        payments.append(payment)
    }

    mutating func save(_ refund: Refund) {
        refunds.removeAll { $0.id == refund.id }
        refunds.append(refund)
    }

    mutating func save(_ subscription: Subscription) {
        subscriptions.removeAll { $0.id == subscription.id }
        subscriptions.append(subscription)
    }

    /// How much of a payment, in its minor units, is kept back for refunds that are under way.
    ///
    /// What the provider has told of a payment's refunds may be ahead of the refunds it told of one by one, so a refund
    /// that it knows of is not counted twice. One that we asked for and it has not told of comes on top.
    func reserved(of payment: Payment) -> Int64 {
        var told: Int64 = 0
        var asked: Int64 = 0
        for refund in refunds where refund.payment == payment.id {
            switch (refund.status, refund.remoteID) {
            case (.pending, nil): asked = Self.sum(asked, refund.total.minorUnits)
            case (.pending, _?), (.succeeded, _): told = Self.sum(told, refund.total.minorUnits)
            case (.failed, _), (.canceled, _): continue
            }
        }
        let left = max(payment.total.minorUnits - payment.refunded.minorUnits, 0)
        return min(Self.sum(max(told - payment.refunded.minorUnits, 0), asked), left)
    }

    /// Added up as far as an amount can go, which is more than any payment.
    private static func sum(_ left: Int64, _ right: Int64) -> Int64 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }

    /// What was given back of what the order was paid with.
    func refundedTotal() throws(MoneyError) -> Money {
        try Money.sum(payments.filter { !$0.isDuplicate }.map(\.refunded), order.total.currency)
    }
}
