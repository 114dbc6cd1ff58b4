/// A new amount of a price, from a day on.
public struct PriceChange: Sendable, Hashable {
    /// The first day on which it is sold at the new amounts, in the catalog's time zone.
    public let effective: CalendarDate
    /// The new amounts, one for each currency; the first is the default.
    public let amounts: [Money]
    /// What becomes of those who subscribed before; nil for a price that is paid once.
    public let existing: ExistingSubscribers?

    /// A change from a day on.
    public init(effective: CalendarDate, amounts: [Money], existing: ExistingSubscribers? = nil) {
        self.effective = effective
        self.amounts = amounts
        self.existing = existing
    }
}
