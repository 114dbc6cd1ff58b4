#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Order {
    /// What a settled payment does to an order.
    package enum PaymentEffect: Sendable, Hashable {
        /// The order is paid now.
        case paid
        /// The payment was known; nothing changes.
        case known
        /// The order did not need this money.
        case duplicate
        /// The money does not fit; the order is quarantined.
        case mismatch(reason: String)
    }

    /// Records that a payment for this order succeeded.
    ///
    /// Repeating it is harmless: a payment that `known` contains changes nothing. A late payment wins over
    /// expiry, since the customer's money has moved.
    ///
    /// - `isKnown`: Whether this very payment was recorded as succeeded before.
    /// - `reported`: What the provider says was paid.
    /// - `instant`: When the provider says it was paid.
    package mutating func paymentSucceeded(
        isKnown: Bool, reported: ReportedAmounts, at instant: Date
    ) -> PaymentEffect {
        guard !isKnown else { return .known }
        switch status {
        case .pending, .expired, .canceled:
            switch PaymentFit(reported, to: self) {
            case .fits(let total):
                status = .paid
                self.total = total
                paidAt = instant
                return .paid
            case .mismatch(let reason):
                status = .quarantined
                return .mismatch(reason: reason)
            }
        case .paid, .partiallyRefunded, .refunded, .quarantined:
            return .duplicate
        }
    }

    /// Takes money that did not fit, because a person decided that it is fine: what was paid becomes the total.
    ///
    /// False when the order does not wait for that decision, or the money is of another currency than its items.
    package mutating func accept(_ paid: Money, paidAt instant: Date) -> Bool {
        guard status == .quarantined, paid.currency == subtotal.currency else { return false }
        status = .paid
        total = paid
        paidAt = instant
        return true
    }

    /// Records that the payment page closed unpaid; true when that changed something.
    package mutating func sessionExpired() -> Bool {
        guard status == .pending else { return false }
        status = .expired
        return true
    }

    /// Records how much of what was paid has been given back; true when that changed something.
    ///
    /// The amount is the running total, so it may be told again. It shrinks only when the bank returns a refund.
    package mutating func refunded(_ refunded: Money) -> Bool {
        switch status {
        case .paid, .partiallyRefunded, .refunded:
            let next: OrderStatus =
                if refunded.minorUnits <= 0 {
                    .paid
                } else if refunded.minorUnits >= total.minorUnits {
                    .refunded
                } else {
                    .partiallyRefunded
                }
            defer { status = next }
            return status != next
        case .pending, .expired, .canceled, .quarantined:
            return false
        }
    }
}
