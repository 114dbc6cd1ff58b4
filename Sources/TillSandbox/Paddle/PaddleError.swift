import HTTPTypes

/// An answer of Paddle's that says no.
struct PaddleError: Error, Sendable {
    /// What is wrong with one field of a request.
    struct Field: Sendable, Hashable {
        /// The field, such as `unit_price.amount`; `(root)` for the body itself.
        let field: String
        let message: String
    }

    var status: HTTPResponse.Status = .badRequest
    /// The part of Paddle's error reference that the code is in.
    var section = "shared"
    let code: String
    let detail: String
    var fields: [Field] = []

    /// The body of the answer.
    func json(requestID: String) -> JSONValue {
        var error: JSONValue = [
            "type": .string(status.code < 500 ? "request_error" : "api_error"), "code": .string(code),
            "detail": .string(detail),
            "documentation_url": .string("https://developer.paddle.com/errors/\(section)/\(code)"),
        ]
        if !fields.isEmpty {
            error["errors"] = .array(
                fields.map { ["field": .string($0.field), "message": .string($0.message)] })
        }
        return ["error": error, "meta": ["request_id": .string(requestID)]]
    }
}

extension PaddleError {
    /// A body that is not of the form that the address takes.
    static func badRequest(_ fields: [Field]) -> PaddleError {
        PaddleError(code: "bad_request", detail: "Invalid request.", fields: fields)
    }

    /// A request that cannot be read at all.
    static func unreadable(_ detail: String) -> PaddleError {
        PaddleError(code: "bad_request", detail: detail)
    }

    /// A value of the right form that is wrong here.
    static func invalidField(_ field: String, _ message: String) -> PaddleError {
        PaddleError(
            code: "invalid_field", detail: "Request does not pass validation.",
            fields: [Field(field: field, message: message)])
    }

    /// An entity that is not there, such as `Product pro_…`.
    static func notFound(_ entity: String) -> PaddleError {
        PaddleError(status: .notFound, code: "not_found", detail: "\(entity) not found.")
    }

    /// A request that comes too soon after others.
    static func rateLimited(_ reason: String) -> PaddleError {
        PaddleError(
            status: .tooManyRequests, code: "too_many_requests",
            detail: "IP address exceeded the allowed rate limit. (\(reason))")
    }

    /// A request that the server failed at.
    static func failed(_ reason: String) -> PaddleError {
        PaddleError(status: .internalServerError, code: "internal_error", detail: "The sandbox failed. \(reason)")
    }

    static func unknownURL(_ method: HTTPRequest.Method, _ path: String) -> PaddleError {
        PaddleError(
            status: .notFound, code: "not_found",
            detail: """
                \(method.rawValue) \(path) not found. The sandbox emulates a part of Paddle's API; if Paddle itself \
                has this address, it is not in that part.
                """)
    }
}
