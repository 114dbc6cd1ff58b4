import TillEngine

/// Every error code that an answer may carry: the one list, from which docs/errors.md is made.
struct ErrorCode: Sendable, Hashable {
    /// As the wire spells it.
    let code: String
    /// The HTTP status it is answered with.
    let status: Int
    /// Whether the same request may succeed later.
    let isRetryable: Bool
    /// What it means and what to do, for docs/errors.md.
    let meaning: String

    /// The code of that name.
    ///
    /// Every code that is thrown is in the list; a test compares them.
    static func named(_ code: String) -> ErrorCode { index[code] ?? internalError }

    static let internalError = ErrorCode(
        code: "internal_error", status: 500, isRetryable: true,
        meaning: "Something is wrong on this side. The log has the details under the answer's `requestId`.")

    static let all: [ErrorCode] = [
        internalError,
        entry("not_found", 404, "There is nothing here, or the request does not show that it may see it."),
        entry("method_not_allowed", 405, "The address exists, but not for this method."),
        entry("invalid_request", 400, "The body or a parameter cannot be read; `details.field` says which."),
        entry("unsupported_media_type", 415, "Send `application/json`, or a form where a page does."),
        entry("body_too_large", 413, "The body is larger than this address takes."),
        entry("request_timeout", 408, retry: true, "The body did not arrive in time."),
        entry("rate_limited", 429, retry: true, "Too many checkouts from one address; wait as `Retry-After` says."),
        entry("storage_unavailable", 503, retry: true, "The database cannot be written now; nothing was changed."),
        entry("webhook_refused", 400, "The webhook is not genuine or not recent; `details.reason` says why."),
        entry("empty_cart", 422, "The checkout names no items."),
        entry("too_many_items", 422, "The checkout names more different items than fit one order."),
        entry("unknown_product", 422, "The catalog has no such product or price."),
        entry("not_for_sale", 422, "The product is switched off in the catalog."),
        entry("invalid_quantity", 422, "The quantity is not a whole number in the range that is told."),
        entry("currency_not_offered", 422, "An item is not sold in this currency."),
        entry("mixed_subscription", 422, "Items that renew differently cannot share an order."),
        entry("amount_too_large", 422, "The total is larger than an amount can be."),
        entry("invalid_metadata", 422, "Metadata is too large, or uses a key of Till's own."),
        entry("invalid_customer", 422, "The customer's e-mail address or id cannot be used."),
        entry("return_url_refused", 422, "A return address is not on an origin that is allowed."),
        entry("price_not_synced", 409, "A price has changed since it was pushed to the provider."),
        entry("weak_idempotency_key", 400, "The Idempotency-Key could be guessed; draw one of 128 random bits."),
        entry("idempotency_key_reused", 422, "The Idempotency-Key was used with another body."),
        entry("checkout_in_progress", 409, retry: true, "The same checkout is going on, or its page is closed."),
        entry(
            "provider_unavailable", 503, retry: true,
            "The payment provider does not answer; ask again with the same key."),
        entry("provider_refused", 502, "The payment provider refused the checkout; the log says why."),
        entry("price_mismatch", 502, "The provider's page would ask for another amount than the catalog."),
    ]

    private static let index = Dictionary(all.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })

    private static func entry(_ code: String, _ status: Int, retry: Bool = false, _ meaning: String) -> ErrorCode {
        ErrorCode(code: code, status: status, isRetryable: retry, meaning: meaning)
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
