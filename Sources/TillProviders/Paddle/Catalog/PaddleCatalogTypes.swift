// swift-format-ignore-file: AlwaysUseLowerCamelCase
// Why the names have underscores: they are Paddle's, so that a shape can be compared with its documentation at a glance.

// The objects of Paddle's catalog as they are sent, of API version 1: only the fields that are read.

/// What is sold.
struct PaddleProduct: Decodable, Sendable {
    let id: String
    let status: String?
    let name: String?
    let description: String?
    let tax_category: String?
    let image_url: String?
    let custom_data: PaddleCustomData?
}

/// An amount in the smallest unit of its currency, as text.
struct PaddleMoney: Decodable, Sendable {
    let amount: String
    let currency_code: String
}

/// A length of time.
struct PaddleDuration: Decodable, Sendable {
    let interval: String
    let frequency: Int64
}

/// What something costs.
struct PaddlePrice: Decodable, Sendable {
    struct Trial: Decodable, Sendable {
        let interval: String
        let frequency: Int64
        let requires_payment_method: Bool?
        let unit_price: PaddleMoney?
    }
    struct Override: Decodable, Sendable {
        let country_codes: [String]
        let unit_price: PaddleMoney
    }
    struct Quantity: Decodable, Sendable {
        let minimum: Int64?
        let maximum: Int64?
    }
    let id: String
    let status: String?
    let product_id: String?
    let description: String?
    let name: String?
    let billing_cycle: PaddleDuration?
    let trial_period: Trial?
    let tax_mode: String?
    let unit_price: PaddleMoney?
    let unit_price_overrides: [Override]?
    let quantity: Quantity?
    let custom_data: PaddleCustomData?
}

/// What takes something off.
struct PaddleDiscount: Decodable, Sendable {
    let id: String
    let status: String?
    let description: String?
    let enabled_for_checkout: Bool?
    let code: String?
    let type: String?
    let amount: String?
    let currency_code: String?
    let recur: Bool?
    let maximum_recurring_intervals: Int64?
    let usage_limit: Int64?
    let restrict_to: [String]?
    let expires_at: String?
    let custom_data: PaddleCustomData?
}
