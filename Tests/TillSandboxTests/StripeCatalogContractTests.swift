import Foundation
import Testing
import TillModel

@testable import TillSandbox

@Suite(
    .timeLimit(.minutes(15)),
    .enabled(if: ContractProgram.path != nil, "TILL_CONTRACT_PROXY does not name the contract checker: skipped"))
struct StripeCatalogContractTests {
    @Test func `every answer about a catalog is one that Stripe could give`() async throws {
        try await Shop.open { shop in
            let report = try await ContractProgram.between(shop) { try await Catalog($0).walk() }
            #expect(report["summary"]["violations"] == 0, "\(report["violations"].text)")
            #expect(report["summary"]["warnings"] == 0, "\(report["warnings"].text)")
            #expect((report["summary"]["operations_used"].int ?? 0) >= 35)
        }
    }

    @Test func `every event about a catalog is one that Stripe could send`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "events-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await Shop.open { shop in
            try await Catalog(shop).walk()
            var files: [URL] = []
            for event in try await shop.events() {
                let file = folder.appending(path: "\(event["type"].string ?? "").\(files.count).json")
                try event.text.write(to: file, atomically: true, encoding: .utf8)
                files.append(file)
            }
            #expect(files.count > 25)
            let result = try await ContractProgram.checkSamples(files)
            #expect(result.status == 0, "\(result.output)")
        }
    }
}

/// One of everything that a catalog has, each request right in itself.
private struct Catalog {
    private let shop: Shop
    private let keys = CountingIdentifiers()

    init(_ shop: Shop) { self.shop = shop }

    func walk() async throws {
        let meter = try await meters()
        try await products()
        let monthly = try await prices(meter: meter)
        try await features()
        try await coupons()
        try await portal(monthly)
        _ = try await post("/v1/webhook_endpoints", "url=https://shop.example/hook&enabled_events[0]=*&metadata[a]=1")
        _ = try await get("/v1/webhook_endpoints", "limit=100")
        let refused = try await shop.send(
            .post, "/v1/products", raw: "name=A",
            headers: [("Authorization", "Bearer \(Shop.readOnlyKey)"), ("Idempotency-Key", keys.token())])
        #expect(refused.status == 403)
        _ = try await shop.control("/faults", "{\"api_writes_per_second\":1}")
        _ = try await post("/v1/products", "name=A")
        _ = try await post("/v1/products", "name=B", expecting: 429)
        _ = try await shop.control("/faults", "{\"api_writes_per_second\":0,\"api_error_next\":1}")
        _ = try await post("/v1/products", "name=B", expecting: 500)
    }

    private func post(_ path: String, _ form: String = "", expecting status: Int = 200) async throws -> Answer {
        let answer = try await shop.send(
            .post, path, raw: form,
            headers: [("Authorization", "Bearer \(Shop.key)"), ("Idempotency-Key", keys.token())])
        #expect(answer.status == status, "\(path): \(answer.text)")
        return answer
    }

    private func get(_ path: String, _ query: String = "", expecting status: Int = 200) async throws -> Answer {
        let answer = try await shop.send(.get, path, raw: query)
        #expect(answer.status == status, "\(path): \(answer.text)")
        return answer
    }

    private func meters() async throws -> String {
        let form = "display_name=Calls&event_name=calls&default_aggregation[formula]=sum"
        let meter = try await post("/v1/billing/meters", form).id
        _ = try await post("/v1/billing/meters", form, expecting: 400)
        _ = try await post("/v1/billing/meters/\(meter)", "display_name=All calls")
        _ = try await post("/v1/billing/meters/\(meter)/deactivate")
        _ = try await post("/v1/billing/meters/\(meter)/reactivate")
        _ = try await get("/v1/billing/meters/\(meter)")
        _ = try await get("/v1/billing/meters", "status=active&limit=100")
        return meter
    }

    private func products() async throws {
        _ = try await post(
            "/v1/products",
            """
            id=pro&name=Pro&description=D&shippable=true&images[0]=https://shop.example/a.png&unit_label=seat\
            &marketing_features[0][name]=Fast&tax_code=txcd_10103001&url=https://shop.example/pro\
            &statement_descriptor=PRO PLAN&metadata[till_key]=pro
            """)
        _ = try await post(
            "/v1/products/pro",
            "description=&images=&marketing_features=&tax_code=&unit_label=&url=&metadata[till_key]=&shippable=false")
        _ = try await get(
            "/v1/products", "ids[0]=pro&active=true&shippable=false&limit=100&expand[0]=data.default_price")
    }

