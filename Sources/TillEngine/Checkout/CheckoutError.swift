import TillModel

/// Why a checkout was refused, in words for whoever called.
package struct CheckoutError: Error, Sendable, CustomStringConvertible {
    /// What is wrong, as the wire spells it.
    package struct Code: Sendable, Hashable, CustomStringConvertible {
        package let description: String
        fileprivate init(_ description: String) { self.description = description }

        package static let emptyCart = Code("empty_cart")
        package static let tooManyItems = Code("too_many_items")
        package static let unknownProduct = Code("unknown_product")
        package static let notForSale = Code("not_for_sale")
        package static let notSoldYet = Code("not_sold_yet")
        package static let invalidQuantity = Code("invalid_quantity")
        package static let currencyNotOffered = Code("currency_not_offered")
        package static let mixedSubscription = Code("mixed_subscription")
        package static let amountTooLarge = Code("amount_too_large")
        package static let invalidMetadata = Code("invalid_metadata")
        package static let invalidCustomer = Code("invalid_customer")
        package static let returnURLRefused = Code("return_url_refused")
        package static let priceNotSynced = Code("price_not_synced")
        package static let priceNotConfirmed = Code("price_not_confirmed")
        package static let weakIdempotencyKey = Code("weak_idempotency_key")
        package static let idempotencyKeyReused = Code("idempotency_key_reused")
        package static let checkoutInProgress = Code("checkout_in_progress")
        package static let providerUnavailable = Code("provider_unavailable")
        package static let providerRefused = Code("provider_refused")
        package static let priceMismatch = Code("price_mismatch")
        package static let checkoutRefused = Code("checkout_refused")
        package static let checkoutHookFailed = Code("checkout_hook_failed")
        package static let checkoutHookUnusable = Code("checkout_hook_unusable")
    }

    package let code: Code
    /// One sentence that says what is wrong and how to mend it.
    package let description: String
    /// The part of the request that is meant, such as `items[0].product`; nil for the whole.
    package let field: String?

    /// What a cart is refused for, it is refused for at checkout too, under the same name.
    init(_ error: QuoteError) {
        self.init(Code(error.code.description), error.description, field: error.field)
    }

    package init(_ code: Code, _ description: String, field: String? = nil) {
        self.code = code
        self.description = description
        self.field = field
    }
}
