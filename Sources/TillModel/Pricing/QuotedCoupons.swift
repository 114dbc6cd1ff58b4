/// A coupon that a quote uses.
package struct AppliedCoupon: Sendable, Hashable, Codable {
    /// What the file calls it.
    package let key: String
    /// What was typed; nil when it was used without being typed.
    package let code: String?
    /// What buyers read.
    package let name: String
    /// What it took off; nothing for one that lengthens a trial.
    package let amount: Money
    /// The days of trial it gives; nil for one that takes something off.
    package let trialDays: Int?
}

/// A coupon that was typed and is not used.
package struct RefusedCoupon: Sendable, Hashable, Codable {
    /// Why not, as the wire spells it.
    package struct Reason: Sendable, Hashable, Codable, CustomStringConvertible {
        package let description: String
        private init(_ description: String) { self.description = description }

        package static let unknown = Reason("unknown_coupon")
        package static let disabled = Reason("coupon_disabled")
        package static let notStarted = Reason("coupon_not_started")
        package static let expired = Reason("coupon_expired")
        package static let wrongProvider = Reason("coupon_wrong_provider")
        package static let notFirstPurchase = Reason("coupon_first_purchase_only")
        package static let usedUp = Reason("coupon_used_up")
        package static let usedByCustomer = Reason("coupon_already_used")
        package static let belowMinimum = Reason("coupon_below_minimum")
        package static let wrongCurrency = Reason("coupon_wrong_currency")
        package static let nothingTargeted = Reason("coupon_not_for_items")
        package static let nothingRecurs = Reason("coupon_needs_subscription")
        package static let doesNotStack = Reason("does_not_stack")

        package init(from decoder: any Decoder) throws {
            description = try decoder.singleValueContainer().decode(String.self)
        }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(description)
        }
    }

    /// What was typed.
    package let code: String
    package let reason: Reason
    /// One sentence for the buyer.
    package let message: String

    init(_ code: String, _ reason: Reason, _ message: String) {
        self.code = code
        self.reason = reason
        self.message = message
    }
}
