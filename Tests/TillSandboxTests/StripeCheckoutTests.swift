import Testing

@testable import TillSandbox

@Suite(.timeLimit(.minutes(15))) struct StripeCheckoutTests {
    @Test func `a session has a page, amounts and lines`() async throws {
        try await Shop.open { shop in
            let price = try await shop.makePrice()
            let session = try await shop.post("/v1/checkout/sessions", shop.sessionForm(price, quantity: 3))
            #expect(session.id.hasPrefix("cs_test_"))
            #expect(session["url"].string == "\(shop.base)/c/pay/\(session.id)")
            #expect(session["amount_total"] == 5700)
            #expect(session["status"] == "open")
            #expect(session["payment_status"] == "unpaid")
            #expect(session["metadata"] == ["order": "A 1"])
            #expect(session["expires_at"].int == Int64(shop.clock.seconds + 86_400))
            let lines = try await shop.get("/v1/checkout/sessions/\(session.id)/line_items")
            #expect(lines["data"].array?.first?["amount_total"] == 5700)
            let expanded = try await shop.session(session.id, expand: ["line_items", "line_items.data.price.product"])
            #expect(expanded["line_items"]["data"].array?.first?["price"]["product"]["name"] == "Pro")
            #expect(try await shop.session(session.id)["line_items"] == nil)
        }
    }

    @Test func `paying takes the money, tells about it and goes back to the shop`() async throws {
        try await Shop.open { shop in
            let session = try await shop.makeSession([("payment_intent_data[metadata][order]", "A1")])
            let answer = try await shop.press("pay", on: session["url"].string ?? "")
            #expect(answer.status == 303)
            #expect(answer.header("Location") == "https://shop.example/thanks?s=\(session.id)")
            let paid = try await shop.session(session.id, expand: ["payment_intent.latest_charge"])
            #expect(paid["status"] == "complete")
            #expect(paid["payment_status"] == "paid")
            #expect(paid["url"] == nil)
            #expect(paid["customer_details"]["email"] == "zoe@example.com")
            let intent = paid["payment_intent"]
            #expect(intent["status"] == "succeeded")
            #expect(intent["metadata"] == ["order": "A1"])
            #expect(intent["latest_charge"]["payment_intent"] == intent["id"])
            #expect(intent["latest_charge"]["metadata"] == ["order": "A1"])
            #expect(intent["latest_charge"]["amount_captured"] == 1900)
            let types = try await shop.eventTypes()
            #expect(
                types.suffix(4)
                    == [
                        "payment_intent.created", "charge.succeeded", "payment_intent.succeeded",
                        "checkout.session.completed",
                    ])
        }
    }

    @Test func `a declined card says so, and another try uses the same payment`() async throws {
        try await Shop.open { shop in
            let session = try await shop.makeSession()
            let url = session["url"].string ?? ""
            let declined = try await shop.press("decline", on: url)
            #expect(declined.status == 402)
            #expect(declined.text.contains("Your card was declined"))
            let failed = try await shop.events().last ?? .null
            #expect(failed["type"] == "payment_intent.payment_failed")
            #expect(failed["data"]["object"]["last_payment_error"]["code"] == "card_declined")
            let intent = try await shop.session(session.id)["payment_intent"]
            #expect(try await shop.press("pay", on: url, card: "4000 0000 0000 0002").status == 402)
            #expect(try await shop.press("pay", on: url, card: "4242 4242 4242 4242").status == 303)
            let paid = try await shop.session(session.id)
            #expect(paid["payment_intent"] == intent)
            #expect(paid["payment_status"] == "paid")
            #expect(try await shop.get("/v1/payment_intents")["data"].array?.count == 1)
        }
    }

    @Test func `the page shows what is bought and works without a script`() async throws {
        try await Shop.open { shop in
            let price = try await shop.makePrice()
            let form = shop.sessionForm(price, quantity: 2) + [("customer_email", "a&b@example.com")]
            let session = try await shop.post("/v1/checkout/sessions", form)
            let page = try await shop.send(.get, session["url"].string ?? "", headers: [])
            #expect(page.status == 200)
            #expect(page.header("Content-Type") == "text/html; charset=utf-8")
            for part in [
                "Sandbox — no real money", "2 × 19.00 USD", "Pay 38.00 USD", "a&amp;b@example.com",
                "4242 4242 4242 4242", "Decline this card", "https://shop.example/cart", "<label for=\"email\">",
            ] {
                #expect(page.text.contains(part), "\(part)")
            }
            #expect(!page.text.contains("<script"))
        }
    }

    @Test func `paying many times at once pays once`() async throws {
        try await Shop.open { shop in
            let session = try await shop.makeSession()
            let url = session["url"].string ?? ""
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<12 { group.addTask { try await shop.press("pay", on: url).status } }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.allSatisfy { $0 == 303 })
            #expect(try await shop.eventTypes().filter { $0 == "checkout.session.completed" }.count == 1)
            #expect(try await shop.get("/v1/charges")["data"].array?.count == 1)
            let page = try await shop.send(.get, url, headers: [])
            #expect(page.text.contains("already been paid"))
        }
    }

    @Test(arguments: [("succeeded", "paid"), ("failed", "unpaid")])
    func `a method that takes days completes unpaid and settles later`(_ outcome: String, _ status: String) async throws
    {
        try await Shop.open { shop in
            let session = try await shop.makeSession()
            #expect(try await shop.press("processing", on: session["url"].string ?? "").status == 303)
            let waiting = try await shop.session(session.id)
            #expect(waiting["status"] == "complete")
            #expect(waiting["payment_status"] == "unpaid")
            let settled = try await shop.control("/sessions/\(session.id)/settle", "{\"outcome\":\"\(outcome)\"}")
            #expect(settled["payment_status"].string == status)
            let types = try await shop.eventTypes()
            #expect(types.contains("payment_intent.processing"))
            #expect(types.last == "checkout.session.async_payment_\(outcome)")
            #expect(
                try await shop.control("/sessions/\(session.id)/settle", "{\"outcome\":\"\(outcome)\"}").status == 400)
        }
    }

    @Test func `a free order needs no payment`() async throws {
        try await Shop.open { shop in
            let price = try await shop.makePrice(0)
            let session = try await shop.post("/v1/checkout/sessions", shop.sessionForm(price))
            #expect(try await shop.press("decline", on: session["url"].string ?? "").status == 400)
            #expect(try await shop.press("pay", on: session["url"].string ?? "").status == 303)
            let done = try await shop.session(session.id)
            #expect(done["payment_status"] == "no_payment_required")
            #expect(done["payment_intent"] == nil)
        }
    }

    @Test func `a price described in the session makes its own product`() async throws {
        try await Shop.open { shop in
            let session = try await shop.post(
                "/v1/checkout/sessions",
                [
                    ("mode", "payment"), ("success_url", "https://shop.example/"), ("line_items[0][quantity]", "2"),
                    ("line_items[0][price_data][currency]", "jpy"), ("line_items[0][price_data][unit_amount]", "500"),
                    ("line_items[0][price_data][product_data][name]", "Añ & b"),
                ])
            #expect(session["amount_total"] == 1000)
            let line =
                try await shop.get("/v1/checkout/sessions/\(session.id)/line_items")["data"].array?.first ?? .null
            #expect(line["description"] == "Añ & b")
            #expect(try await shop.get("/v1/products", [("active", "true")])["data"] == [])
        }
    }

    @Test(arguments: [
        [("line_items[0][quantity]", "999999")], [("expires_at", "1790000060")], [("expires_at", "1790090000")],
        [("success_url", "not a url")], [("success_url", "javascript:alert(1)")], [("cancel_url", "ftp://a/")],
        [("customer", "cus_none")], [("customer_email", "nobody")], [("line_items[0][price]", "price_none")],
        [("ui_mode", "embedded_page")], [("mode", "subscription")], [("mode", "setup")],
        [("subscription_data[trial_period_days]", "3")], [("line_items[0][price_data][currency]", "usd")],
    ])
    func `a session that Stripe would refuse is refused`(_ change: [(String, String)]) async throws {
        try await Shop.open { shop in
            let price = try await shop.makePrice()
            let form = shop.sessionForm(price).filter { field in !change.contains { $0.0 == field.0 } }
            let answer = try await shop.post("/v1/checkout/sessions", form + change)
            #expect(answer.status == 400)
            #expect(try await shop.get("/v1/checkout/sessions")["data"] == [])
        }
    }

    @Test func `lines of two currencies, and totals too small, are refused`() async throws {
        try await Shop.open { shop in
            let dollars = try await shop.makePrice()
            let euros = try await shop.makePrice(currency: "eur")
            let mixed = try await shop.post(
                "/v1/checkout/sessions",
                shop.sessionForm(dollars) + [("line_items[1][price]", euros), ("line_items[1][quantity]", "1")])
            #expect(mixed.error["param"] == "line_items[1][price]")
            let small = try await shop.makePrice(49)
            #expect(try await shop.post("/v1/checkout/sessions", shop.sessionForm(small)).code == "amount_too_small")
            let monthly = try await shop.makePrice(every: "month")
            #expect(try await shop.post("/v1/checkout/sessions", shop.sessionForm(monthly)).status == 400)
        }
    }

    @Test func `an open session can be ended, once`() async throws {
        try await Shop.open { shop in
            let session = try await shop.makeSession()
            let url = session["url"].string ?? ""
            #expect(try await shop.post("/v1/checkout/sessions/\(session.id)/expire")["status"] == "expired")
            #expect(try await shop.post("/v1/checkout/sessions/\(session.id)/expire").status == 400)
            let page = try await shop.press("pay", on: url)
            #expect(page.text.contains("has expired"))
            #expect(try await shop.eventTypes().last == "checkout.session.expired")
        }
    }

    @Test func `a session past its time expires when it is looked at`() async throws {
        try await Shop.open { shop in
            let session = try await shop.makeSession([("expires_at", String(shop.clock.seconds + 1800))])
            shop.clock.advance(by: 1801)
            #expect(try await shop.session(session.id)["status"] == "expired")
            #expect(try await shop.eventTypes().filter { $0 == "checkout.session.expired" }.count == 1)
        }
    }

    @Test func `a page that never was says so`() async throws {
        try await Shop.open { shop in
            let never = try await shop.send(.get, "/c/pay/cs_test_none", headers: [])
            #expect(never.status == 404)
            let session = try await shop.makeSession()
            #expect(try await shop.press("nonsense", on: session["url"].string ?? "").status == 400)
            #expect(try await shop.press("pay", on: session["url"].string ?? "", email: "nobody").status == 400)
            #expect(try await shop.session(session.id)["status"] == "open")
        }
    }
}
