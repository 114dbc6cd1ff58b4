import Testing
import TillStore
import TillTesting

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The real server, killed while a checkout is made (rows 14 and 16 of docs/crash-table.md).
@Suite(.timeLimit(.minutes(15))) struct CheckoutCrashTests {
    private static let key = "idempotency-key-of-the-buyer"

    /// Asks for a checkout until the server is killed at a failpoint, and starts the server again.
    private func crash(_ shop: Shop, at failpoint: String, whileDown: () async throws -> Void = {}) async throws {
        let server = try await shop.serve(failpoint: failpoint)
        #expect(await shop.askForCheckout(key: Self.key) == nil)
        #expect(try await server.end() == -SIGKILL)
        try await shop.expect(1, "orders", where: "status = 'pending' AND session_id IS NULL")
        try await whileDown()
        _ = try await shop.serve()
    }

    /// Asks again with the same key until nobody is believed any more to be at it.
    private func askAgain(_ shop: Shop) async throws -> Shop.Placed {
        while true {
            let answer = await shop.askForCheckout(key: Self.key)
            guard answer?.status == 409 else {
                #expect(answer?.status == 201)
                return try Shop.placed(answer)
            }
            #expect(answer?.headers["retry-after"] != nil)
            try await shop.leasesRunOut()
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `killed before the provider is asked for a page, the same key goes on with the same order`(
        _ kind: DatabaseKind
    ) async throws {
        try await Shop.open(kind) { shop in
            try await crash(shop, at: "checkout-begun") {
                let made = try await shop.stripe.sessions()
                #expect(made == 0)
            }
            let placed = try await askAgain(shop)
            try await shop.expect(1, "orders")
            try await shop.expect(1, "orders", where: "id = '\(placed.order)'")
            #expect(try await shop.stripe.sessions() == 1)
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `killed after the provider made a page, the same key opens the same page`(
        _ kind: DatabaseKind
    ) async throws {
        try await Shop.open(kind) { shop in
            try await crash(shop, at: "checkout-session-made")
            let placed = try await askAgain(shop)
            try await shop.expect(1, "orders")
            #expect(try await shop.stripe.sessions() == 1)
            try await shop.expect(1, "orders", where: "session_id = '\(placed.session)'")
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `killed after the provider made a page, a payment of that page finds its order`(
        _ kind: DatabaseKind
    ) async throws {
        try await Shop.open(kind) { shop in
            try await crash(shop, at: "checkout-session-made")
            let session = try #require(try await shop.stripe.newestSession())
            try await shop.stripe.pay(session)
            for event in try await shop.stripe.events() { #expect(await shop.tell(event) == 200) }
            try await shop.untilSettled()
            let order = try #require(try await shop.rows("SELECT id FROM orders").first?.text("id"))
            try await shop.expectPaidOnce(Shop.Placed(order: order, session: session))
        }
    }
}
