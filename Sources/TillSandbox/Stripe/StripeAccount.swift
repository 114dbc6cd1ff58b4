import TillModel

/// The emulated Stripe account during one transaction: its objects, its clock, and the events it publishes.
struct StripeAccount {
    /// The version of Stripe's API that is emulated.
    static let version = "2026-10-28.endive"

    let transaction: DocumentTransaction
    /// The present, in milliseconds since 1970.
    let milliseconds: Int64
    let identifiers: any IdentifierSource
    let faults: SandboxFaults
    /// The sandbox's own address as the client sees it, such as `http://127.0.0.1:4242`.
    var origin = ""
    /// The request that causes what happens, when it came through the API.
    var requestID: String?
    var idempotencyKey: String?

    /// The present, in Unix seconds.
    var now: Int64 { milliseconds / 1000 }

    /// A new identifier with Stripe's prefix for its kind.
    func newID(_ prefix: String) -> String { prefix + identifiers.token() }

    /// The object, or Stripe's answer that there is none.
    ///
    /// The status is 404 when the object's own address was asked for and 400 when a parameter names it.
    func find(_ kind: String, _ id: String, parameter: String? = nil) throws -> Document {
        guard let document = try transaction.find(kind, id) else {
            throw StripeError.noSuch(kind.replacing("_", with: " ").replacing(".", with: " "), id, parameter: parameter)
        }
        return document
    }

    /// The object that another one points to, when it does.
    func find(_ kind: String, at reference: JSONValue) throws -> Document? {
        guard let id = reference.string else { return nil }
        return try transaction.find(kind, id)
    }

    /// Adds an object and tells who listens.
    func insert(_ document: Document, event: String? = nil) throws {
        try transaction.insert(document)
        if let event { try publish(event, document.json) }
    }

    /// Stores what became of an object and tells who listens what changed.
    ///
    /// An object that is as it was before publishes nothing.
    func update(_ document: Document, from previous: JSONValue, event: String? = nil) throws {
        try transaction.update(document)
        guard let event, document.json != previous else { return }
        try publish(event, document.json, previous: previous)
    }

    /// Publishes an event about an object and puts it on its way to every endpoint that wants it.
    func publish(_ type: String, _ object: JSONValue, previous: JSONValue? = nil) throws {
        let endpoints = try transaction.all("webhook_endpoint", [.equals("status", "enabled")])
            .filter { StripeWebhookEndpoints.wants($0.json, type) }
        var payload: JSONValue = ["object": object]
        if let previous {
            let changed = (previous.object ?? [:]).filter { object[$0.key] != $0.value && $0.key != "updated" }
            payload["previous_attributes"] = .object(changed)
        }
        let event: JSONValue = [
            "id": .string(newID("evt_")), "object": "event", "api_version": .string(Self.version),
            "created": .int(now), "data": payload, "livemode": false,
            "pending_webhooks": .int(Int64(endpoints.count)), "type": .string(type),
            "request": ["id": .optional(requestID), "idempotency_key": .optional(idempotencyKey)],
        ]
        try transaction.insert(Document(event))
        for endpoint in endpoints { try enqueue(event: event["id"].string ?? "", endpoint: endpoint.id) }
    }

    /// Puts an event on its way to an endpoint, as the faults that were asked for have it.
    func enqueue(event: String, endpoint: String) throws {
        let copies = faults.take(\.duplicateNext) ? 2 : 1
        for _ in 0..<copies {
            try transaction.enqueue(
                event: event, endpoint: endpoint, at: milliseconds + faults.settings.delaySeconds * 1000,
                status: faults.take(\.dropNext) ? .dropped : .pending)
        }
    }
}
