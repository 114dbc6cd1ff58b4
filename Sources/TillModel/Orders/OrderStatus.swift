/// Where an order is in its life.
///
///     pending ──payment fits──▶ paid ◀──part of it given back──▶ partiallyRefunded ◀──the rest──▶ refunded
///        │                       ◀───────────────all of it given back──────────────────────────▶
///        ├──session expired──▶ expired ──late payment fits──▶ paid
///        ├──withdrawn──▶ canceled
///        └──payment does not fit──▶ quarantined
///
/// The way back from a refund is the bank's: it returned what was given back. Out of `quarantined` leads only
/// a person's decision, `catalog orders accept`.
public enum OrderStatus: String, Sendable, Hashable, Codable, CaseIterable {
    /// Written, not paid.
    case pending
    /// Paid in full, or nothing was due.
    case paid
    /// Part of the payment was given back.
    case partiallyRefunded
    /// All of the payment was given back.
    case refunded
    /// The payment page closed unpaid. A payment that still arrives wins.
    case expired
    /// Withdrawn before it was paid.
    case canceled
    /// Money arrived that does not fit the order. Never fulfilled until a person decides.
    case quarantined
}
