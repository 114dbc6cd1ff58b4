/// A payment company, by the name configuration, routes and records use: `stripe`.
public struct ProviderName: RawRepresentable, Sendable, Hashable, Codable, ExpressibleByStringLiteral {
    /// Lower-case text.
    public let rawValue: String

    /// The name as it is written.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The name as it is written.
    public init(stringLiteral value: String) { rawValue = value }

    /// Stripe.
    public static let stripe: ProviderName = "stripe"
    /// Paddle.
    public static let paddle: ProviderName = "paddle"
    /// PayPal.
    public static let paypal: ProviderName = "paypal"
    /// Lemon Squeezy.
    public static let lemonsqueezy: ProviderName = "lemonsqueezy"
    /// Dodo Payments.
    public static let dodopayments: ProviderName = "dodopayments"

    /// The names `products.yaml` may use.
    public static let known: [ProviderName] = [.stripe, .paddle, .paypal, .lemonsqueezy, .dodopayments]
}

extension ProviderName: CustomStringConvertible {
    /// The name as it is written.
    public var description: String { rawValue }
}
