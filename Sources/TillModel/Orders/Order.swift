#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The agreement to buy, with the prices that were shown.
///
/// Written before a provider is asked for anything. Its items and amounts never change afterwards; only
/// its status does, and only as ``OrderStatus`` draws it.
public struct Order: Sendable, Hashable, Codable, Identified {
    /// Prefix `ord`.
    public static let identifierPrefix = "ord"
    /// An order's identifier.
    public typealias ID = Identifier<Order>

    /// How the order came to be.
    public enum Kind: String, Sendable, Hashable, Codable {
        /// A buyer checked out.
        case purchase
        /// A subscription's next period was paid.
        case renewal
    }

    /// What a provider may add to or take from the subtotal, agreed when the order was made.
    public struct Terms: Sendable, Hashable, Codable {
        /// The largest discount, in minor units of the order's currency.
        public let allowedDiscount: Int64
        /// Whether the provider works out tax and adds it.
        public let allowsProviderTax: Bool
        /// Shipping that was shown to the buyer, in minor units of the order's currency.
        public let shipping: Int64
        /// Days before the first payment; nil for none.
        public let trialDays: Int?

        /// Terms; by default nothing may change the subtotal.
        public init(
            allowedDiscount: Int64 = 0, allowsProviderTax: Bool = false, shipping: Int64 = 0, trialDays: Int? = nil
        ) {
            self.allowedDiscount = allowedDiscount
            self.allowsProviderTax = allowsProviderTax
            self.shipping = shipping
            self.trialDays = trialDays
        }
    }

    /// Who wants to buy, in the buyer's own words: a label, never proof of who it is.
    public struct Customer: Sendable, Hashable, Codable {
        /// Where a receipt goes.
        public var email: String?
        /// The caller's own name for the customer.
        public var id: String?

        /// A customer as the buyer states it.
        public init(email: String? = nil, id: String? = nil) {
            self.email = email
            self.id = id
        }
    }

    /// The order's identifier.
    public let id: ID
    /// How it came to be.
    public let kind: Kind
    /// Whose it is, and who takes the money.
    public let account: ProviderAccount
    /// Where it is in its life.
    public package(set) var status: OrderStatus
    /// What was bought.
    ///
    /// Never empty; all amounts have the order's currency.
    public let items: [LineItem]
    /// The sum of the items before discounts and tax.
    public let subtotal: Money
    /// What was, or is to be, paid.
    ///
    /// The subtotal until a payment that fits says otherwise.
    public package(set) var total: Money
    /// What a provider may add or take.
    public let terms: Terms
    /// Who wants to buy.
    public let customer: Customer
    /// The caller's own pairs, given at checkout.
    public let metadata: [String: String]
    /// The ``Catalog/contentHash`` of the catalog its prices came from.
    public let catalogHash: String
    /// When it was made.
    public let createdAt: Date
    /// When it was paid; nil until then.
    public package(set) var paidAt: Date?

    /// A pending order.
    package init(
        id: ID, kind: Kind = .purchase, account: ProviderAccount, items: [LineItem], terms: Terms = Terms(),
        customer: Customer = Customer(), metadata: [String: String] = [:], catalogHash: String, createdAt: Date
    ) throws(MoneyError) {
        precondition(!items.isEmpty, "an order needs an item")
        let subtotal = try Money.sum(items.map(\.subtotal), items[0].subtotal.currency)
        self.id = id
        self.kind = kind
        self.account = account
        status = .pending
        self.items = items
        self.subtotal = subtotal
        total = try subtotal.adding(Money(minorUnits: terms.shipping, subtotal.currency))
        self.terms = terms
        self.customer = customer
        self.metadata = metadata
        self.catalogHash = catalogHash
        self.createdAt = createdAt
        paidAt = nil
    }

    /// An order as the store has it.
    package init(
        id: ID, kind: Kind, account: ProviderAccount, status: OrderStatus, items: [LineItem], subtotal: Money,
        total: Money, terms: Terms, customer: Customer, metadata: [String: String], catalogHash: String,
        createdAt: Date, paidAt: Date?
    ) {
        self.id = id
        self.kind = kind
        self.account = account
        self.status = status
        self.items = items
        self.subtotal = subtotal
        self.total = total
        self.terms = terms
        self.customer = customer
        self.metadata = metadata
        self.catalogHash = catalogHash
        self.createdAt = createdAt
        self.paidAt = paidAt
    }

    /// Whether it buys something that renews.
    public var isSubscription: Bool { items.contains { $0.interval != nil } }
}
