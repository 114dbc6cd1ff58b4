import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Stripe's refusals in our words.
enum StripeErrors {
    /// An error answer's body.
    ///
    /// Every field may be missing: a proxy in between speaks no JSON.
    private struct Body: Decodable {
        struct Detail: Decodable {
            let type: String?
            let code: String?
            let message: String?
            let param: String?
        }
        let error: Detail?
    }

    /// What an answer outside 200–299 means.
    static func error(for answer: InboundAnswer) -> ProviderError {
        let detail = (try? JSONDecoder().decode(Body.self, from: Data(answer.body)))?.error
        let code: ProviderError.Code =
            switch answer.status {
            case 401, 403: .unauthorized
            case 404: .notFound
            case 409: .busy
            case 429: .rateLimited
            case 424, 500...: .unavailable
            case _ where detail?.type == "idempotency_error": .keyReused
            default: .refused
            }
        var words = detail?.message ?? "status \(answer.status) without an error body"
        if let param = detail?.param { words += " (\(param))" }
        return ProviderError(
            code, provider: .stripe, requestID: answer.headers["request-id"],
            providerCode: detail?.code ?? detail?.type, detail: words,
            retryAfter: answer.headers["retry-after"].flatMap(Int.init).map { .seconds(min(max($0, 0), 60)) })
    }

    /// Whether to try again, as Stripe asks for it when it does.
    static func shouldRetry(_ error: ProviderError, answer: InboundAnswer?) -> Bool {
        switch answer?.headers["stripe-should-retry"] {
        case "true": true
        case "false": false
        default: error.isRetryable
        }
    }
}
