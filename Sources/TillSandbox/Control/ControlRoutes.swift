import HTTPTypes
import Logging

/// The sandbox's own switches, under `/sandbox`: no part of any provider's API.
///
/// They are for the person at the keyboard and for tests: to let a delayed payment arrive, to renew a
/// subscription now, to see and repeat deliveries, and to make things go wrong.
struct ControlRoutes: Sendable {
    let ledger: StripeLedger
    let logger: Logger

    func answer(_ request: SandboxRequest) async -> SandboxAnswer {
        do {
            return .json(try await perform(request))
        } catch let error as ControlError {
            return failure(error.message, error.status)
        } catch let error as StripeError {
            return failure(error.message, error.status)
        } catch {
            logger.error("Sandbox control failed", metadata: ["path": "\(request.path)", "error": "\(error)"])
            return failure("The sandbox itself failed; its log says why.", .internalServerError)
        }
    }

    private func failure(_ message: String, _ status: HTTPResponse.Status) -> SandboxAnswer {
        .json(["error": ["message": .string(message)]], status: status)
    }

    private func perform(_ request: SandboxRequest) async throws -> JSONValue {
        let parts = request.segments.dropFirst().map(String.init)
        switch (request.method, parts.first, parts.count) {
        case (.get, "faults", 1): return ledger.faults.settings.json
        case (.post, "faults", 1):
            var settings = ledger.faults.settings
            try settings.apply(try document(request))
            ledger.faults.settings = settings
            return settings.json
        case (.get, "requests", 1): return ledger.requests.json
        case (.post, "requests", 2) where parts[1] == "reset":
            ledger.requests.reset()
            return ledger.requests.json
        case (.get, "deliveries", 1): return try await deliveries(request)
        case (.post, "tick", 1):
            try await ledger.advance()
            ledger.doorbell.ring()
            return ["advanced": true]
        case (.post, "sessions", 3) where parts[2] == "settle":
            let succeeded = try outcome(try document(request)) == .succeeded
            return try await ledger.write(request) {
                try StripeCheckoutCompletion(account: $0).settle(parts[1], succeeded: succeeded).json
            }
        case (.post, "subscriptions", 3) where parts[2] == "renew":
            return try await ledger.write(request) { try StripeBilling.renew(parts[1], .succeeded, $0).json }
        case (.post, "subscriptions", 3) where parts[2] == "fail_renewal":
            return try await ledger.write(request) { try StripeBilling.renew(parts[1], .failed, $0).json }
        case (.post, "events", 3) where parts[2] == "resend": return try await resend(parts[1], request)
        default:
            throw ControlError(
                "The sandbox has no control \(request.method.rawValue) \(request.path).", status: .notFound)
        }
    }

    private func document(_ request: SandboxRequest) throws -> JSONValue {
        guard let body = request.body else { throw ControlError("The body is too large.", status: .contentTooLarge) }
        do {
            return try JSONValue(parsing: body)
        } catch {
            throw ControlError("The body is not JSON.")
        }
    }

    private func outcome(_ document: JSONValue) throws -> StripeBilling.Outcome {
        switch document["outcome"].string.flatMap(StripeBilling.Outcome.init) {
        case .succeeded?: .succeeded
        case .failed?: .failed
        case .processing?, nil: throw ControlError("Send {\"outcome\": \"succeeded\"} or {\"outcome\": \"failed\"}.")
        }
    }

    private func deliveries(_ request: SandboxRequest) async throws -> JSONValue {
        try await ledger.write { account in
            let shown = try account.transaction.deliveries().map { delivery in
                let event = try account.transaction.find("event", delivery.event)
                let endpoint = try account.transaction.find(StripeWebhookEndpoints.kind, delivery.endpoint)
                return [
                    "id": .int(delivery.id), "event": .string(delivery.event),
                    "type": event?.json["type"] ?? .null, "endpoint": .string(delivery.endpoint),
                    "url": endpoint?.json["url"] ?? .null, "status": .string(delivery.status.rawValue),
                    "attempts": .array(delivery.attempts),
                    "next_attempt_at": delivery.status == .pending ? .int(delivery.nextAt / 1000) : .null,
                ] as JSONValue
            }
            return ["data": .array(shown)]
        }
    }

    private func resend(_ id: String, _ request: SandboxRequest) async throws -> JSONValue {
        try await ledger.write(request) { account in
            let event = try account.find("event", id)
            let endpoints = try account.transaction.all(StripeWebhookEndpoints.kind, [.equals("status", "enabled")])
                .filter { StripeWebhookEndpoints.wants($0.json, event.json["type"].string ?? "") }
            for endpoint in endpoints { try account.enqueue(event: id, endpoint: endpoint.id) }
            return ["event": .string(id), "deliveries": .int(Int64(endpoints.count))]
        }
    }
}
