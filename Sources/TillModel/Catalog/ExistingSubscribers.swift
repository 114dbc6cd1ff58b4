/// What becomes of those who subscribed before an amount changed.
public enum ExistingSubscribers: Sendable, Hashable {
    /// They go on paying what they agreed to.
    case keep
    /// They pay the new amount from their next renewal on.
    case atRenewal
    /// They pay the new amount from their first renewal on or after a day.
    case on(CalendarDate)
}
