import Hummingbird
import NIOCore
import TillEngine
import TillModel

/// Why a request gets no answer of the kind it asked for.
struct Refusal: Error, Sendable {
    let code: ErrorCode
    let message: String
    /// More to compare, such as the field that is meant.
    let details: [String: String]
    /// Seconds to wait before asking again.
    let retryAfter: Int?

    init(_ name: ErrorName, _ message: String, details: [String: String] = [:], retryAfter: Int? = nil) {
        code = ErrorCode.named(name)
        self.message = message
        self.details = details
        self.retryAfter = retryAfter
    }

    static let notFound = Refusal(.notFound, "There is nothing here.")

    /// The one translation from errors to answers.
    ///
    /// Words of the database or a provider stay in the log.
    init(_ error: any Error) {
        switch error {
        case let refusal as Refusal:
            self = refusal
        case let error as CheckoutError:
            let name = ErrorName(rawValue: error.code.description) ?? .internalError
            self.init(
                name, error.description, details: error.field.map { ["field": $0] } ?? [:],
                retryAfter: ErrorCode.named(name).isRetryable ? 5 : nil)
        case let error as OperationRefusal:
            let name = ErrorName(rawValue: error.code.description) ?? .internalError
            self.init(
                name, error.description, details: error.field.map { ["field": $0] } ?? [:],
                retryAfter: ErrorCode.named(name).isRetryable ? 5 : nil)
        case let error as QuoteError:
            self.init(
                ErrorName(rawValue: error.code.description) ?? .internalError, error.description,
                details: ["field": error.field])
        case _ where Engine.isStorageUnavailable(error):
            self.init(.storageUnavailable, "The database cannot be written now; nothing was changed.", retryAfter: 5)
        case let error as HTTPError where error.status == .notFound:
            self = .notFound
        case let error as HTTPError where error.status == .contentTooLarge:
            self.init(.bodyTooLarge, "The body is too large.")
        case let error as HTTPError where error.status == .badRequest:
            self.init(.invalidRequest, error.body ?? "The request cannot be read.")
        case is NIOTooManyBytesError:
            self.init(.bodyTooLarge, "The body is too large.")
        default:
            self.init(.internalError, "Something went wrong here; it is in the log under the request's id.")
        }
    }
}

/// The shape of every error on the wire.
struct ErrorAnswer: Encodable, Sendable {
    struct Body: Encodable, Sendable {
        let code: String
        let message: String
        let retryable: Bool
        let details: [String: String]
        let requestId: String
    }
    let error: Body

    init(_ refusal: Refusal, requestID: String) {
        error = Body(
            code: refusal.code.code, message: refusal.message, retryable: refusal.code.isRetryable,
            details: refusal.details, requestId: requestID)
    }
}
