import TillModel

/// What a buyer wants, before anything was checked.
package struct CheckoutRequest: Sendable, Hashable {
    /// A product, by `job_posting` or `pro/monthly`, and how many of it.
    package struct Item: Sendable, Hashable {
        package let product: String
        package let quantity: Int

        package init(product: String, quantity: Int) {
            self.product = product
            self.quantity = quantity
        }
    }

    package let items: [Item]
    /// The currency's code; nil for the first item's default.
    package let currency: String?
    package let customer: Order.Customer
    package let metadata: [String: String]
    /// Where to send the buyer afterwards; nil for our own pages.
    package let successURL: String?
    package let cancelURL: String?

    package init(
        items: [Item], currency: String? = nil, customer: Order.Customer = Order.Customer(),
        metadata: [String: String] = [:], successURL: String? = nil, cancelURL: String? = nil
    ) {
        self.items = items
        self.currency = currency
        self.customer = customer
        self.metadata = metadata
        self.successURL = successURL
        self.cancelURL = cancelURL
    }
}

extension CheckoutRequest {
    /// The same request with other pairs for the order.
    func with(metadata: [String: String]) -> CheckoutRequest {
        CheckoutRequest(
            items: items, currency: currency, customer: customer, metadata: metadata, successURL: successURL,
            cancelURL: cancelURL)
    }
}

/// What a caller gets for a checkout.
package struct CheckoutAnswer: Sendable, Hashable, Codable {
    /// The order that was made.
    package let order: Order.ID
    /// The provider's page to send the buyer to.
    package let url: String
    /// The signature with which the buyer sees the order.
    package let signature: String
    package let total: Money
    /// Whether the answer was given before, for the same key.
    package var isReplay = false

    private enum CodingKeys: String, CodingKey { case order, url, signature, total }
}
