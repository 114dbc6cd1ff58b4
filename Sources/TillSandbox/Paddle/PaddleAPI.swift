import HTTPTypes
import Logging
import TillModel

/// Answers requests to Paddle's API, each in one transaction.
///
/// Paddle has no idempotency keys: the same request twice is done twice.
struct PaddleAPI: Sendable {
    /// What the paths begin with here, since Paddle's own are too plain to be told from another provider's.
    static let prefix = "paddle"

    private static let routes =
        PaddleProducts.routes + PaddlePrices.routes + PaddleDiscounts.routes + PaddleNotificationSettings.routes
        + PaddleEventTypes.routes + PaddleEvents.routes

    let ledger: StripeLedger
    let keys: PaddleKeys
    let logger: Logger

    /// The answer to a request; never an error, since Paddle words those as answers too.
    func answer(_ request: SandboxRequest) async -> SandboxAnswer {
        let requestID = Self.requestID(ledger.identifiers)
        var answer = await outcome(of: request, requestID)
        ledger.requests.record(
            .init(
                method: request.method.rawValue, path: request.path, isWrite: request.method != .get,
                status: answer.isLost ? nil : answer.status.code, at: ledger.clock.now().millisecondsSince1970),
            of: .paddle)
        answer.headers[.requestID] = requestID
        // Paddle shuts a client out for a minute; here it may come back when the next second begins.
        if answer.status == .tooManyRequests { answer.headers[.retryAfter] = "1" }
        return answer
    }

    private func outcome(of request: SandboxRequest, _ requestID: String) async -> SandboxAnswer {
        do {
            guard let result = try await perform(request) else { return .lost }
            return Self.answer(result, requestID)
        } catch let undone as WithoutEffect {
            return Self.answer(undone.result, requestID)
        } catch let error as PaddleError {
            return .json(error.json(requestID: requestID), status: error.status)
        } catch {
            logger.error("Sandbox request failed", metadata: ["request.id": "\(requestID)", "error": "\(error)"])
            let failure = PaddleError.failed("Its log says why, under the request id \(requestID).")
            return .json(failure.json(requestID: requestID), status: failure.status)
        }
    }

    /// Undoes a request that is to be answered as if it had been done.
    private struct WithoutEffect: Error {
        let result: PaddleResult
    }

    private static func answer(_ result: PaddleResult, _ requestID: String) -> SandboxAnswer {
        var meta: JSONValue = ["request_id": .string(requestID)]
        switch result {
        case .made(let entity): return .json(["data": entity, "meta": meta], status: .created)
        case .found(let entity): return .json(["data": entity, "meta": meta])
        case .page(let entities, let pagination):
            meta["pagination"] = pagination
            return .json(["data": entities, "meta": meta])
        case .gone: return SandboxAnswer(status: .noContent, body: "")
        }
    }

    /// Does what is asked; nil when it was done and is not to be answered.
    private func perform(_ request: SandboxRequest) async throws -> PaddleResult? {
        let permission = try keys.permission(of: request.headers[.authorization])
        let segments = request.segments.dropFirst()
        guard let route = Self.routes.first(where: { $0.method == request.method && $0.fits(segments) }) else {
            throw PaddleError.unknownURL(request.method, request.path)
        }
        let isWrite = request.method != .get
        guard !isWrite || permission == .readingAndWriting else {
            throw PaddleError(
                status: .forbidden, code: "forbidden", detail: "You aren't permitted to perform this request.")
        }
        try checkRate(isWrite: isWrite)
        let body = try Self.body(of: request, route)
        let query = try PaddleQuery(request.query, as: route.parameters)
        guard !isWrite || !ledger.faults.take(\.serverErrorNext) else {
            throw PaddleError.failed("Nothing was done. (A fault of the sandbox that was asked for.)")
        }
        let id = route.namesOne ? segments.last.map(String.init) ?? "" : ""
        let milliseconds = ledger.clock.now().millisecondsSince1970
        let result = try await ledger.store.write { [identifiers = ledger.identifiers, faults = ledger.faults] in
            var transaction = $0
            transaction.lag = ListLag(now: milliseconds, milliseconds: faults.settings.listLagMilliseconds)
            let account = PaddleAccount(
                transaction: transaction, milliseconds: milliseconds, identifiers: identifiers)
            let url = request.origin + request.path
            let result = try route.perform(PaddleCall(account: account, id: id, url: url, query: query, body: body))
            guard !isWrite || !faults.take(\.noEffectNext) else { throw WithoutEffect(result: result) }
            return result
        }
        guard isWrite else { return result }
        if ledger.faults.take(\.hangNext) { return nil }
        guard !ledger.faults.take(\.serverErrorAfterSuccessNext) else {
            throw PaddleError.failed(
                "The request was done, but its answer was lost. (A fault of the sandbox that was asked for.)")
        }
        return result
    }

    private func checkRate(isWrite: Bool) throws(PaddleError) {
        guard !ledger.faults.take(\.rateLimitNext) else {
            throw .rateLimited("A fault of the sandbox that was asked for.")
        }
        guard isWrite else { return }
        let limit = ledger.faults.settings.writesPerSecond
        let now = ledger.clock.now().millisecondsSince1970
        guard ledger.requests.admitsWrite(at: now, of: .paddle, perSecond: limit) else {
            throw .rateLimited("The sandbox was told to take \(limit) writes in a second.")
        }
    }

    private static func body(of request: SandboxRequest, _ route: PaddleRoute) throws(PaddleError) -> JSONValue {
        if let version = request.headers[.paddleVersion], version != "1" {
            throw .unreadable("The sandbox emulates version 1 of Paddle's API only, not '\(version)'.")
        }
        guard let fields = route.body else { return .null }
        guard let bytes = request.body else {
            throw PaddleError(
                status: .contentTooLarge, code: "request_body_too_large",
                detail: "The request body is larger than 1 MiB.")
        }
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased() ?? ""
        guard type == "application/json" else {
            throw .unreadable("Send the body as JSON, with the header Content-Type: application/json.")
        }
        return try PaddleBodyReader.read(bytes, as: fields)
    }

    /// An identifier for a request, spelled like a UUID.
    private static func requestID(_ identifiers: any IdentifierSource) -> String {
        let bits = identifiers.bits()
        let digits = [bits.0, bits.1].map { half in
            let text = String(half, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
        var rest = Substring(digits)
        return [8, 4, 4, 4, 12].map { length in
            defer { rest = rest.dropFirst(length) }
            return rest.prefix(length)
        }.joined(separator: "-")
    }
}

extension HTTPField.Name {
    fileprivate static let paddleVersion: HTTPField.Name = {
        guard let name = HTTPField.Name("Paddle-Version") else { preconditionFailure("This is the name of a header.") }
        return name
    }()
}
