import Foundation
import Testing
import TillModel

@testable import TillSandbox

@Suite(
    .timeLimit(.minutes(15)),
    .enabled(if: ContractProgram.path != nil, "TILL_CONTRACT_PROXY does not name the contract checker: skipped"))
struct StripeContractTests {
    @Test func `every answer is one that Stripe could give`() async throws {
        try await Shop.open { shop in
            let report = try await ContractProgram.between(shop) { try await StripeContractTests.walk($0) }
            #expect(report["summary"]["violations"] == 0, "\(report["violations"].text)")
            #expect(report["summary"]["warnings"] == 0, "\(report["warnings"].text)")
            #expect((report["summary"]["operations_used"].int ?? 0) >= 35)
        }
    }

    @Test func `every event is one that Stripe could send`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "events-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await Shop.open { shop in
            try await StripeContractTests.walk(shop)
            var files: [URL] = []
            for event in try await shop.events() {
                let name = "\(event["type"].string ?? "").\(files.count).json"
                let file = folder.appending(path: name)
                try event.text.write(to: file, atomically: true, encoding: .utf8)
                files.append(file)
            }
            #expect(files.count > 40)
            let result = try await ContractProgram.checkSamples(files)
            #expect(result.status == 0, "\(result.output)")
        }
    }

    /// One of everything, each request right in itself, as an adapter sends it.
    private static func walk(_ shop: Shop) async throws {
        let keys = CountingIdentifiers()
        let right: Post = { path, form, status in
            let answer = try await shop.post(path, form, key: keys.token())
            #expect(answer.status == status, "\(path): \(answer.text)")
            return answer
        }
        func post(_ path: String, _ form: [(String, String)], expecting status: Int = 200) async throws -> Answer {
            try await right(path, form, status)
        }
        let product = try await post(
            "/v1/products", [("id", "prod_walk"), ("name", "Pro"), ("description", "D"), ("metadata[key]", "pro")])
        _ = try await post("/v1/products", [("id", "prod_walk"), ("name", "Pro")], expecting: 400)
        let base = [("product", product.id), ("currency", "usd")]
        let once = try await post("/v1/prices", base + [("unit_amount", "1900"), ("lookup_key", "once")])
        _ = try await post("/v1/prices", base + [("unit_amount", "2900"), ("lookup_key", "once")], expecting: 400)
        let moved = try await post(
            "/v1/prices",
            base + [
                ("unit_amount", "2900"), ("lookup_key", "once"), ("transfer_lookup_key", "true"),
                ("currency_options[eur][unit_amount]", "2700"), ("expand[0]", "currency_options"),
                ("expand[1]", "product"),
            ])
        let monthly = try await post(
            "/v1/prices", base + [("unit_amount", "900"), ("recurring[interval]", "month"), ("nickname", "M")])
        _ = try await post("/v1/products/prod_walk", [("default_price", moved.id), ("description", "")])
        _ = try await post("/v1/prices/\(moved.id)", [("active", "false")], expecting: 400)
        _ = try await post("/v1/prices/\(once.id)", [("active", "false"), ("metadata[old]", "yes")])
        _ = try await shop.get("/v1/prices", [("lookup_keys[0]", "once"), ("expand[0]", "data.product")])
        _ = try await shop.get("/v1/products", [("active", "true"), ("limit", "100")])
        _ = try await shop.get("/v1/products/prod_none")
        _ = try await shop.get("/v1/products/prod_walk", [("expand[0]", "default_price")])
        _ = try await shop.delete("/v1/products/prod_walk")
        _ = try await post("/v1/products", [("id", "prod_gone"), ("name", "Gone")])
        _ = try await shop.delete("/v1/products/prod_gone")
        let customer = try await post("/v1/customers", [("email", "zoe@example.com"), ("name", "Zoe")])
        _ = try await shop.get("/v1/customers/\(customer.id)")
        try await payments(shop, right, price: moved.id, customer: customer.id)
        try await subscriptions(shop, right, price: monthly.id)
        let endpoint = try await post(
            "/v1/webhook_endpoints",
            [
                ("url", "https://shop.example/hook"), ("enabled_events[0]", "invoice.paid"),
                ("api_version", "2026-10-28.endive"),
            ])
        _ = try await post("/v1/webhook_endpoints/\(endpoint.id)", [("enabled_events[0]", "*"), ("description", "D")])
        _ = try await shop.get("/v1/webhook_endpoints")
        _ = try await shop.get("/v1/webhook_endpoints/\(endpoint.id)")
        _ = try await shop.delete("/v1/webhook_endpoints/\(endpoint.id)")
        let events = try await shop.get(
            "/v1/events", [("limit", "100"), ("types[0]", "invoice.paid"), ("created[gte]", "5")])
        let event = try #require(events["data"].array?.first?["id"].string)
        _ = try await shop.get("/v1/events/\(event)")
        _ = try await shop.control("/faults", "{\"api_rate_limit_next\":1}")
        #expect(try await shop.get("/v1/events").status == 429)
        _ = try await shop.control("/faults", "{\"api_error_after_success_next\":1}")
        _ = try await post("/v1/customers", [("email", "z@example.com")], expecting: 500)
    }

    private typealias Post = (String, [(String, String)], Int) async throws -> Answer

    private static func payments(_ shop: Shop, _ post: Post, price: String, customer: String) async throws {
        let form = shop.sessionForm(price) + [("payment_intent_data[metadata][order]", "A1")]
        let session = try await post(
            "/v1/checkout/sessions",
            form + [("customer", customer), ("expand[0]", "line_items"), ("expand[1]", "customer")], 200)
        let url = session["url"].string ?? ""
        _ = try await shop.press("decline", on: url)
        _ = try await shop.press("pay", on: url)
        let paid = try await shop.session(session.id, expand: ["payment_intent.latest_charge", "line_items"])
        _ = try await shop.get("/v1/checkout/sessions/\(session.id)/line_items", [("limit", "5")])
        _ = try await shop.get("/v1/checkout/sessions", [("limit", "5"), ("status", "complete")])
        let intent = paid["payment_intent"]["id"].string ?? ""
        _ = try await shop.get("/v1/payment_intents/\(intent)")
        _ = try await shop.get("/v1/payment_intents")
        let refund = try await post("/v1/refunds", [("payment_intent", intent), ("amount", "1000")], 200)
        _ = try await post("/v1/refunds", [("payment_intent", intent), ("amount", "9000")], 400)
        _ = try await post("/v1/refunds", [("payment_intent", intent), ("metadata[a]", "b")], 200)
        _ = try await post("/v1/refunds", [("payment_intent", intent)], 400)
        _ = try await shop.get("/v1/refunds/\(refund.id)", [("expand[0]", "charge")])
        _ = try await shop.get("/v1/refunds", [("payment_intent", intent)])
        _ = try await shop.get("/v1/charges/\(refund["charge"].string ?? "")", [("expand[0]", "refunds")])
        for outcome in ["succeeded", "failed"] {
            let delayed = try await post("/v1/checkout/sessions", form + [("customer_creation", "always")], 200)
            _ = try await shop.press("processing", on: delayed["url"].string ?? "")
            _ = try await shop.control("/sessions/\(delayed.id)/settle", "{\"outcome\":\"\(outcome)\"}")
        }
        let ended = try await post("/v1/checkout/sessions", form + [("customer_email", "zoe@example.com")], 200)
        _ = try await post("/v1/checkout/sessions/\(ended.id)/expire", [], 200)
        _ = try await post("/v1/checkout/sessions/\(ended.id)/expire", [], 400)
    }

    private static func subscriptions(_ shop: Shop, _ post: Post, price: String) async throws {
        let form =
            shop.sessionForm(price, mode: "subscription") + [
                ("subscription_data[metadata][order]", "A1"), ("line_items[1][price_data][currency]", "usd"),
                ("line_items[1][price_data][unit_amount]", "500"), ("line_items[1][quantity]", "1"),
                ("line_items[1][price_data][product_data][name]", "Set-up"),
            ]
        let session = try await post("/v1/checkout/sessions", form, 200)
        _ = try await shop.press("pay", on: session["url"].string ?? "")
        let id = try await shop.session(session.id)["subscription"].string ?? ""
        _ = try await shop.get("/v1/subscriptions/\(id)", [("expand[0]", "latest_invoice.payments")])
        _ = try await shop.get("/v1/subscriptions", [("status", "all")])
        _ = try await shop.control("/subscriptions/\(id)/renew")
        _ = try await shop.control("/subscriptions/\(id)/fail_renewal")
        _ = try await shop.control("/subscriptions/\(id)/renew")
        _ = try await post("/v1/subscriptions/\(id)", [("cancel_at_period_end", "true")], 200)
        _ = try await post("/v1/subscriptions/\(id)", [("cancel_at_period_end", "false"), ("metadata[a]", "b")], 200)
        try await moveItem(shop, post, subscription: id)
        let invoices = try await shop.get("/v1/invoices", [("subscription", id), ("status", "paid")])
        let invoice = invoices["data"].array?.first?["id"].string ?? ""
        _ = try await shop.get("/v1/invoices/\(invoice)", [("expand[0]", "payments")])
        _ = try await shop.get("/v1/invoice_payments", [("invoice", invoice)])
        _ = try await shop.delete("/v1/subscriptions/\(id)")
        let trial = try await post(
            "/v1/checkout/sessions",
            shop.sessionForm(price, mode: "subscription") + [("subscription_data[trial_period_days]", "2")], 200)
        _ = try await shop.press("pay", on: trial["url"].string ?? "")
        _ = try await shop.control("/tick")
    }

    private static func moveItem(_ shop: Shop, _ post: Post, subscription id: String) async throws {
        let dearer = try await post(
            "/v1/prices",
            [
                ("product_data[name]", "Pro"), ("unit_amount", "2500"), ("currency", "usd"),
                ("recurring[interval]", "month"),
            ], 200
        ).id
        let item = try await shop.get("/v1/subscriptions/\(id)")["items"]["data"].array?.first?["id"].string ?? ""
        _ = try await post(
            "/v1/subscriptions/\(id)",
            [
                ("items[0][id]", item), ("items[0][price]", dearer), ("items[0][quantity]", "1"),
                ("items[0][metadata][moved]", "yes"), ("proration_behavior", "none"),
            ], 200)
        _ = try await shop.get("/v1/subscriptions", [("price", dearer), ("limit", "100")])
        _ = try await post("/v1/subscriptions/\(id)", [("items[0][id]", "si_none"), ("items[0][price]", dearer)], 400)
    }
}
