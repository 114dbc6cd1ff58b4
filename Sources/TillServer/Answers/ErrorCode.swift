/// Every error code that an answer may carry, as the wire spells it.
enum ErrorName: String, Sendable, CaseIterable {
    case internalError = "internal_error"
    case notFound = "not_found"
    case invalidRequest = "invalid_request"
    case unsupportedMediaType = "unsupported_media_type"
    case bodyTooLarge = "body_too_large"
    case requestTimeout = "request_timeout"
    case rateLimited = "rate_limited"
    case storageUnavailable = "storage_unavailable"
    case webhookRefused = "webhook_refused"
    case emptyCart = "empty_cart"
    case tooManyItems = "too_many_items"
    case unknownProduct = "unknown_product"
    case notForSale = "not_for_sale"
    case notSoldYet = "not_sold_yet"
    case invalidQuantity = "invalid_quantity"
    case currencyNotOffered = "currency_not_offered"
    case mixedSubscription = "mixed_subscription"
    case amountTooLarge = "amount_too_large"
    case invalidMetadata = "invalid_metadata"
    case invalidCustomer = "invalid_customer"
    case returnURLRefused = "return_url_refused"
    case priceNotSynced = "price_not_synced"
    case priceNotConfirmed = "price_not_confirmed"
    case weakIdempotencyKey = "weak_idempotency_key"
    case idempotencyKeyReused = "idempotency_key_reused"
    case checkoutInProgress = "checkout_in_progress"
    case providerUnavailable = "provider_unavailable"
    case providerRefused = "provider_refused"
    case priceMismatch = "price_mismatch"
    case checkoutRefused = "checkout_refused"
    case checkoutHookFailed = "checkout_hook_failed"
    case checkoutHookUnusable = "checkout_hook_unusable"
    case idempotencyKeyRequired = "idempotency_key_required"
    case requestInProgress = "request_in_progress"
    case reasonRequired = "reason_required"
    case invalidAmount = "invalid_amount"
    case notRefundable = "not_refundable"
    case paymentRequired = "payment_required"
    case unknownPayment = "unknown_payment"
    case refundExceedsPayment = "refund_exceeds_payment"
    case refundRefused = "refund_refused"
    case notCancelable = "not_cancelable"
    case cancelRefused = "cancel_refused"
    case tooManyCoupons = "too_many_coupons"
    case priceNotAvailable = "price_not_available"
    case quantityNotAllowed = "quantity_not_allowed"
    case customAmountRequired = "custom_amount_required"
    case customAmountNotAllowed = "custom_amount_not_allowed"
    case customAmountOutOfRange = "custom_amount_out_of_range"
    case requiresProduct = "requires_product"
    case excludedProduct = "excluded_product"
    case onePerGroup = "one_per_group"
    case unknownCountry = "unknown_country"
}

/// What goes with an error code: the one list, from which docs/errors.md is made.
struct ErrorCode: Sendable, Hashable {
    let name: ErrorName
    /// The HTTP status it is answered with.
    let status: Int
    /// Whether the same request may succeed later.
    let isRetryable: Bool
    /// What it means and what to do, for docs/errors.md.
    let meaning: String

    /// As the wire spells it.
    var code: String { name.rawValue }

    /// What goes with a name.
    ///
    /// Every name is in the list; a test compares them.
    static func named(_ name: ErrorName) -> ErrorCode { index[name] ?? internalError }

    static let internalError = ErrorCode(
        name: .internalError, status: 500, isRetryable: true,
        meaning: "Something is wrong on this side. The log has the details under the answer's `requestId`.")

