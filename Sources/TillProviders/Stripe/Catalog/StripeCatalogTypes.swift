// swift-format-ignore-file: AlwaysUseLowerCamelCase
// Why the names have underscores: they are Stripe's, so that a shape can be compared with its documentation at a glance.

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

// The objects of Stripe's catalog as they are sent, of API version 2026-10-28.endive: only the fields that are read.

/// Whose a key is.
struct StripeOwnAccount: Decodable, Sendable {
    let id: String
}

/// What is sold.
struct StripeProduct: Decodable, Sendable {
    let id: String
    let active: Bool?
    let deleted: Bool?
    let name: String?
    let description: String?
    let default_price: StripeReference?
    let images: [String]?
    let metadata: [String: String]?
    let shippable: Bool?
    let tax_code: StripeReference?
    let unit_label: String?
    let url: String?
}

/// What something costs.
struct StripePrice: Decodable, Sendable {
    struct Recurring: Decodable, Sendable {
        let interval: String
        let interval_count: Int64
        let meter: String?
    }
    struct Tier: Decodable, Sendable {
        let up_to: Int64?
        let unit_amount: Int64?
        let unit_amount_decimal: String?
        let flat_amount: Int64?
    }
    struct Option: Decodable, Sendable {
        let unit_amount: Int64?
        let unit_amount_decimal: String?
        let tiers: [Tier]?
    }
    struct Custom: Decodable, Sendable {
        let minimum: Int64?
        let maximum: Int64?
        let preset: Int64?
    }
    struct Package: Decodable, Sendable {
        let divide_by: Int64
    }
    let id: String
    let active: Bool?
    let currency: String
    let currency_options: [String: Option]?
    let custom_unit_amount: Custom?
    let lookup_key: String?
    let metadata: [String: String]?
    let nickname: String?
    let product: StripeReference
    let recurring: Recurring?
    let tax_behavior: String?
    let tiers: [Tier]?
    let tiers_mode: String?
    let transform_quantity: Package?
    let unit_amount: Int64?
    let unit_amount_decimal: String?
}

/// What takes something off.
struct StripeCoupon: Decodable, Sendable {
    struct Option: Decodable, Sendable {
        let amount_off: Int64?
    }
    struct Targets: Decodable, Sendable {
        let products: [String]?
    }
    let id: String
    let deleted: Bool?
    let amount_off: Int64?
    let applies_to: Targets?
    let currency: String?
    let currency_options: [String: Option]?
    let duration: String?
    let duration_in_months: Int64?
    let max_redemptions: Int64?
    let metadata: [String: String]?
    let name: String?
    let percent_off: Decimal?
    let redeem_by: Int64?
}

/// What buyers type for a coupon.
struct StripePromotionCode: Decodable, Sendable {
    struct Promotion: Decodable, Sendable {
        let coupon: StripeReference?
    }
    struct Option: Decodable, Sendable {
        let minimum_amount: Int64?
    }
    struct Restrictions: Decodable, Sendable {
        let currency_options: [String: Option]?
        let first_time_transaction: Bool?
        let minimum_amount: Int64?
        let minimum_amount_currency: String?
    }
    let id: String
    let active: Bool?
    let code: String
    let metadata: [String: String]?
    let promotion: Promotion?
    let restrictions: Restrictions?
}

/// What a customer may use.
struct StripeFeature: Decodable, Sendable {
    let id: String
    let active: Bool?
    let lookup_key: String
    let metadata: [String: String]?
    let name: String
}

/// What usage is counted by.
struct StripeMeter: Decodable, Sendable {
    struct Aggregation: Decodable, Sendable {
        let formula: String
    }
    let id: String
    let default_aggregation: Aggregation
    let display_name: String
    let event_name: String
    let status: String?
}

/// Where webhooks are sent.
struct StripeWebhookEndpoint: Decodable, Sendable {
    let id: String
    let deleted: Bool?
    let enabled_events: [String]?
    let metadata: [String: String]?
    let secret: String?
    let status: String?
    let url: String?
}

/// What customers may do on Stripe's own pages.
struct StripePortal: Decodable, Sendable {
    struct Profile: Decodable, Sendable {
        let headline: String?
        let privacy_policy_url: String?
        let terms_of_service_url: String?
    }
    struct Feature: Decodable, Sendable {
        let enabled: Bool?
    }
    struct CustomerUpdate: Decodable, Sendable {
        let enabled: Bool?
        let allowed_updates: [String]?
    }
    struct Cancel: Decodable, Sendable {
        let enabled: Bool?
        let mode: String?
    }
    struct Condition: Decodable, Sendable {
        let type: String
    }
    struct Schedule: Decodable, Sendable {
        let conditions: [Condition]?
    }
    struct Product: Decodable, Sendable {
        let product: String
        let prices: [String]
        let adjustable_quantity: Feature?
    }
    struct Update: Decodable, Sendable {
        let enabled: Bool?
        let default_allowed_updates: [String]?
        let products: [Product]?
        let proration_behavior: String?
        let schedule_at_period_end: Schedule?
    }
    struct Features: Decodable, Sendable {
        let customer_update: CustomerUpdate?
        let invoice_history: Feature?
        let payment_method_update: Feature?
        let subscription_cancel: Cancel?
        let subscription_update: Update?
    }
    let id: String
    let active: Bool?
    let business_profile: Profile?
    let default_return_url: String?
    let features: Features?
    let metadata: [String: String]?
}
