/// Why a cart has no price, in words for whoever asked.
package struct QuoteError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, as the wire spells it.
    ///
    /// What a checkout refuses for the same reason has the same name there.
    package struct Code: Sendable, Hashable, CustomStringConvertible {
        package let description: String
        private init(_ description: String) { self.description = description }

        package static let emptyCart = Code("empty_cart")
        package static let tooManyItems = Code("too_many_items")
        package static let tooManyCoupons = Code("too_many_coupons")
        package static let unknownProduct = Code("unknown_product")
        package static let notForSale = Code("not_for_sale")
        package static let priceNotAvailable = Code("price_not_available")
        package static let invalidQuantity = Code("invalid_quantity")
        package static let quantityNotAllowed = Code("quantity_not_allowed")
        package static let customAmountRequired = Code("custom_amount_required")
        package static let customAmountNotAllowed = Code("custom_amount_not_allowed")
        package static let customAmountOutOfRange = Code("custom_amount_out_of_range")
        package static let requiresProduct = Code("requires_product")
        package static let excludedProduct = Code("excluded_product")
        package static let onePerGroup = Code("one_per_group")
        package static let mixedSubscription = Code("mixed_subscription")
        package static let currencyNotOffered = Code("currency_not_offered")
        package static let unknownCountry = Code("unknown_country")
        package static let amountTooLarge = Code("amount_too_large")

        /// Every code, for the registry of errors.
        package static let all: [Code] = [
            .emptyCart, .tooManyItems, .tooManyCoupons, .unknownProduct, .notForSale, .priceNotAvailable,
            .invalidQuantity, .quantityNotAllowed, .customAmountRequired, .customAmountNotAllowed,
            .customAmountOutOfRange, .requiresProduct, .excludedProduct, .onePerGroup, .mixedSubscription,
            .currencyNotOffered, .unknownCountry, .amountTooLarge,
        ]
    }

    package let code: Code
    /// One sentence that says what is wrong and how to mend it.
    package let description: String
    /// The part of the cart that is meant, such as `items[0].quantity`.
    package let field: String

    package init(_ code: Code, _ description: String, field: String) {
        self.code = code
        self.description = description
        self.field = field
    }
}
