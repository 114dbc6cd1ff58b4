/// Why a provider did not do what it was asked.
package struct ProviderError: Error, Sendable {
    /// What went wrong, to compare.
    package struct Code: Sendable, Hashable, CustomStringConvertible {
        package let description: String
        private init(_ description: String) { self.description = description }

        /// No answer: the outcome is unknown, and the same key may ask again.
        package static let unreachable = Code("provider.unreachable")
        /// The provider has trouble of its own: the outcome is unknown, and the same key may ask again.
        package static let unavailable = Code("provider.unavailable")
        /// Too many requests.
        package static let rateLimited = Code("provider.rate_limited")
        /// Another request with the same key is still running.
        package static let busy = Code("provider.busy")
        /// The key is wrong or may not do this.
        package static let unauthorized = Code("provider.unauthorized")
        /// What was asked for is not there.
        package static let notFound = Code("provider.not_found")
        /// The request was understood and refused.
        package static let refused = Code("provider.refused")
        /// The key was used with another request before: what became of that one is unknown.
        package static let keyReused = Code("provider.key_reused")
        /// The answer is not one the contract knows.
        package static let unreadableAnswer = Code("provider.unreadable_answer")
        /// The provider cannot take this amount, as when a currency's last digit must be zero.
        package static let unsupportedAmount = Code("provider.unsupported_amount")
    }

    package let code: Code
    package let provider: ProviderName
    /// The provider's name for the request, to quote in a support ticket.
    package let requestID: String?
    /// The provider's own code for what went wrong, such as `resource_missing`.
    package let providerCode: String?
    /// The provider's own words, which may quote a customer.
    ///
    /// Shown only by ``debugDescription``.
    package let detail: String
    /// How long the provider asks to wait before the next try.
    package let retryAfter: Duration?

    package init(
        _ code: Code, provider: ProviderName, requestID: String? = nil, providerCode: String? = nil,
        detail: String, retryAfter: Duration? = nil
    ) {
        self.code = code
        self.provider = provider
        self.requestID = requestID
        self.providerCode = providerCode
        self.detail = detail
        self.retryAfter = retryAfter
    }

    /// Whether the same request, with the same key, may succeed later.
    package var isRetryable: Bool {
        switch code {
        case .unreachable, .unavailable, .rateLimited, .busy, .unreadableAnswer: true
        default: false
        }
    }

    /// Whether it tells nothing of what became of the request, which may have been done.
    ///
    /// A timeout is unknown, never failure.
    package var leavesOutcomeUnknown: Bool { isRetryable || code == .keyReused }
}

extension ProviderError: CustomStringConvertible, CustomDebugStringConvertible {
    package var description: String {
        var text = "\(provider): \(code)"
        if let providerCode { text += " (\(providerCode))" }
        if let requestID { text += ", request \(requestID)" }
        return text
    }

    package var debugDescription: String { "\(description): \(detail)" }
}
