// swift-format-ignore-file: AlwaysUseLowerCamelCase
// Why the names have underscores: they are Stripe's, so that a shape can be compared with its documentation at a glance.

// Stripe's objects as they are sent, of API version 2026-10-28.endive: only the fields that are read. Everything that a
// newer version may leave out is optional, and unknown fields and values are let through.

/// A checkout session.
struct StripeSession: Decodable, Sendable {
    let id: String
    let url: String?
    let mode: String?
    let status: String?
    let payment_status: String?
    let amount_subtotal: Int64?
    let amount_total: Int64?
    let total_details: StripeTotalDetails?
    let currency: String?
    let payment_intent: StripeReference?
    let subscription: StripeReference?
    let invoice: StripeReference?
    let expires_at: Int64?
    let metadata: [String: String]?
}

/// What was added to, or taken from, a session's subtotal.
struct StripeTotalDetails: Decodable, Sendable {
    let amount_discount: Int64?
    let amount_shipping: Int64?
    let amount_tax: Int64?
}

/// An attempt to collect money once.
struct StripePaymentIntent: Decodable, Sendable {
    struct Failure: Decodable, Sendable {
        let code: String?
        let decline_code: String?
    }
    let id: String
    let amount: Int64
    let amount_received: Int64?
    let currency: String
    let latest_charge: StripeReference?
    let last_payment_error: Failure?
    let metadata: [String: String]?
}

/// One movement of money within a payment intent.
struct StripeCharge: Decodable, Sendable {
    let id: String
    let amount_refunded: Int64?
    let currency: String
    let payment_intent: StripeReference?
    let metadata: [String: String]?
}

/// Money given back.
struct StripeRefund: Decodable, Sendable {
    let id: String
    let amount: Int64
    let currency: String
    let status: String?
    let payment_intent: StripeReference?
    let charge: StripeReference?
    let created: Int64?
    let metadata: [String: String]?
}

/// An agreement that renews.
struct StripeSubscription: Decodable, Sendable {
    struct Items: Decodable, Sendable { let data: [Item]? }
    struct Item: Decodable, Sendable { let current_period_end: Int64? }
    struct PauseCollection: Decodable, Sendable { let behavior: String? }
    let id: String
    let status: String
    let cancel_at_period_end: Bool?
    let items: Items?
    let latest_invoice: StripeReference?
    let pause_collection: PauseCollection?
    let created: Int64?
    let canceled_at: Int64?
    let ended_at: Int64?
    let metadata: [String: String]?
}

/// One period of a subscription, as a bill.
struct StripeInvoice: Decodable, Sendable {
    struct Parent: Decodable, Sendable {
        struct Details: Decodable, Sendable {
            let subscription: StripeReference?
            let metadata: [String: String]?
        }
        let subscription_details: Details?
    }
    struct Tax: Decodable, Sendable { let amount: Int64? }
    struct Discount: Decodable, Sendable { let amount: Int64? }
    let id: String
    let currency: String
    let amount_paid: Int64?
    let amount_due: Int64?
    let subtotal: Int64?
    let total_taxes: [Tax]?
    let total_discount_amounts: [Discount]?
    let billing_reason: String?
    let parent: Parent?
    /// Where versions before 2025-03-31 named the subscription.
    let subscription: StripeReference?
}

/// Which payment an invoice was paid with.
struct StripeInvoicePayment: Decodable, Sendable {
    struct Payment: Decodable, Sendable { let payment_intent: StripeReference? }
    let id: String
    let invoice: StripeReference?
    let payment: Payment?
}

/// One page of a list.
struct StripeList<Element: Decodable & Sendable>: Decodable, Sendable {
    let data: [Element]
    let has_more: Bool?
}

/// Another object: its id, or the object itself where it was expanded.
struct StripeReference: Decodable, Sendable {
    let id: String

    init(from decoder: any Decoder) throws {
        if let id = try? decoder.singleValueContainer().decode(String.self) {
            self.id = id
        } else {
            id = try decoder.container(keyedBy: Key.self).decode(String.self, forKey: .id)
        }
    }

    private enum Key: String, CodingKey { case id }
}

/// The envelope of a snapshot event, without its object.
struct StripeEventEnvelope: Decodable, Sendable {
    struct Contents: Decodable, Sendable { let object: Subject }
    struct Subject: Decodable, Sendable { let id: String? }
    let id: String
    let object: String?
    let type: String
    let created: Int64?
    let livemode: Bool?
    /// The connected account that the event is of; absent for one's own.
    let account: String?
    let data: Contents
}

/// A snapshot event with an object of a known type.
struct StripeEvent<Object: Decodable & Sendable>: Decodable, Sendable {
    struct Contents: Decodable, Sendable { let object: Object }
    let data: Contents
}
