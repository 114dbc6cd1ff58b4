import HTTPTypes
import Hummingbird
import TillModel

/// `POST /api/quote`: what a cart costs, and why.
struct QuoteController: Sendable {
    /// What is sold at this moment.
    let catalog: @Sendable () -> Catalog
    /// Which day it is in a time zone.
    let today: @Sendable (_ timeZone: String) throws -> CalendarDate
    /// What checkouts are counted against, too.
    let rateLimit: RateLimit
    let address: BuyerAddress

    private static let largestBody = 64 * 1024

    func register(on router: Router<ServerContext>) { router.post("/api/quote", use: quote) }

    private func quote(_ request: Request, _ context: ServerContext) async throws -> Response {
        let type = request.headers[.contentType]?.split(separator: ";").first.map { $0.lowercased() }
        guard type == "application/json" else { throw Refusal(.unsupportedMediaType, "Send application/json.") }
        let wanted: Body = try Requests.json(try await Requests.body(of: request, upTo: Self.largestBody))
        // Whoever asks with codes may be guessing them.
        if !wanted.coupons.isEmpty { try rateLimit.take(address.of(request, context)) }
        let catalog = catalog()
        let cart = wanted.cart(on: try today(catalog.contents.timeZone))
        return try .json(try PricingEngine(catalog).quote(cart), headers: [.cacheControl: "no-store"])
    }

    /// A cart as a request names it.
    private struct Body: Decodable {
        struct Item: Decodable {
            let item: Cart.Item

            init(from decoder: any Decoder) throws {
                try decoder.refuseFields(notIn: ["product", "quantity", "amount"])
                let container = try decoder.container(keyedBy: AnyKey.self)
                func whole(_ name: String) throws -> Int64? {
                    let key = AnyKey(stringValue: name)
                    do {
                        return try container.decodeIfPresent(Int64.self, forKey: key)
                    } catch {
                        // Said here, since the decoder does not say which field held a number with decimals.
                        throw DecodingError.dataCorruptedError(
                            forKey: key, in: container, debugDescription: "A whole number is expected.")
                    }
                }
                item = Cart.Item(
                    try container.decode(String.self, forKey: AnyKey(stringValue: "product")),
                    quantity: try whole("quantity") ?? 1,
                    amount: try whole("amount").map { .minorUnits($0) })
            }
        }

        let items: [Item]
        let coupons: [String]
        let currency: String?
        let country: String?
        let region: String?

        init(from decoder: any Decoder) throws {
            try decoder.refuseFields(notIn: ["items", "coupons", "currency", "country", "region"])
            let container = try decoder.container(keyedBy: AnyKey.self)
            func optional<Value: Decodable>(_ name: String) throws -> Value? {
                try container.decodeIfPresent(Value.self, forKey: AnyKey(stringValue: name))
            }
            items = try container.decode([Item].self, forKey: AnyKey(stringValue: "items"))
            coupons = try optional("coupons") ?? []
            currency = try optional("currency")
            country = try optional("country")
            region = try optional("region")
        }

        func cart(on day: CalendarDate) -> Cart {
            Cart(
                items: items.map(\.item), coupons: coupons, currency: currency, country: country, region: region,
                today: day)
        }
    }
}
