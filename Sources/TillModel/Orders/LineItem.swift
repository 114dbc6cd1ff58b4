/// One row of an order, frozen when the order was made.
public struct LineItem: Sendable, Hashable, Codable {
    /// The product as it was when the order was made.
    public struct ProductSnapshot: Sendable, Hashable, Codable {
        /// The key in `products.yaml`.
        public let key: String
        /// What the buyer read.
        public let name: String
        /// The product's free type, for hooks to tell products apart by.
        public let type: String
        /// How long what was bought lasts; nil when that has no meaning.
        public let duration: CalendarDuration?
        /// The team's own pairs from `products.yaml`.
        public let metadata: [String: String]

        /// A product as it is now.
        public init(_ product: Product) {
            key = product.key
            name = product.name
            type = product.type
            duration = product.duration
            metadata = product.metadata
        }
    }

    /// What was bought.
    public let product: ProductSnapshot
    /// The key of the price it was bought at.
    public let price: String
    /// How often it is paid; nil for once.
    public let interval: BillingInterval?
    /// How many.
    public let quantity: Int
    /// What one costs.
    public let unitPrice: Money
    /// What all of them cost before discounts and tax.
    public let subtotal: Money

    /// A row for `quantity` of a product at one of its prices.
    public init(product: Product, price: Price, unitPrice: Money, quantity: Int) throws(MoneyError) {
        self.product = ProductSnapshot(product)
        self.price = price.key
        interval = price.interval
        self.quantity = quantity
        self.unitPrice = unitPrice
        subtotal = try unitPrice.multiplied(by: quantity)
    }

    /// How the row names what was bought: `pro/monthly`, or `job_posting` for a product's only price.
    public var reference: String {
        price == Product.defaultPriceKey ? product.key : "\(product.key)/\(price)"
    }
}
