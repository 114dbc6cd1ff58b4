import HTTPTypes
import Logging
import Synchronization
import TillModel

/// Answers requests to Stripe's API, each in one transaction.
///
/// The order is Stripe's: the key is checked, then the address, then the parameters; only then is an
/// idempotency key taken, so that a request that was wrong in itself may be mended and sent with the same key.
final class StripeAPI: Sendable {
    private static let routes =
        StripeAccountRoute.routes + StripeProducts.routes + StripePrices.routes + StripeCustomers.routes
        + StripeCheckoutSessions.routes
        + StripePayments.routes + StripeRefunds.routes + StripeSubscriptions.routes + StripeInvoices.routes
        + StripeEvents.routes + StripeWebhookEndpoints.routes + StripeMeters.routes
        + StripeFeatures.routes + StripeProductFeatures.routes + StripeCoupons.routes + StripePromotionCodes.routes
        + StripePortalConfigurations.routes

    private let ledger: StripeLedger
    private let authorized: StripeAuthorization.Keys
    private let logger: Logger
    private let keys = IdempotencyGate()

    init(ledger: StripeLedger, keys: StripeAuthorization.Keys, logger: Logger) {
        self.ledger = ledger
        authorized = keys
        self.logger = logger
    }

    /// The answer to a request; never an error, since Stripe words those as answers too.
    func answer(_ request: SandboxRequest) async -> SandboxAnswer {
        let requestID = "req_" + ledger.identifiers.token()
        var answer = await outcome(of: request, requestID)
        ledger.requests.record(
            .init(
                method: request.method.rawValue, path: request.path, isWrite: request.method != .get,
                status: answer.isLost ? nil : answer.status.code, at: ledger.clock.now().millisecondsSince1970),
            of: .stripe)
        answer.headers[.requestID] = requestID
        answer.headers[.stripeVersion] = request.headers[.stripeVersion] ?? StripeAccount.version
        if answer.status == .unauthorized { answer.headers[.wwwAuthenticate] = "Bearer realm=\"Stripe\"" }
        return answer
    }

    private func outcome(of request: SandboxRequest, _ requestID: String) async -> SandboxAnswer {
        do {
            return try await perform(request, requestID)
        } catch let undone as WithoutEffect {
            var answer = SandboxAnswer.json(undone.answer)
            answer.headers[.idempotencyKey] = request.headers[.idempotencyKey]
            return answer
        } catch let error as StripeError {
            var answer = SandboxAnswer.json(error.json, status: error.status)
            if let seconds = error.retryAfter { answer.headers[.retryAfter] = String(seconds) }
            return answer
        } catch {
            logger.error("Sandbox request failed", metadata: ["request.id": "\(requestID)", "error": "\(error)"])
            let failure = StripeError(
                status: .internalServerError, kind: .api,
                message: "The sandbox itself failed. Its log says why, under the request id \(requestID).")
            return .json(failure.json, status: failure.status)
        }
    }

    /// Undoes a request that is to be answered as if it had been done.
    private struct WithoutEffect: Error {
        let answer: JSONValue
    }

    private func perform(_ request: SandboxRequest, _ requestID: String) async throws -> SandboxAnswer {
        let mayWrite = try StripeAuthorization.check(request.headers[.authorization], authorized)
        guard let (route, pathIDs) = route(for: request) else {
            throw StripeError.unrecognizedURL(request.method, request.path)
        }
        guard mayWrite || request.method == .get else {
            throw StripeAuthorization.lacksPermission(
                request.headers[.authorization], noun: route.noun,
                account: try await ledger.write { try StripeAccountRoute.id($0) })
        }
        try checkRate(request)
        let input = try StripeParameterReader.read(form(of: request), as: route.parameters)
        let isWrite = request.method != .get
        guard !isWrite || !ledger.faults.take(\.serverErrorNext) else {
            throw StripeError(
                status: .internalServerError, kind: .api,
                message: "Nothing was done. (A fault of the sandbox that was asked for.)")
        }
        let answer: SandboxAnswer
        if request.method == .post, let key = request.headers[.idempotencyKey] {
            answer = try await keyed(key, request, requestID, route, pathIDs, input)
        } else {
            let value = try await ledger.write(request, requestID) { account in
                try Self.run(route, StripeCall(account: account, pathIDs: pathIDs, input: input))
            }
            answer = .json(value)
        }
        guard isWrite else { return answer }
        if answer.status == .ok, ledger.faults.take(\.hangNext) { return .lost }
        guard !ledger.faults.take(\.serverErrorAfterSuccessNext) else {
            throw StripeError(
                status: .internalServerError, kind: .api,
                message: "The request was done, but its answer was lost. (A fault of the sandbox that was asked for.)")
        }
        return answer
    }

