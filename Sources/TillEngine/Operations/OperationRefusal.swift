/// Why a refund, a cancel or a decision was not even begun, in words for whoever asked.
package struct OperationRefusal: Error, Sendable, CustomStringConvertible {
    /// What is wrong, as the wire spells it.
    package struct Code: Sendable, Hashable, CustomStringConvertible {
        package let description: String
        private init(_ description: String) { self.description = description }

        package static let notFound = Code("not_found")
        package static let reasonRequired = Code("reason_required")
        package static let invalidAmount = Code("invalid_amount")
        package static let notRefundable = Code("not_refundable")
        package static let paymentRequired = Code("payment_required")
        package static let unknownPayment = Code("unknown_payment")
        package static let exceedsPayment = Code("refund_exceeds_payment")
        package static let notCancelable = Code("not_cancelable")
        package static let idempotencyKeyRequired = Code("idempotency_key_required")
        package static let idempotencyKeyReused = Code("idempotency_key_reused")
        package static let requestInProgress = Code("request_in_progress")
        package static let notQuarantined = Code("not_quarantined")
    }

    package let code: Code
    /// One sentence that says what is wrong and how to mend it.
    package let description: String
    /// The part of the request that is meant; nil for the whole.
    package let field: String?

    package init(_ code: Code, _ description: String, field: String? = nil) {
        self.code = code
        self.description = description
        self.field = field
    }
}
