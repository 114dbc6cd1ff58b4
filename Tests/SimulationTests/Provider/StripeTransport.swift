import Synchronization
import TillModel
import TillProviders

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The way from one simulated process to the simulated Stripe, which may break before and after Stripe did its part.
struct StripeTransport: HTTPTransport {
    let stripe: SimulatedStripe
    let life: ProcessLife
    let dice: Dice
    let trouble: Trouble
    let log: StepLog

    /// How ready the provider's own servers are to fail.
    final class Trouble: Sendable {
        private let state = Mutex((isOver: false, inARow: 0))

        /// From now on everything works.
        func end() { state.withLock { $0.isOver = true } }

        /// Whether a call fails; never more than twice in a row, so that nothing is given up for lost.
        func strikes(_ percent: Int, _ dice: Dice) -> Bool {
            let fails = dice.chance(percent)
            return state.withLock { state in
                let strikes = fails && !state.isOver && state.inARow < 2
                state.inARow = strikes ? state.inARow + 1 : 0
                return strikes
            }
        }
    }

    func send(_ request: OutboundRequest) async throws(TransportError) -> InboundAnswer {
        do {
            return try await life.pass { answer(request) }
        } catch {
            throw TransportError("the process ended")
        }
    }

    private func answer(_ request: OutboundRequest) -> InboundAnswer {
        let path = request.url.split(separator: "/").dropFirst(2).joined(separator: "/")
        if trouble.strikes(12, dice) {
            // It may have been done all the same.
            if request.method == "POST", dice.chance(50) { _ = create(request) }
            log.add("\(life.name) \(request.method) \(path): 503")
            return answer(503, #"{"error":{"type":"api_error"}}"#)
        }
        // What was done once is answered again, whatever it was.
        if request.method == "POST", !stripe.knows(key: Self.key(of: request)), dice.chance(3) {
            log.add("\(life.name) \(request.method) \(path): 400")
            return answer(400, #"{"error":{"type":"invalid_request_error"}}"#)
        }
        let body =
            request.method == "POST"
            ? create(request) : stripe.object(path.split(separator: "/").last.map(String.init) ?? "")
        log.add("\(life.name) \(request.method) \(path): \(body == nil ? "404" : "200")")
        return body.map { answer(200, $0) } ?? answer(404, #"{"error":{"code":"resource_missing"}}"#)
    }

    private func create(_ request: OutboundRequest) -> String? {
        var form: [String: String] = [:]
        for pair in String(decoding: request.body, as: UTF8.self).split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1).map(Self.unescaped)
            if parts.count == 2 { form[parts[0]] = parts[1] }
        }
        return stripe.createSession(form, key: Self.key(of: request))
    }

    private static func key(of request: OutboundRequest) -> String {
        request.headers.first { $0.name == "Idempotency-Key" }?.value ?? ""
    }

    private static func unescaped(_ text: Substring) -> String {
        let parts = text.split(separator: "%", omittingEmptySubsequences: false)
        return parts.dropFirst().reduce(String(parts[0])) { text, part in
            let scalar = UInt8(part.prefix(2), radix: 16).map { Character(Unicode.Scalar($0)) }
            return text + (scalar.map { String($0) } ?? "") + part.dropFirst(2)
        }
    }

    private func answer(_ status: Int, _ body: String) -> InboundAnswer {
        let date = Date(timeIntervalSince1970: TimeInterval(stripe.seconds)).formatted(Date.ISO8601FormatStyle())
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let parts = date.dropLast().split { $0 == "-" || $0 == "T" }
        let month = months[(Int(parts[1]) ?? 1) - 1]
        return InboundAnswer(
            status: status, headers: ["date": "Mon, \(parts[2]) \(month) \(parts[0]) \(parts[3]) GMT"],
            body: Array(body.utf8))
    }
}