    private func prices(meter: String) async throws -> String {
        let base = "product=pro&currency=usd&"
        let month = "&recurring[interval]=month"
        let monthly = try await post(
            "/v1/prices",
            base + "unit_amount=900&lookup_key=till:pro/month&nickname=M&tax_behavior=unspecified" + month
                + "&currency_options[eur][unit_amount]=800&expand[0]=currency_options")
        _ = try await post("/v1/products/pro", "default_price=\(monthly.id)")
        let other = try await post(
            "/v1/prices", base + "unit_amount=950&lookup_key=till:pro/month&transfer_lookup_key=true" + month)
        _ = try await post("/v1/prices/\(monthly.id)", "active=false", expecting: 400)
        _ = try await post("/v1/products/pro", "default_price=\(other.id)&expand[0]=default_price.currency_options")
        _ = try await post("/v1/prices/\(monthly.id)", "active=false&metadata[old]=yes&nickname=Old")
        _ = try await post(
            "/v1/prices/\(other.id)", "tax_behavior=inclusive&currency_options[eur][unit_amount]=850&lookup_key=")
        _ = try await post("/v1/prices/\(other.id)", "tax_behavior=exclusive", expecting: 400)
        _ = try await post(
            "/v1/prices",
            base + "unit_amount_decimal=0.2&recurring[usage_type]=metered&recurring[meter]=\(meter)" + month)
        let tiers =
            "tiers[0][up_to]=10&tiers[0][unit_amount]=500&tiers[0][flat_amount]=0&tiers[1][up_to]=inf"
            + "&tiers[1][unit_amount_decimal]=0.25"
        let euroTiers = tiers.split(separator: "&").map { "&currency_options[eur][tiers]" + $0.dropFirst(5) }.joined()
        for mode in ["graduated", "volume"] {
            _ = try await post(
                "/v1/prices",
                base + "billing_scheme=tiered&tiers_mode=\(mode)&" + tiers + euroTiers + month + "&expand[0]=tiers")
        }
        _ = try await post(
            "/v1/prices", base + "unit_amount=500&transform_quantity[divide_by]=10&transform_quantity[round]=up")
        _ = try await post(
            "/v1/prices",
            base + "custom_unit_amount[enabled]=true&custom_unit_amount[minimum]=500&custom_unit_amount[preset]=1000")
        let list = try await get(
            "/v1/prices",
            """
            product=pro&limit=100&expand[0]=data.tiers&expand[1]=data.currency_options\
            &expand[2]=data.currency_options.eur.tiers&expand[3]=data.product
            """)
        #expect(list["data"].array?.count == 7)
        _ = try await get("/v1/prices", "lookup_keys[0]=till:pro/month&active=true")
        _ = try await get("/v1/prices", "recurring[meter]=\(meter)&recurring[usage_type]=metered&type=recurring")
        return other.id
    }

    private func features() async throws {
        let form = "lookup_key=export&name=Export&metadata[a]=1"
        let feature = try await post("/v1/entitlements/features", form).id
        _ = try await post("/v1/entitlements/features", form, expecting: 400)
        _ = try await post("/v1/entitlements/features/\(feature)", "name=Exports&metadata[a]=")
        let attached = try await post("/v1/products/pro/features", "entitlement_feature=\(feature)").id
        _ = try await get("/v1/products/pro/features", "limit=100")
        _ = try await get("/v1/products/pro/features/\(attached)")
        _ = try await shop.delete("/v1/products/pro/features/\(attached)")
        _ = try await post("/v1/entitlements/features/\(feature)", "active=false")
        _ = try await get("/v1/entitlements/features", "archived=true&lookup_key=export")
        _ = try await get("/v1/entitlements/features/\(feature)")
    }

    private func coupons() async throws {
        _ = try await post(
            "/v1/coupons", "id=tenth&percent_off=12.5&duration=repeating&duration_in_months=3&name=Some off")
        _ = try await post("/v1/coupons", "id=tenth&percent_off=10", expecting: 400)
        _ = try await post(
            "/v1/coupons",
            """
            id=five&amount_off=500&currency=usd&currency_options[eur][amount_off]=450&max_redemptions=10\
            &redeem_by=1800000000&applies_to[products][0]=pro&expand[0]=applies_to&expand[1]=currency_options
            """)
        _ = try await post("/v1/coupons/five", "name=Five&metadata[a]=1&currency_options[gbp][amount_off]=400")
        _ = try await get("/v1/coupons", "limit=100&expand[0]=data.applies_to&expand[1]=data.currency_options")
        let form = "promotion[type]=coupon&promotion[coupon]=five&code=FIVE"
        let code = try await post(
            "/v1/promotion_codes",
            form + """
                &restrictions[first_time_transaction]=true&restrictions[minimum_amount]=5000\
                &restrictions[minimum_amount_currency]=usd&restrictions[currency_options][eur][minimum_amount]=4500\
                &expires_at=1799999999&max_redemptions=5&expand[0]=restrictions.currency_options
                """
        ).id
        _ = try await post("/v1/promotion_codes", form, expecting: 400)
        _ = try await post(
            "/v1/promotion_codes/\(code)", "metadata[a]=1&restrictions[currency_options][gbp][minimum_amount]=4000")
        _ = try await post("/v1/promotion_codes/\(code)", "active=false")
        _ = try await get("/v1/promotion_codes/\(code)", "expand[0]=promotion.coupon.applies_to")
        _ = try await get(
            "/v1/promotion_codes", "coupon=five&code=five&active=false&limit=100&expand[0]=data.promotion.coupon")
        _ = try await get("/v1/coupons/tenth")
        _ = try await shop.delete("/v1/coupons/tenth")
        _ = try await get("/v1/coupons/tenth", expecting: 404)
    }

    private func portal(_ price: String) async throws {
        let update = "features[subscription_update]"
        let made = try await post(
            "/v1/billing_portal/configurations",
            "\(update)[enabled]=true&\(update)[default_allowed_updates][0]=price&\(update)[products][0][product]=pro"
                + "&\(update)[products][0][prices][0]=\(price)&business_profile[headline]=Hello&name=Main"
                + "&expand[0]=features.subscription_update.products"
        ).id
        _ = try await post(
            "/v1/billing_portal/configurations/\(made)",
            "features[invoice_history][enabled]=true&business_profile[headline]=&metadata[a]=1&login_page[enabled]=true"
        )
        _ = try await post("/v1/billing_portal/configurations/\(made)", "active=false")
        _ = try await get("/v1/billing_portal/configurations", "is_default=true&active=true")
        _ = try await get("/v1/billing_portal/configurations/\(made)")
    }
}
