import NIOHTTP1
import Testing

@testable import TillSandbox

@Suite(
    .timeLimit(.minutes(15)),
    .enabled(if: ContractProgram.path != nil, "TILL_CONTRACT_PROXY does not name the contract checker: skipped"))
struct PaddleContractTests {
    @Test func `every answer is one that Paddle could give`() async throws {
        try await PaddleShop.open { shop in
            let address = shop.sandbox
            let clock = shop.clock
            let report = try await ContractProgram.between("paddle", shop.base) { between in
                try await PaddleContractTests.walk(PaddleShop(base: between, sandbox: address, clock: clock))
            } report: {
                try await shop.get($0).json
            }
            #expect(report["summary"]["violations"] == 0, "\(report["violations"].text)")
            #expect(report["summary"]["warnings"] == 0, "\(report["warnings"].text)")
            #expect((report["summary"]["operations_used"].int ?? 0) >= 18)
        }
    }

    /// One of everything, each request right in itself, as an adapter sends it.
    private static func walk(_ shop: PaddleShop) async throws {
        func right(_ method: HTTPMethod, _ path: String, _ body: JSONValue? = nil, _ status: Int) async throws -> Answer
        {
            let answer = try await shop.send(method, path, body)
            #expect(answer.status == status, "\(path): \(answer.text)")
            return answer
        }
        func id(_ answer: Answer) -> String { answer.entity["id"].string ?? "" }

        let product = try await right(
            .POST, "/products",
            [
                "name": "Pro", "tax_category": "saas", "description": "D", "type": "standard",
                "image_url": "https://shop.example/i.png", "custom_data": ["key": "pro", "n": 1],
            ], 201)
        _ = try await right(
            .PATCH, "/products/\(id(product))", ["name": "Pro 2", "description": nil, "image_url": ""], 200)
        let monthly: JSONValue = ["interval": "month", "frequency": 1]
        let euros: JSONValue = ["amount": "1800", "currency_code": "EUR"]
        let price = try await right(
            .POST, "/prices",
            shop.priceBody(
                id(product),
                [
                    "name": "Monthly", "billing_cycle": monthly, "tax_mode": "internal", "type": "standard",
                    "trial_period": ["interval": "day", "frequency": 14, "requires_payment_method": false],
                    "unit_price_overrides": [["country_codes": ["DE", "FR"], "unit_price": euros]],
                    "quantity": ["minimum": 1, "maximum": 10], "custom_data": ["key": "pro/monthly"],
                ]), 201)
        _ = try await right(.POST, "/prices", shop.priceBody(id(product)), 201)
        _ = try await right(
            .PATCH, "/prices/\(id(price))", ["unit_price": euros, "trial_period": nil, "unit_price_overrides": []], 200)
        _ = try await right(.GET, "/prices/\(id(price))?include=product", nil, 200)
        _ = try await right(.GET, "/products/\(id(product))?include=prices", nil, 200)
        let first = try await right(.GET, "/prices?product_id=\(id(product))&per_page=1&order_by=id[ASC]", nil, 200)
        let after = "/prices?product_id=\(id(product))&per_page=1&order_by=id[ASC]&after=\(first.ids[0])"
        #expect(try await right(.GET, after, nil, 200).ids != first.ids)
        _ = try await right(.GET, "/products?include=prices&status=active,archived&per_page=200", nil, 200)
        _ = try await right(.GET, "/prices?recurring=true&include=product", nil, 200)
        try await discounts(shop, right, product: id(product))
        try await destinations(shop, right)
        _ = try await right(.PATCH, "/prices/\(id(price))", ["status": "archived"], 200)
        _ = try await right(.PATCH, "/prices/\(id(price))", ["name": "Old"], 400)
        _ = try await right(.GET, "/products/pro_" + String(repeating: "0", count: 26), nil, 404)
        try await shop.fault("{\"api_rate_limit_next\":1}")
        _ = try await right(.GET, "/products", nil, 429)
        try await shop.fault("{\"api_error_after_success_next\":1}")
        _ = try await right(.POST, "/products", ["name": "P", "tax_category": "saas"], 500)
    }

    private typealias Right = (HTTPMethod, String, JSONValue?, Int) async throws -> Answer

    private static func discounts(_ shop: PaddleShop, _ right: Right, product: String) async throws {
        let ten = try await right(.POST, "/discounts", shop.discountBody(["code": "TEN"]), 201)
        _ = try await right(.POST, "/discounts", shop.discountBody(["code": "ten"]), 409)
        _ = try await right(
            .POST, "/discounts",
            shop.discountBody([
                "type": "flat", "amount": "500", "currency_code": "USD", "recur": true,
                "maximum_recurring_intervals": 3, "usage_limit": 100, "restrict_to": [.string(product)],
                "expires_at": "2030-01-01T00:00:00Z", "custom_data": ["key": "five"], "mode": "custom",
            ]), 201)
        let id = ten.entity["id"].string ?? ""
        _ = try await right(.GET, "/discounts/\(id)", nil, 200)
        _ = try await right(.PATCH, "/discounts/\(id)", ["description": "Ten", "status": "archived"], 200)
        _ = try await right(.GET, "/discounts?status=active,archived&code=TEN&mode=standard", nil, 200)
    }

    private static func destinations(_ shop: PaddleShop, _ right: Right) async throws {
        let made = try await right(
            .POST, "/notification-settings",
            [
                "description": "Shop", "destination": "https://shop.example/hook", "type": "url",
                "subscribed_events": ["product.created", "transaction.completed"], "api_version": 1,
            ], 201)
        let path = "/notification-settings/\(made.entity["id"].string ?? "")"
        _ = try await right(.GET, path, nil, 200)
        _ = try await right(.PATCH, path, ["active": false, "subscribed_events": ["price.updated"]], 200)
        _ = try await right(.GET, "/notification-settings?active=false", nil, 200)
        _ = try await right(.DELETE, path, nil, 204)
        _ = try await right(.GET, "/event-types", nil, 200)
    }
}
