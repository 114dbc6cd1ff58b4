import TillModel

/// A checkout before its order is written, as ``Setup/beforeCheckout(_:)`` may look at it and change it.
///
/// What is sold, and for how much, is the catalog's to say: there is nothing here to change it with.
public struct PendingCheckout: Sendable {
    /// What is to be bought, with the prices that were frozen.
    public let items: [LineItem]
    /// The currency of every amount.
    public let currency: Currency
    /// The sum of the items before discounts and tax.
    public let subtotal: Money
    /// Who wants to buy, in the buyer's own words: a label, never proof of who it is.
    public let customer: Order.Customer
    /// The pairs that the order will carry.
    public private(set) var metadata: [String: String]
    /// Why the buyer may not buy; nil while they may.
    public private(set) var refusal: String?
    /// Who is to take the money; nil for the catalog's default.
    package private(set) var chosenProvider: ProviderName?
    /// The coupon that is to be applied; nil for none.
    package private(set) var chosenCoupon: String?

    /// A checkout that makes an order.
    package init(_ order: Order) {
        items = order.items
        currency = order.subtotal.currency
        subtotal = order.subtotal
        customer = order.customer
        metadata = order.metadata
    }

    /// Refuses the checkout; the first reason stays.
    ///
    /// - Parameter reason: Shown to the buyer as it is.
    public mutating func refuse(_ reason: String) { refusal = refusal ?? reason }

    /// Adds a pair to what the order carries, or replaces it.
    public mutating func addMetadata(_ value: String, for key: String) { metadata[key] = value }

    /// Chooses who takes the money.
    ///
    /// A provider that is not configured makes the checkout fail, with the reason in the log.
    public mutating func useProvider(_ provider: ProviderName) { chosenProvider = provider }

    /// Chooses a coupon of the catalog's.
    ///
    /// One that does not exist, or cannot be applied, makes the checkout fail, with the reason in the log.
    public mutating func useCoupon(_ code: String) { chosenCoupon = code }
}

/// What a team runs before an order is written; returns the checkout as it is then.
package typealias CheckoutHook = @Sendable (_ checkout: PendingCheckout) async throws -> PendingCheckout

extension Setup {
    /// Runs a closure before the order of each checkout is written: it may refuse it, add metadata, or choose provider
    /// or coupon.
    ///
    /// All such closures together have five seconds, while the buyer waits. One that throws, or takes longer, makes the
    /// checkout fail, and the buyer may try again: nothing is sold that was not looked at. It runs once for every
    /// attempt of a checkout, so what it does elsewhere may happen without an order.
    ///
    /// - Parameter body: What to do with the checkout.
    public mutating func beforeCheckout(
        _ body: @escaping @Sendable (_ checkout: inout PendingCheckout) async throws -> Void
    ) {
        checkoutHooks.append { checkout in
            var checkout = checkout
            try await body(&checkout)
            return checkout
        }
    }
}
