import Testing

@testable import TillSandbox

/// Subscriptions that are moved to another price.
@Suite(.timeLimit(.minutes(15))) struct StripeSubscriptionItemTests {
    /// A subscription at $19 a month, its item, and a price to move it to.
    private struct Old {
        let subscription: Answer
        let item: String
        let price: String
        let dearer: String

        static func make(_ shop: Shop, currency: String = "usd", every interval: String = "month") async throws -> Old {
            let subscription = try await shop.makeSubscription()
            let item = try #require(subscription["items"]["data"].array?.first)
            return Old(
                subscription: subscription, item: item["id"].string ?? "", price: item["price"]["id"].string ?? "",
                dearer: try await shop.makePrice(2500, currency: currency, every: interval))
        }

        func move(_ shop: Shop, _ more: [(String, String)] = [("proration_behavior", "none")]) async throws -> Answer {
            try await shop.post(
                "/v1/subscriptions/\(subscription.id)",
                [("items[0][id]", item), ("items[0][price]", dearer), ("items[0][quantity]", "3")] + more)
        }
    }

    @Test func `an item keeps its id and period at another price, and the next renewal asks for that`() async throws {
        try await Shop.open { shop in
            let old = try await Old.make(shop)
            let moved = try await old.move(shop, [("proration_behavior", "none"), ("items[0][metadata][a]", "b")])
            let item = moved["items"]["data"].array?.first ?? .null
            #expect(item["id"].string == old.item)
            #expect(item["price"]["id"].string == old.dearer)
            #expect(item["plan"]["amount"] == 2500)
            #expect(item["quantity"] == 3)
            #expect(item["metadata"] == ["a": "b"])
            #expect(item["current_period_end"] == 1_792_592_000)
            #expect(moved["billing_cycle_anchor"] == old.subscription["billing_cycle_anchor"])
            let invoices = try await shop.get("/v1/invoices", [("subscription", old.subscription.id)])
            #expect(invoices["data"].array?.count == 1)
            let event = try await shop.events().last ?? .null
            #expect(event["type"] == "customer.subscription.updated")
            #expect(event["data"]["previous_attributes"]["items"] != nil)
            let renewed = try await shop.control("/subscriptions/\(old.subscription.id)/renew")
            let invoice = try await shop.get("/v1/invoices/\(renewed["latest_invoice"].string ?? "")")
            #expect(invoice["amount_paid"] == 7500)
        }
    }

    @Test func `a list by price has what has it now`() async throws {
        try await Shop.open { shop in
            let old = try await Old.make(shop)
            _ = try await shop.makeSubscription()
            func listed(_ price: String) async throws -> [String?] {
                let list = try await shop.get("/v1/subscriptions", [("price", price)])
                return (list["data"].array ?? []).map { $0["id"].string }
            }
            #expect(try await listed(old.price) == [old.subscription.id])
            #expect(try await listed(old.dearer) == [])
            _ = try await old.move(shop)
            #expect(try await listed(old.price) == [])
            #expect(try await listed(old.dearer) == [old.subscription.id])
        }
    }

    @Test func `who says nothing of the quantity gets one`() async throws {
        try await Shop.open { shop in
            let old = try await Old.make(shop)
            let path = "/v1/subscriptions/\(old.subscription.id)"
            let more = [("items[0][id]", old.item), ("proration_behavior", "none")]
            _ = try await shop.post(path, more + [("items[0][quantity]", "4")])
            let moved = try await shop.post(path, more + [("items[0][price]", old.dearer)])
            #expect(moved["items"]["data"].array?.first?["quantity"] == 1)
        }
    }

    @Test func `what would begin a period anew, or charge at once, is not emulated`() async throws {
        try await Shop.open { shop in
            let yearly = try await Old.make(shop, every: "year")
            #expect(try await yearly.move(shop).error["message"].string?.contains("another interval") == true)
            let monthly = try await Old.make(shop)
            let prorated = try await monthly.move(shop, [])
            #expect(prorated.error["param"] == "proration_behavior")
            #expect(try await shop.get("/v1/subscriptions", [("price", monthly.dearer)])["data"] == [])
        }
    }

    @Test func `a price of another currency, an archived one and an unknown item are refused`() async throws {
        try await Shop.open { shop in
            let euro = try await Old.make(shop, currency: "eur")
            #expect(try await euro.move(shop).error["message"].string?.contains("only supports `eur`") == true)
            let archived = try await Old.make(shop)
            _ = try await shop.post("/v1/prices/\(archived.dearer)", [("active", "false")])
            #expect(try await archived.move(shop).error["message"].string?.contains("inactive") == true)
            let unknown = try await shop.post(
                "/v1/subscriptions/\(euro.subscription.id)",
                [("items[0][id]", "si_none"), ("items[0][price]", euro.dearer), ("proration_behavior", "none")])
            #expect(unknown.code == "resource_missing")
            _ = try await shop.delete("/v1/subscriptions/\(euro.subscription.id)")
            #expect(try await euro.move(shop).error["message"].string?.contains("canceled subscription") == true)
        }
    }
}
