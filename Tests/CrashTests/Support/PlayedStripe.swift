import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The sandbox as a process: it makes payment pages, takes payments, and keeps the events that are then told by hand,
/// in whatever order and however often.
struct PlayedStripe: Sendable {
    /// An event as the sandbox has it.
    struct Event: Sendable, Hashable {
        let id: String
        let type: String
        /// When it was made, among all of them.
        let number: Int
        let body: String
        /// The object that it is about.
        let object: String?
    }

    /// A page of a list.
    private struct Page: Decodable {
        let data: [JSON]
        let hasMore: Bool

        private enum CodingKeys: String, CodingKey {
            case data
            case hasMore = "has_more"
        }
    }

    let url: String
    let key: String
    let process: CatalogProcess

    static func start(in folder: String, port: Int) async throws -> PlayedStripe {
        let process = try CatalogProcess.start(
            ["sandbox", "--port", "\(port)"], environment: [:], in: folder, log: "sandbox")
        try await process.until { $0.out.contains("STRIPE_WEBHOOK_SECRET=") }
        let key = try #require(process.out.firstMatch(of: /STRIPE_SECRET_KEY=(\S+)/)).1
        return PlayedStripe(url: "http://127.0.0.1:\(port)", key: String(key), process: process)
    }

    private func call(_ method: String, _ path: String, form: String? = nil) async throws -> HTTP.Answer {
        var headers = ["Authorization": "Bearer \(key)"]
        if form != nil { headers["Content-Type"] = "application/x-www-form-urlencoded" }
        let answer = await HTTP.ask(method, url + path, headers: headers, body: form)
        return try #require(answer, "the sandbox is gone")
    }

    /// Does on a session's page what a buyer does: pays.
    func pay(_ session: String) async throws {
        let form = "outcome=pay&email=buyer%40example.com&card=4242424242424242"
        let answer = try await call("POST", "/c/pay/\(session)", form: form)
        #expect(answer.status == 303, "\(answer.body)")
    }

    /// Lets a session run out.
    func expire(_ session: String) async throws {
        let answer = try await call("POST", "/v1/checkout/sessions/\(session)/expire", form: "")
        #expect(answer.status == 200, "\(answer.body)")
    }

    /// Gives money back.
    func refund(_ session: String, amount: Int) async throws {
        let read = try await call("GET", "/v1/checkout/sessions/\(session)")
        let payment = try #require(read.body.firstMatch(of: /"payment_intent":"([^"]+)"/)).1
        let answer = try await call("POST", "/v1/refunds", form: "payment_intent=\(payment)&amount=\(amount)")
        #expect(answer.status == 200, "\(answer.body)")
    }

    /// Ends a subscription with its period, or lets it go on.
    func setCancelsAtPeriodEnd(_ cancels: Bool, of subscription: String) async throws {
        let answer = try await call(
            "POST", "/v1/subscriptions/\(subscription)", form: "cancel_at_period_end=\(cancels)")
        #expect(answer.status == 200, "\(answer.body)")
    }

    /// How many payment pages it has made.
    func sessions() async throws -> Int {
        let answer = try await call("GET", "/v1/checkout/sessions?limit=100")
        return answer.body.matches(of: /"object":"checkout.session"/).count
    }

    /// How often it has given money back.
    func refunds() async throws -> Int {
        let answer = try await call("GET", "/v1/refunds?limit=100")
        return answer.body.matches(of: /"object":"refund"/).count
    }

    /// The payment page that it made last.
    func newestSession() async throws -> String? {
        let answer = try await call("GET", "/v1/checkout/sessions?limit=1")
        return answer.body.firstMatch(of: /cs_test_[0-9A-Za-z]+/).map { String($0.0) }
    }

    /// The events since one, oldest first.
    func events(after last: Event? = nil) async throws -> [Event] {
        var found: [Event] = []
        var cursor: String?
        while true {
            let path = "/v1/events?limit=100" + (cursor.map { "&starting_after=\($0)" } ?? "")
            let answer = try await call("GET", path)
            let page = try JSONDecoder().decode(Page.self, from: Data(answer.body.utf8))
            for object in page.data {
                let id = try #require(object["id"]?.text)
                if id == last?.id { return Self.numbered(found, from: last) }
                let body = String(decoding: try JSONEncoder().encode(object), as: UTF8.self)
                found.append(
                    Event(
                        id: id, type: try #require(object["type"]?.text), number: 0, body: body,
                        object: object["data"]?["object"]?["id"]?.text))
                cursor = id
            }
            guard page.hasMore else { return Self.numbered(found, from: last) }
        }
    }

    private static func numbered(_ newestFirst: [Event], from last: Event?) -> [Event] {
        let first = (last?.number ?? 0) + 1
        return newestFirst.reversed().enumerated().map { offset, event in
            Event(id: event.id, type: event.type, number: first + offset, body: event.body, object: event.object)
        }
    }
}
