import NIOHTTP1
import Testing
import TillEngine
import TillModel
import TillStore
import TillTesting

@testable import TillServer

/// A server that is given another catalog while it sells.
@Suite(.timeLimit(.minutes(15))) struct CatalogReloadTests {
    /// The ordinary shop's catalog with other prices, under its own hash.
    static func dearer(hash: String = "hash-of-dearer") -> Catalog {
        let products = TestShop.catalog.products.map { product in
            var product = product
            product.prices = product.prices.map { price in
                Price(
                    key: price.key, amounts: price.amounts.map { Money(minorUnits: $0.minorUnits + 100, $0.currency) },
                    interval: price.interval, trial: price.trial)
            }
            return product
        }
        return Catalog(products: products, defaultProvider: .stripe, providers: [.stripe], contentHash: hash)
    }

    @Test func `an order made before is paid at its own price, and the next one costs the new`() async throws {
        try await TestShop.run { shop in
            let (before, page) = try await shop.begin()
            shop.sell(Self.dearer())
            let (after, _) = try await shop.begin()
            #expect(try await shop.pay(page).status == 303)
            let story = try await shop.settled(before)
            #expect(story.order.total == Money(minorUnits: 9_900, .usd))
            #expect(story.payments.map(\.total) == [Money(minorUnits: 9_900, .usd)])
            #expect(story.order.catalogHash == "hash-of-the-catalog")
            let next = try #require(try await shop.story(after)).order
            #expect(next.total == Money(minorUnits: 10_000, .usd))
            #expect(next.catalogHash == "hash-of-dearer")
            #expect(try await shop.ask(.GET, "/").body.contains("$100.00"))
        }
    }

    @Test func `a checkout repeated after the change gets its first answer again`() async throws {
        try await TestShop.run { shop in
            let body = #"{"items":[{"product":"job_posting"}]}"#
            let first = try await shop.checkOut(body, key: "a-key-of-the-test-of-reloads")
            shop.sell(Self.dearer())
            let again = try await shop.checkOut(body, key: "a-key-of-the-test-of-reloads")
            #expect(again["id"] == first["id"])
            #expect(again["total.amount"] == "9900")
        }
    }

    @Test func `a product that is gone from the file is sold no more`() async throws {
        try await TestShop.run { shop in
            let kept = TestShop.catalog.products.filter { $0.key != "pro" }
            shop.sell(
                Catalog(products: kept, defaultProvider: .stripe, providers: [.stripe], contentHash: "without-pro"))
            #expect(try await shop.ask(.GET, "/api/products/pro").status == 404)
            let refused = try await shop.checkOut(#"{"items":[{"product":"pro"}]}"#)
            #expect(refused["error.code"] == "unknown_product")
        }
    }

    @Test func `what was pushed to the provider is taken with the catalog`() async throws {
        try await TestShop.run { shop in
            let pushed = RemoteIDs.SyncedPrice(id: "price_of_nobody", amount: Money(minorUnits: 9_900, .usd))
            shop.sell(TestShop.catalog, remoteIDs: RemoteIDs(prices: [.stripe: ["job_posting": pushed]]))
            // The sandbox has no such price: that it refuses shows that it was asked for it.
            let answer = try await shop.checkOut(#"{"items":[{"product":"job_posting"}]}"#)
            #expect(answer["error.code"] == "provider_refused")
            shop.sell(TestShop.catalog)
            #expect(try await shop.checkOut(#"{"items":[{"product":"job_posting"}]}"#).status == 201)
        }
    }

    static let unready: [Catalog] = [
        Catalog(
            products: dearer().products, defaultProvider: .paddle, providers: [.stripe, .paddle], contentHash: "through"
        )
    ]

    @Test func `a provider that this version cannot use keeps no catalog from being taken`() async throws {
        let beside = Catalog(
            products: Self.dearer().products, defaultProvider: .stripe, providers: [.stripe, .paddle],
            contentHash: "beside")
        try await TestShop.run { shop in
            shop.sell(beside)
            let health = try await shop.ask(.GET, "/health")
            #expect(health["catalog.contentHash"] == "beside")
            let order = try await shop.checkOut(#"{"items":[{"product":"job_posting"}]}"#)
            #expect(order["total.amount"] == "10000")
        }
    }

    @Test(arguments: unready.indices)
    func `a catalog that needs a restart is refused, and the one in use goes on`(_ index: Int) async throws {
        try await TestShop.run { shop in
            shop.sell(Self.unready[index])
            let health = try await shop.ask(.GET, "/health")
            #expect(health["catalog.contentHash"] == "hash-of-the-catalog")
            #expect(health["catalog.lastReload.ok"] == "false")
            let reason = try #require(health["catalog.lastReload.reason"])
            #expect(reason.contains("paddle") && reason.contains("restart"))
            #expect(try await shop.ask(.GET, "/readyz").status == 200)
            #expect(try await shop.checkOut(#"{"items":[{"product":"job_posting"}]}"#)["total.amount"] == "9900")
            shop.sell(Self.dearer())
            #expect(try await shop.ask(.GET, "/health")["catalog.lastReload.ok"] == nil)
        }
    }

    @Test func `fifty at once see the old catalog or the new one, never a mixture`() async throws {
        let catalogs = [TestShop.catalog, Self.dearer()]
        let prices = ["hash-of-the-catalog": Int64(9_900), "hash-of-dearer": 10_000]
        try await TestShop.run { shop in
            try await withThrowingTaskGroup(of: Void.self) { selling in
                // Now from the one, now from the other, for as long as anybody asks.
                selling.addTask {
                    while !Task.isCancelled {
                        for round in 1...100 { shop.sell(catalogs[round % 2]) }
                        await Task.yield()
                    }
                }
                try await withThrowingTaskGroup(of: Void.self) { asking in
                    for number in 0..<50 {
                        asking.addTask { try await Self.ask(shop, isBuyer: number.isMultiple(of: 5), prices) }
                    }
                    try await asking.waitForAll()
                }
                selling.cancelAll()
            }
            let orders = try await shop.store.read { connection in
                try connection.rows("SELECT id FROM orders").map { try $0.text("id") }
            }
            #expect(orders.count == 40)
            for id in orders {
                let order = try #require(Order.ID(rawValue: id))
                let story = try #require(try await shop.story(order))
                #expect(story.order.total.minorUnits == prices[story.order.catalogHash])
            }
        }
    }

    /// One of many who ask at the same time: four checkouts, or four looks at the list.
    private static func ask(_ shop: TestShop, isBuyer: Bool, _ prices: [String: Int64]) async throws {
        for _ in 0..<4 {
            if isBuyer {
                let answer = try await shop.checkOut(#"{"items":[{"product":"job_posting"}]}"#)
                #expect(answer.status == 201)
                continue
            }
            let list = try await shop.ask(.GET, "/api/products")
            let wanted = try #require(list["contentHash"].flatMap { prices[$0] })
            #expect(list["products.0.prices.0.amounts.0.amount"] == String(wanted))
            #expect(list["products.1.prices.0.amounts.0.amount"] == String(wanted - 5_000))
        }
    }
}
