import HTTPTypes

/// An answer of Stripe's that says no.
struct StripeError: Error, Sendable {
    /// Stripe's classes of errors.
    enum Kind: String, Sendable {
        case api = "api_error"
        case idempotency = "idempotency_error"
        case invalidRequest = "invalid_request_error"
    }

    var status: HTTPResponse.Status = .badRequest
    var kind: Kind = .invalidRequest
    var code: String?
    var message: String
    var parameter: String?
    /// Whether the request was refused before it began, so that its idempotency key stays unused.
    var isValidation = false
    /// In how many seconds to try again, when the answer says so.
    var retryAfter: Int64?

    /// The body of the answer.
    var json: JSONValue {
        var error: JSONValue = ["type": .string(kind.rawValue), "message": .string(message)]
        if let code {
            error["code"] = .string(code)
            error["doc_url"] = .string("https://stripe.com/docs/error-codes/" + code.replacing("_", with: "-"))
        }
        if let parameter { error["param"] = .string(parameter) }
        return ["error": error]
    }
}

extension StripeError {
    /// A parameter that is wrong in itself, whatever the account holds.
    static func parameter(_ name: String, _ message: String, code: String? = nil) -> StripeError {
        StripeError(code: code, message: message, parameter: name, isValidation: true)
    }

    static func missing(_ name: String) -> StripeError {
        parameter(name, "Missing required param: \(name).", code: "parameter_missing")
    }

    static func unknown(_ name: String) -> StripeError {
        parameter(name, "Received unknown parameter: \(name)", code: "parameter_unknown")
    }

    static func empty(_ name: String) -> StripeError {
        parameter(
            name,
            """
            You passed an empty string for '\(name)'. We assume empty values are an attempt to unset a parameter; \
            however '\(name)' cannot be unset. You should remove '\(name)' from your request or supply a non-empty \
            value.
            """,
            code: "parameter_invalid_empty")
    }

    static func invalidInteger(_ name: String, _ message: String) -> StripeError {
        parameter(name, message, code: "parameter_invalid_integer")
    }

    /// A parameter that Stripe knows and the sandbox does not emulate.
    static func unsupported(_ name: String, _ what: String? = nil) -> StripeError {
        let what = what.map { "'\(name)' with \($0)" } ?? "'\(name)'"
        return parameter(
            name, "The sandbox does not emulate \(what). Stripe itself does; leave it out when using the sandbox.")
    }

    /// An object that is not there: named by a parameter (400), or asked for by its own address (404).
    static func noSuch(_ noun: String, _ id: String, parameter: String? = nil) -> StripeError {
        StripeError(
            status: parameter == nil ? .notFound : .badRequest, code: "resource_missing",
            message: "No such \(noun): '\(id)'", parameter: parameter ?? "id")
    }

    /// A request that the state of the account does not allow.
    static func refused(_ message: String, parameter: String? = nil, code: String? = nil) -> StripeError {
        StripeError(code: code, message: message, parameter: parameter)
    }

    /// More requests than are taken in the time.
    static func rateLimited(_ reason: String) -> StripeError {
        StripeError(
            status: .tooManyRequests, code: "rate_limit", message: "Request rate limit exceeded. (\(reason))",
            isValidation: true, retryAfter: 1)
    }

    static func unrecognizedURL(_ method: HTTPRequest.Method, _ path: String) -> StripeError {
        StripeError(
            status: .notFound,
            message: """
                Unrecognized request URL (\(method.rawValue): \(path)). The sandbox emulates a part of Stripe's API; \
                if Stripe itself has this URL, it is not in that part.
                """,
            isValidation: true)
    }
}
