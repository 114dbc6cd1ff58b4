import TillModel

/// From which price subscriptions go over to which, and from when on.
package struct PriceTransition: Sendable, Hashable, Codable {
    /// Which of their payments is the first at the new price.
    package enum Rule: Sendable, Hashable, Codable {
        /// The next one.
        case atRenewal
        /// The first one on a day or after it; `instant` is when the day begins, in seconds since 1970.
        case on(CalendarDate, instant: Int64)
    }

    package let provider: ProviderName
    /// The price as the file calls it: `pro/monthly`.
    package let reference: String
    /// What they have.
    package let from: SubscribedPrice
    /// What they get: what stands for the price now.
    package let to: SubscribedPrice
    package let rule: Rule

    package init(
        provider: ProviderName, reference: String, from: SubscribedPrice, to: SubscribedPrice, rule: Rule
    ) {
        self.provider = provider
        self.reference = reference
        self.from = from
        self.to = to
        self.rule = rule
    }
}
