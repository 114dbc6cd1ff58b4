import Testing

@testable import TillSandbox

@Suite(.timeLimit(.minutes(15))) struct StripeSubscriptionTests {
    @Test func `buying makes a customer, a subscription and a paid invoice that point to each other`() async throws {
        try await Shop.open { shop in
            let subscription = try await shop.makeSubscription()
            #expect(subscription["status"] == "active")
            #expect(subscription["metadata"] == ["order": "A1"])
            let item = subscription["items"]["data"].array?.first ?? .null
            // A month after 2026-09-21T12:53:20Z.
            #expect(item["current_period_end"] == 1_792_592_000)
            let invoice = try await shop.get(
                "/v1/invoices/\(subscription["latest_invoice"].string ?? "")", [("expand[]", "payments")])
            #expect(invoice["status"] == "paid")
            #expect(invoice["billing_reason"] == "subscription_create")
            let details = invoice["parent"]["subscription_details"]
            #expect(details["subscription"].string == subscription.id)
            #expect(details["metadata"] == ["order": "A1"])
            let payment = invoice["payments"]["data"].array?.first ?? .null
            let intent = try await shop.get("/v1/payment_intents/\(payment["payment"]["payment_intent"].string ?? "")")
            #expect(intent["status"] == "succeeded")
            #expect(intent["metadata"] == [:])
            #expect(intent["customer"] == subscription["customer"])
            let found = try await shop.get(
                "/v1/invoice_payments", [("payment[type]", "payment_intent"), ("payment[payment_intent]", intent.id)])
            #expect(found["data"].array?.first?["invoice"].string == invoice.id)
            let session = try await shop.get("/v1/checkout/sessions")["data"].array?.first ?? .null
            #expect(session["subscription"].string == subscription.id)
            #expect(session["invoice"].string == invoice.id)
            #expect(session["payment_intent"] == nil)
            let types = try await shop.eventTypes()
            for type in ["customer.subscription.created", "invoice.paid", "checkout.session.completed"] {
                #expect(types.filter { $0 == type }.count == 1, "\(type)")
            }
        }
    }

    @Test func `a trial starts without a payment and pays when it renews`() async throws {
        try await Shop.open { shop in
            let subscription = try await shop.makeSubscription([("subscription_data[trial_period_days]", "14")])
            #expect(subscription["status"] == "trialing")
            #expect(subscription["trial_end"].int == Int64(shop.clock.seconds + 14 * 86_400))
            let session = try await shop.get("/v1/checkout/sessions")["data"].array?.first ?? .null
            #expect(session["payment_status"] == "no_payment_required")
            #expect(session["amount_total"] == 0)
            let invoice = try await shop.get("/v1/invoices/\(subscription["latest_invoice"].string ?? "")")
            #expect(invoice["total"] == 0)
            #expect(invoice["status"] == "paid")
            #expect(try await shop.eventTypes().contains("payment_intent.succeeded") == false)
            let renewed = try await shop.control("/subscriptions/\(subscription.id)/renew")
            #expect(renewed["status"] == "active")
            let item = renewed["items"]["data"].array?.first ?? .null
            #expect(item["current_period_start"] == subscription["trial_end"])
            #expect(try await shop.eventTypes().contains("payment_intent.succeeded"))
        }
    }

    @Test func `a trial is announced three days before it ends, once`() async throws {
        try await Shop.open { shop in
            _ = try await shop.makeSubscription([("subscription_data[trial_period_days]", "14")])
            let type = "customer.subscription.trial_will_end"
            _ = try await shop.control("/tick")
            #expect(try await !shop.eventTypes().contains(type))
            shop.clock.advance(by: 11 * 86_400)
            _ = try await shop.control("/tick")
            _ = try await shop.control("/tick")
            #expect(try await shop.eventTypes().filter { $0 == type }.count == 1)
        }
    }

    @Test func `a renewal is a paid invoice of the next period`() async throws {
        try await Shop.open { shop in
            let subscription = try await shop.makeSubscription()
            let renewed = try await shop.control("/subscriptions/\(subscription.id)/renew")
            let item = renewed["items"]["data"].array?.first ?? .null
            #expect(item["current_period_start"] == 1_792_592_000)
            let invoice = try await shop.get("/v1/invoices/\(renewed["latest_invoice"].string ?? "")")
            #expect(invoice["billing_reason"] == "subscription_cycle")
            #expect(invoice["amount_paid"] == 1900)
            #expect(invoice["parent"]["subscription_details"]["metadata"] == ["order": "A1"])
            let types = try await shop.eventTypes()
            #expect(types.filter { $0 == "invoice.paid" }.count == 2)
            #expect(types.last == "customer.subscription.updated")
            let invoices = try await shop.get("/v1/invoices", [("subscription", subscription.id)])
            #expect(invoices["data"].array?.count == 2)
        }
    }

    @Test func `a failed renewal is past due until it is paid with the same payment`() async throws {
        try await Shop.open { shop in
            let subscription = try await shop.makeSubscription()
            let failed = try await shop.control("/subscriptions/\(subscription.id)/fail_renewal")
            #expect(failed["status"] == "past_due")
            let invoiceID = failed["latest_invoice"].string ?? ""
            #expect(try await shop.get("/v1/invoices/\(invoiceID)")["status"] == "open")
            #expect(try await shop.eventTypes().contains("invoice.payment_failed"))
            _ = try await shop.control("/subscriptions/\(subscription.id)/fail_renewal")
            #expect(try await shop.get("/v1/invoices/\(invoiceID)")["attempt_count"] == 2)
            let renewed = try await shop.control("/subscriptions/\(subscription.id)/renew")
            #expect(renewed["status"] == "active")
            #expect(renewed["latest_invoice"].string == invoiceID)
            #expect(try await shop.get("/v1/invoices/\(invoiceID)")["status"] == "paid")
            #expect(try await shop.get("/v1/payment_intents")["data"].array?.count == 2)
        }
    }

    @Test func `ending with the period is announced, can be taken back, and happens at the renewal`() async throws {
        try await Shop.open { shop in
            let id = try await shop.makeSubscription().id
            let ending = try await shop.post("/v1/subscriptions/\(id)", [("cancel_at_period_end", "true")])
            #expect(ending["cancel_at"] == 1_792_592_000)
            let event = try await shop.events().last ?? .null
            #expect(event["type"] == "customer.subscription.updated")
            #expect(event["data"]["previous_attributes"]["cancel_at_period_end"] == false)
            #expect(
                try await shop.post("/v1/subscriptions/\(id)", [("cancel_at_period_end", "false")])["cancel_at"] == nil)
            _ = try await shop.post("/v1/subscriptions/\(id)", [("cancel_at_period_end", "true")])
            #expect(try await shop.control("/subscriptions/\(id)/renew")["status"] == "canceled")
            #expect(try await shop.eventTypes().last == "customer.subscription.deleted")
        }
    }

    @Test func `deleting ends a subscription now, once`() async throws {
        try await Shop.open { shop in
            let id = try await shop.makeSubscription().id
            #expect(try await shop.delete("/v1/subscriptions/\(id)")["status"] == "canceled")
            #expect(try await shop.delete("/v1/subscriptions/\(id)").status == 404)
            #expect(try await shop.get("/v1/subscriptions")["data"] == [])
            #expect(try await shop.get("/v1/subscriptions", [("status", "all")])["data"].array?.count == 1)
            #expect(try await shop.control("/subscriptions/\(id)/renew").status == 400)
        }
    }

    @Test func `as time passes, subscriptions renew by themselves`() async throws {
        try await Shop.open { shop in
            let id = try await shop.makeSubscription().id
            shop.clock.advance(by: 31 * 86_400)
            _ = try await shop.control("/tick")
            let invoices = try await shop.get("/v1/invoices", [("subscription", id)])
            #expect(invoices["data"].array?.count == 2)
        }
    }

    @Test func `a delayed first payment that fails leaves the subscription past due`() async throws {
        try await Shop.open { shop in
            let session = try await shop.makeSubscriptionSession()
            _ = try await shop.press("processing", on: session["url"].string ?? "")
            _ = try await shop.control("/sessions/\(session.id)/settle", "{\"outcome\":\"failed\"}")
            let id = try await shop.session(session.id)["subscription"].string ?? ""
            #expect(try await shop.get("/v1/subscriptions/\(id)")["status"] == "past_due")
        }
    }

    @Test(arguments: [
        // 2026-01-31 and a leap day, each at midnight.
        (1_769_817_600, "month", 1, 1_772_236_800), (1_769_817_600, "month", 2, 1_774_915_200),
        (1_709_164_800, "year", 1, 1_740_700_800), (0, "day", 3, 259_200), (0, "week", 2, 1_209_600),
    ])
    func `periods are counted from the first day, so that the 31st comes back`(
        _ anchor: Int64, _ interval: String, _ periods: Int64, _ expected: Int64
    ) throws {
        let period = try #require(StripePeriod(["interval": .string(interval), "interval_count": 1]))
        #expect(period.instant(after: anchor, periods: periods) == expected)
    }
}
