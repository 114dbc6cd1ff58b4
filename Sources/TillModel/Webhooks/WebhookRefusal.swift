/// Why a request is not taken for a provider's: answered with 400, counted, never stored.
package struct WebhookRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong with the request.
    package enum Reason: String, Sendable, Hashable {
        /// There is no signature.
        case missingSignature = "missing_signature"
        /// The signature header cannot be read.
        case malformedSignature = "malformed_signature"
        /// No configured secret gives this signature.
        case invalidSignature = "invalid_signature"
        /// It was signed too long ago.
        case staleTimestamp = "stale_timestamp"
        /// It was signed too far in the future.
        case futureTimestamp = "future_timestamp"
        /// It is signed, but of a kind that this endpoint does not take, as a thin event is.
        case unsupportedEvent = "unsupported_event"
    }

    package let reason: Reason
    /// The signature, where it holds and its time is what is wrong.
    package let signature: WebhookSignature?

    package init(_ reason: Reason, signature: WebhookSignature? = nil) {
        self.reason = reason
        self.signature = signature
    }

    package var description: String {
        switch reason {
        case .missingSignature: "the signature header is missing"
        case .malformedSignature: "the signature header cannot be read"
        case .invalidSignature: "no configured secret gives this signature"
        case .staleTimestamp: "it was signed more than five minutes ago; check this machine's clock"
        case .futureTimestamp: "it was signed more than five minutes ahead; check this machine's clock"
        case .unsupportedEvent: "it is a thin event; make the endpoint send snapshot events"
        }
    }
}
