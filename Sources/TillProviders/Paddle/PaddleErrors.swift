import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Paddle's refusals in our words.
enum PaddleErrors {
    /// An error answer's body.
    ///
    /// Every field may be missing: a proxy in between speaks no JSON.
    private struct Body: Decodable {
        struct Detail: Decodable {
            let code: String?
            let detail: String?
            let errors: [Field]?
        }
        struct Field: Decodable {
            let field: String?
            let message: String?
        }
        let error: Detail?
        let meta: PaddleMeta?
    }

    /// The longest wait that an answer can ask for; Paddle shuts a client out for a minute.
    private static let longestWait = 120

    /// What an answer outside 200–299 means.
    static func error(for answer: InboundAnswer) -> ProviderError {
        let body = try? JSONDecoder().decode(Body.self, from: Data(answer.body))
        let code: ProviderError.Code =
            switch answer.status {
            case 401, 403: .unauthorized
            case 404: .notFound
            case 429: .rateLimited
            case 408, 500...: .unavailable
            default: .refused
            }
        var words = body?.error?.detail ?? "status \(answer.status) without an error body"
        let fields = (body?.error?.errors ?? []).map { "\($0.field ?? "?"): \($0.message ?? "?")" }
        if !fields.isEmpty { words += " (\(fields.joined(separator: "; ")))" }
        return ProviderError(
            code, provider: .paddle, requestID: body?.meta?.request_id, providerCode: body?.error?.code, detail: words,
            retryAfter: answer.headers["retry-after"].flatMap(Int.init).map { .seconds(min(max($0, 0), longestWait)) })
    }
}