    static let all: [ErrorCode] = [
        internalError,
        entry(.notFound, 404, "There is nothing here, or the request does not show that it may see it."),
        entry(.invalidRequest, 400, "The body or a parameter cannot be read; `details.field` says which."),
        entry(.unsupportedMediaType, 415, "Send `application/json`, or a form where a page does."),
        entry(.bodyTooLarge, 413, "The body is larger than this address takes."),
        entry(.requestTimeout, 408, retry: true, "The body did not arrive in time."),
        entry(
            .rateLimited, 429, retry: true,
            "Too many checkouts, or quotes with coupons, from one address; wait as `Retry-After` says."),
        entry(.storageUnavailable, 503, retry: true, "The database cannot be written now; nothing was changed."),
        entry(.webhookRefused, 400, "The webhook is not genuine or not recent; `details.reason` says why."),
        entry(.emptyCart, 422, "The checkout names no items."),
        entry(.tooManyItems, 422, "The checkout names more different items than fit one order."),
        entry(.unknownProduct, 422, "The catalog has no such product or price."),
        entry(.notForSale, 422, "The product is switched off in the catalog."),
        entry(.notSoldYet, 422, "The price can be quoted, but this version cannot sell it."),
        entry(.invalidQuantity, 422, "The quantity is not a whole number in the range that is told."),
        entry(.currencyNotOffered, 422, "An item is not sold in this currency."),
        entry(.mixedSubscription, 422, "Items that renew differently cannot share an order."),
        entry(.amountTooLarge, 422, "The total is larger than an amount can be."),
        entry(.invalidMetadata, 422, "Metadata is too large, or uses a key of Till's own."),
        entry(.invalidCustomer, 422, "The customer's e-mail address or id cannot be used."),
        entry(.returnURLRefused, 422, "A return address is not on an origin that is allowed."),
        entry(.priceNotSynced, 409, "A price has changed since it was pushed to the provider."),
        entry(
            .priceNotConfirmed, 409,
            "The payment provider is not known to have the price as the catalog does; it is sold again after the next "
                + "`catalog sync`."),
        entry(.weakIdempotencyKey, 400, "The Idempotency-Key could be guessed; draw one of 128 random bits."),
        entry(.idempotencyKeyReused, 422, "The Idempotency-Key was used with another body."),
        entry(.checkoutInProgress, 409, retry: true, "The same checkout is going on, or its page is closed."),
        entry(
            .providerUnavailable, 503, retry: true,
            "The payment provider does not answer; ask again with the same key."),
        entry(.providerRefused, 502, "The payment provider refused the checkout; the log says why."),
        entry(.priceMismatch, 502, "The provider's page would ask for another amount than the catalog."),
        entry(
            .checkoutRefused, 422, "The shop's own code refused the checkout; `message` is its reason, for the buyer."),
        entry(
            .checkoutHookFailed, 503, retry: true,
            "The shop's own code that looks at checkouts failed or took too long; nothing was sold. The log says why."),
        entry(
            .checkoutHookUnusable, 500,
            "The shop's own code chose something for the checkout that cannot be used; nothing was sold. The log says "
                + "what."),
        entry(.idempotencyKeyRequired, 400, "The request needs an Idempotency-Key of 1 to 255 characters."),
        entry(.requestInProgress, 409, retry: true, "A request with the same Idempotency-Key is going on."),
        entry(.reasonRequired, 422, "A refund needs a reason, on one line and not too long."),
        entry(.invalidAmount, 422, "The amount is not one of the payment's currency, or not more than nothing."),
        entry(.notRefundable, 422, "The order has no payment of which anything is left to give back."),
        entry(.paymentRequired, 422, "The order has several payments; say which is given back."),
        entry(.unknownPayment, 422, "The order was not paid with this payment."),
        entry(.refundExceedsPayment, 422, "More than is left of the payment, with what is on its way back."),
        entry(.refundRefused, 502, "The payment provider refused the refund; the operation says why."),
        entry(.notCancelable, 409, "The subscription has ended, or ends with its period already."),
        entry(.cancelRefused, 502, "The payment provider refused to end the subscription; the operation says why."),
        entry(.tooManyCoupons, 422, "More coupon codes are tried at once than anybody types."),
        entry(.priceNotAvailable, 422, "The price is not sold on this day."),
        entry(.quantityNotAllowed, 422, "The catalog allows another quantity of this in one order."),
        entry(.customAmountRequired, 422, "The buyer chooses this amount, and none was given."),
        entry(.customAmountNotAllowed, 422, "An amount was given for a price that is not the buyer's to choose."),
        entry(.customAmountOutOfRange, 422, "The amount that was chosen is too small or too large."),
        entry(.requiresProduct, 422, "The product is sold only together with another, or to owners of it."),
        entry(.excludedProduct, 422, "Two of the products cannot be in the same order."),
        entry(.onePerGroup, 422, "Of these products a customer has one at a time."),
        entry(.unknownCountry, 422, "The country or region is not one that can be used."),
    ]

    private static let index = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    private static func entry(_ name: ErrorName, _ status: Int, retry: Bool = false, _ meaning: String) -> ErrorCode {
        ErrorCode(name: name, status: status, isRetryable: retry, meaning: meaning)
    }
}

/// The page docs/errors.md.
package enum ErrorReference {
    package static var markdown: String {
        let rows = ErrorCode.all.sorted { ($0.status, $0.code) < ($1.status, $1.code) }.map {
            "| `\($0.code)` | \($0.status) | \($0.isRetryable ? "yes" : "no") | \($0.meaning) |"
        }
        return """
            # Errors

            Every error has one shape:

            ```json
            {"error":{"code":"unknown_product","message":"There is no product 'job'.","retryable":false,\
            "details":{"field":"items[0].product"},"requestId":"…"}}
            ```

            Compare `code`, show `message`, quote `requestId`. `retryable` says whether the same request may succeed later.

            | Code | Status | Retry | Meaning |
            |---|---|---|---|
            \(rows.joined(separator: "\n"))

            """
    }
}