    private func checkRate(_ request: SandboxRequest) throws(StripeError) {
        guard !ledger.faults.take(\.rateLimitNext) else {
            throw .rateLimited("A fault of the sandbox that was asked for.")
        }
        guard request.method != .get else { return }
        let limit = ledger.faults.settings.writesPerSecond
        let now = ledger.clock.now().millisecondsSince1970
        guard ledger.requests.admitsWrite(at: now, of: .stripe, perSecond: limit) else {
            throw .rateLimited("The sandbox was told to take \(limit) writes in a second.")
        }
    }

    private func route(for request: SandboxRequest) -> (StripeRoute, [String])? {
        let segments = request.segments
        for route in Self.routes where route.method == request.method {
            if let ids = route.match(segments) { return (route, ids) }
        }
        return nil
    }

    private func form(of request: SandboxRequest) throws(StripeError) -> StripeForm {
        guard let body = request.body else {
            throw StripeError(
                status: .contentTooLarge, message: "The request body is larger than 1 MiB.", isValidation: true)
        }
        let isPost = request.method == .post
        if isPost, !body.isEmpty {
            let type = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased() ?? ""
            guard type == "application/x-www-form-urlencoded" else {
                throw StripeError(
                    message: """
                        Invalid request (check that your POST content type is application/x-www-form-urlencoded). \
                        If you have questions, we can help at https://support.stripe.com/.
                        """, isValidation: true)
            }
        }
        do {
            return try StripeForm.parse(isPost ? body : Array(request.query.utf8))
        } catch {
            throw StripeError(message: "Invalid request: \(error.message)", isValidation: true)
        }
    }

    private static func run(_ route: StripeRoute, _ call: StripeCall) throws -> JSONValue {
        var value = try route.perform(call)
        if let paths = call.input["expand"].array {
            value = try StripeExpansion(account: call.account).expand(value, paths: paths)
        }
        guard route.method == .get || !call.account.faults.take(\.noEffectNext) else {
            throw WithoutEffect(answer: value)
        }
        return value
    }

    /// Answers a request with an idempotency key: the first time by doing it, then with the same answer.
    private func keyed(
        _ key: String, _ request: SandboxRequest, _ requestID: String, _ route: StripeRoute, _ pathIDs: [String],
        _ input: JSONValue
    ) async throws -> SandboxAnswer {
        guard (1...255).contains(key.utf8.count) else {
            throw StripeError(
                kind: .idempotency, message: "Idempotency keys have from 1 to 255 characters.", isValidation: true)
        }
        guard keys.enter(key) else {
            throw StripeError(
                status: .conflict, kind: .idempotency, code: "idempotency_key_in_use",
                message: """
                    There is currently another in-progress request using this Idempotent Key \
                    (that probably means you submitted twice, and the other request is still going through): \(key).
                    """, isValidation: true)
        }
        defer { keys.leave(key) }
        let fingerprint = "\(request.method.rawValue) \(request.path) \(input.text)"
        let (record, isReplay) = try await ledger.write(request, requestID, key: key) { account in
            if let record = try account.transaction.idempotencyRecord(key: key, now: account.now) {
                guard record.fingerprint == fingerprint else { throw Self.otherParameters(key) }
                return (record, true)
            }
            let record = try Self.attempt(fingerprint, account) {
                try Self.run(route, StripeCall(account: account, pathIDs: pathIDs, input: input))
            }
            try account.transaction.keep(record, key: key, now: account.now)
            return (record, false)
        }
        var answer = SandboxAnswer(
            status: .init(code: record.status), headers: [.contentType: "application/json"], body: record.body)
        answer.headers[.idempotencyKey] = key
        if isReplay { answer.headers[.idempotentReplayed] = "true" }
        return answer
    }

    /// Does what is asked; a refusal undoes it and is kept as the answer, unless the request was wrong in itself.
    private static func attempt(
        _ fingerprint: String, _ account: StripeAccount, _ body: () throws -> JSONValue
    ) throws -> IdempotencyRecord {
        do {
            let value = try account.transaction.inSavepoint(body)
            return IdempotencyRecord(fingerprint: fingerprint, status: 200, body: value.text)
        } catch let error as StripeError where !error.isValidation {
            return IdempotencyRecord(fingerprint: fingerprint, status: error.status.code, body: error.json.text)
        }
    }

    private static func otherParameters(_ key: String) -> StripeError {
        StripeError(
            kind: .idempotency,
            message: """
                Keys for idempotent requests can only be used with the same parameters they were first used with. \
                Try using a key other than '\(key)' if you meant to execute a different request.
                """, isValidation: true)
    }
}

extension HTTPField.Name {
    private static func named(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("'\(name)' is no name of a header field.") }
        return name
    }

    static let requestID = named("Request-Id")
    static let stripeVersion = named("Stripe-Version")
    static let idempotencyKey = named("Idempotency-Key")
    static let idempotentReplayed = named("Idempotent-Replayed")
}
