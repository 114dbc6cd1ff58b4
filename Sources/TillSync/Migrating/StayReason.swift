/// Why a subscription stays at the price that it has.
package enum StayReason: String, Sendable, Hashable, Codable, CaseIterable {
    /// It is over.
    case ended
    /// It was told to end, and is not paid again.
    case ending
    /// Nothing was paid yet; it can be moved once it was.
    case trial
    case paused
    /// A payment is missing for good, or the first one is.
    case unpaid
    /// Its next payment comes before the day from which the new amount is asked for.
    case tooEarly = "too_early"
    /// When it is paid next is not known.
    case unknownRenewal = "unknown_renewal"
    /// It is paid in a currency that the new price does not have.
    case otherCurrency = "other_currency"
    /// The new price is paid at another interval, so that it would be paid at once.
    case otherInterval = "other_interval"
    /// It cost nothing, so that it would be paid at once.
    case wasFree = "was_free"
    /// Another part of the subscription has the new price already.
    case alreadyThere = "already_there"
    /// A schedule at the provider decides its prices.
    case scheduled
    /// It was moved once, and somebody moved it back.
    case putBack = "put_back"
    /// The provider does not show the part of it that has the price.
    case notShown = "not_shown"
    /// It has another price since it was looked at.
    case changedMeanwhile = "changed_meanwhile"

    /// As it is said of some: `2 in their trial`.
    package var words: String {
        switch self {
        case .ended: "ended"
        case .ending: "end with their period"
        case .trial: "in their trial"
        case .paused: "paused"
        case .unpaid: "not paid"
        case .tooEarly: "renew before the day"
        case .unknownRenewal: "renew nobody knows when"
        case .otherCurrency: "in a currency that the new price does not have"
        case .otherInterval: "at another interval than the new price"
        case .wasFree: "cost nothing, and would be charged at once"
        case .alreadyThere: "have the new price already"
        case .scheduled: "follow a schedule at the provider"
        case .putBack: "were moved once and put back"
        case .notShown: "not shown in full by the provider"
        case .changedMeanwhile: "have another price by now"
        }
    }
}
