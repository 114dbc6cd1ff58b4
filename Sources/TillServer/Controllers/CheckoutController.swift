import Crypto
import HTTPTypes
import Hummingbird
import TillEngine
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `POST /api/checkout` and `GET /api/checkout/{id}`.
struct CheckoutController: Sendable {
    /// Nil when the catalog's provider is not configured: then nothing can be bought, and the address does not exist.
    let service: CheckoutService?
    let orders: OrderReader
    let ownOrigin: String
    let rateLimit: RateLimit
    let address: BuyerAddress

    private static let largestBody = 64 * 1024

    func register(on router: Router<ServerContext>) {
        router.post("/api/checkout", use: checkOut)
        router.get("/api/checkout/:id", use: status)
    }

    // MARK: - Beginning

    private func checkOut(_ request: Request, _ context: ServerContext) async throws -> Response {
        guard let service else { throw Refusal.notFound }
        try rateLimit.take(address.of(request, context))
        let body = try await Requests.body(of: request, upTo: Self.largestBody)
        let type = request.headers[.contentType]?.split(separator: ";").first.map { $0.lowercased() } ?? ""
        switch type {
        case "application/json":
            let wanted: Body = try Requests.json(body)
            let answer = try await service.checkOut(
                wanted.request, key: try header(.idempotencyKey, of: request))
            let link = "\(ownOrigin)/orders/\(answer.order)?key=\(answer.signature)"
            let status = answer.isReplay ? try await orders.find(answer.order)?.status : .pending
            return try .json(
                Answer(
                    id: answer.order, url: answer.url, orderUrl: link, status: status ?? .pending, total: answer.total),
                status: .created, headers: answer.isReplay ? [.idempotencyReplayed: "true"] : [:])
        case "application/x-www-form-urlencoded":
            try refuseCrossSite(request)
            let form = try Form(Requests.form(body))
            let answer = try await service.checkOut(form.request, key: form.key)
            return Response(status: .seeOther, headers: [.location: answer.url, .cacheControl: "no-store"])
        default:
            throw Refusal(.unsupportedMediaType, "Send application/json.")
        }
    }

    private func header(_ name: HTTPField.Name, of request: Request) throws(Refusal) -> String? {
        let values = request.headers[values: name]
        guard values.count <= 1 else {
            throw Refusal(.invalidRequest, "\(name.rawName) is given more than once.")
        }
        return values.first
    }

    /// A form needs no leave to be sent from anywhere, so only our own pages may send this one.
    private func refuseCrossSite(_ request: Request) throws(Refusal) {
        // Browsers say it themselves, whatever name of ours the page was opened under; older ones tell an origin.
        if let site = request.headers[.fetchSite] {
            guard site != "same-origin", site != "none" else { return }
        } else {
            guard let origin = request.headers[.origin], ReturnAddresses.origin(of: origin) != ownOrigin else { return }
        }
        throw Refusal(.invalidRequest, "This form is only taken from \(ownOrigin).")
    }

    /// The body as JSON.
    private struct Body: Decodable {
        struct Item: Decodable {
            let product: String
            let quantity: Int?

            init(from decoder: any Decoder) throws {
                try decoder.refuseFields(notIn: ["product", "quantity"])
                let container = try decoder.container(keyedBy: AnyKey.self)
                product = try container.decode(String.self, forKey: AnyKey(stringValue: "product"))
                let key = AnyKey(stringValue: "quantity")
                do {
                    quantity = try container.decodeIfPresent(Int.self, forKey: key)
                } catch {
                    // Said here, since the decoder does not say which field held a number with decimals.
                    throw DecodingError.dataCorruptedError(
                        forKey: key, in: container, debugDescription: "A whole number is expected.")
                }
            }
        }

        struct Customer: Decodable {
            let email: String?
            let id: String?

            init(from decoder: any Decoder) throws {
                try decoder.refuseFields(notIn: ["email", "id"])
                let container = try decoder.container(keyedBy: AnyKey.self)
                email = try container.decodeIfPresent(String.self, forKey: AnyKey(stringValue: "email"))
                id = try container.decodeIfPresent(String.self, forKey: AnyKey(stringValue: "id"))
            }
        }

        let request: CheckoutRequest

        init(from decoder: any Decoder) throws {
            try decoder.refuseFields(
                notIn: ["items", "currency", "customer", "metadata", "successUrl", "cancelUrl"])
            let container = try decoder.container(keyedBy: AnyKey.self)
            func optional<Value: Decodable>(_ name: String) throws -> Value? {
                try container.decodeIfPresent(Value.self, forKey: AnyKey(stringValue: name))
            }
            let items = try container.decode([Item].self, forKey: AnyKey(stringValue: "items"))
            let customer: Customer? = try optional("customer")
            request = CheckoutRequest(
                items: items.map { CheckoutRequest.Item(product: $0.product, quantity: $0.quantity ?? 1) },
                currency: try optional("currency"),
                customer: Order.Customer(email: customer?.email, id: customer?.id),
                metadata: try optional("metadata") ?? [:], successURL: try optional("successUrl"),
                cancelURL: try optional("cancelUrl"))
        }
    }

    /// The body as our own pricing page sends it.
    private struct Form {
        let request: CheckoutRequest
        let key: String?

        init(_ fields: [(name: String, value: String)]) throws(Refusal) {
            var items: [CheckoutRequest.Item] = []
            var quantity = 1
            var key: String?
            for (name, value) in fields {
                switch name {
                case "item": items.append(CheckoutRequest.Item(product: value, quantity: 1))
                case "quantity":
                    guard let number = Int(value) else {
                        throw Refusal(.invalidRequest, "quantity: A whole number is expected.")
                    }
                    quantity = number
                case "key": key = value
                default: throw Refusal(.invalidRequest, "The form has a field that is not known.")
                }
            }
            if let first = items.first {
                items[0] = CheckoutRequest.Item(product: first.product, quantity: quantity)
            }
            request = CheckoutRequest(items: items)
            // A buyer who goes back and chooses otherwise sends the same page's key with other items: that is another
            // checkout, not a mistake.
            self.key = key.flatMap { key in
                guard key.utf8.count >= 22 else { return key }
                let choice = items.map { "\($0.product)*\($0.quantity)" }.joined(separator: "+")
                return key + "."
                    + SHA256.hash(data: Array(choice.utf8)).prefix(8).map { String($0, radix: 16) }.joined()
            }
        }
    }

    /// What a caller gets for a checkout.
    private struct Answer: Encodable {
        let id: Order.ID
        let url: String
        let orderUrl: String
        let status: OrderStatus
        let total: Money
    }

    // MARK: - Status

    /// What whoever knows the id may see: where it is, and how much.
    private struct StatusAnswer: Encodable {
        let id: Order.ID
        let status: OrderStatus
        let total: Money
    }

    private func status(_ request: Request, _ context: ServerContext) async throws -> Response {
        guard let id = context.parameters.get("id").flatMap(Order.ID.init(rawValue:)) else { throw Refusal.notFound }
        guard let order = try await orders.find(id) else { throw Refusal.notFound }
        return try .json(
            StatusAnswer(id: order.id, status: order.status, total: order.total), headers: [.cacheControl: "no-store"])
    }
}
