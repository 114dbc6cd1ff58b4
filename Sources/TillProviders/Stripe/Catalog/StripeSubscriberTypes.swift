// swift-format-ignore-file: AlwaysUseLowerCamelCase
// Why the names have underscores: they are Stripe's, so that a shape can be compared with its documentation at a glance.

// What is read of Stripe's subscriptions to move them, of API version 2026-10-28.endive.

/// A subscription with its items.
struct StripeSubscribed: Decodable, Sendable {
    struct Items: Decodable, Sendable {
        let data: [StripeSubscribedItem]
        let has_more: Bool?
    }
    struct Pause: Decodable, Sendable { let behavior: String? }
    let id: String
    let status: String
    let currency: String
    let cancel_at_period_end: Bool?
    let cancel_at: Int64?
    let pause_collection: Pause?
    let schedule: StripeReference?
    let items: Items
}

/// One item of a subscription.
struct StripeSubscribedItem: Decodable, Sendable {
    let id: String
    let price: StripeReference
    let quantity: Int64?
    let current_period_end: Int64?
    let metadata: [String: String]?
}
