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

    /// What was given back of what the order was paid with.
    func refundedTotal() throws(MoneyError) -> Money {
        try Money.sum(payments.filter { !$0.isDuplicate }.map(\.refunded), order.total.currency)
    }
}
