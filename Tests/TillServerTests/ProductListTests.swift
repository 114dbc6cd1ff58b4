import NIOHTTP1
import Testing
import TillModel
import TillTesting

@testable import TillServer

/// `GET /api/products`, a page at a time, and the pricing page's pages.
@Suite(.timeLimit(.minutes(15))) struct ProductListTests {
    @Test(arguments: [(1_000, 10_000), (100, 1_000), (99, 1_000)])
    func `the pages of many products are the whole list, each product once`(_ limit: Int, _ count: Int) async throws {
        try await TestShop.run(ManyProducts.shop(count)) { shop in
            var found: [String] = []
            var query: String? = limit == 100 ? "" : "?limit=\(limit)"
            while let asked = query {
                let answer = try await shop.ask(.GET, "/api/products" + asked)
                #expect(answer.status == 200)
                #expect(answer.body.hasPrefix(#"{"contentHash":"hash-of-many","#))
                let keys = ManyProducts.keys(answer)
                let cursor = answer.body.firstMatch(of: /"nextCursor":"([^"]+)","products"/)?.1
                #expect(cursor == nil ? (1...limit).contains(keys.count) : keys.count == limit)
                found += keys
                query = cursor.map { "?limit=\(limit)&cursor=\($0)" }
            }
            #expect(found == ManyProducts.listed(count))
        }
    }

    @Test func `a page that is the whole list has nothing after it`() async throws {
        try await TestShop.run(ManyProducts.shop(12)) { shop in
            let all = try await shop.ask(.GET, "/api/products")
            #expect(ManyProducts.keys(all).count == 11)
            #expect(all["nextCursor"] == nil)
            let exactly = try await shop.ask(.GET, "/api/products?limit=11")
            #expect(exactly["nextCursor"] == nil)
            let first = try await shop.ask(.GET, "/api/products?limit=10")
            let cursor = try #require(first["nextCursor"])
            let last = try await shop.ask(.GET, "/api/products?limit=10&cursor=\(cursor)")
            #expect(ManyProducts.keys(last) == ["p12"])
            #expect(last["nextCursor"] == nil)
        }
    }

    @Test(arguments: [
        "limit=0", "limit=-1", "limit=1001", "limit=x", "limit=", "limit=1.5", "limit=99999999999999999999",
        "cursor=", "cursor=x", "cursor=cDE=", "cursor=cDk5OTk5", "cursor=cDEw", "cursor=cDEwMA", "cursor=%00",
        "cursor=é",
    ])
    func `a page that cannot be made is told why`(_ query: String) async throws {
        try await TestShop.run(ManyProducts.shop(200)) { shop in
            let answer = try await shop.ask(.GET, "/api/products?\(query)")
            #expect(answer.status == 400)
            #expect(answer["error.code"] == "invalid_request")
            #expect(answer["error.details.field"] == query.split(separator: "=").first.map(String.init))
        }
    }

    @Test func `a cursor goes on in another catalog where its product stands there`() async throws {
        try await TestShop.run(ManyProducts.shop(30)) { shop in
            let first = try await shop.ask(.GET, "/api/products?limit=9")
            let cursor = try #require(first["nextCursor"])
            let products = Array(ManyProducts.catalog(30).products.reversed())
            shop.sell(
                Catalog(products: products, defaultProvider: .stripe, providers: [.stripe], contentHash: "reversed"))
            let next = try await shop.ask(.GET, "/api/products?limit=9&cursor=\(cursor)")
            #expect(ManyProducts.keys(next) == (1...8).reversed().map { "p\($0)" })
            #expect(next["contentHash"] == "reversed")
            shop.sell(ManyProducts.catalog(8))
            #expect(try await shop.ask(.GET, "/api/products?cursor=\(cursor)").status == 400)
        }
    }

    @Test func `products of every kind keep their cursor`() throws {
        for key in ["a", "pro", "job_posting", "e-mail", String(repeating: "x", count: 64), "ü/?"] {
            let cursor = ProductCursor(key: key)
            #expect(ProductCursor(text: cursor.text) == cursor)
            #expect(cursor.text.utf8.allSatisfy { !Array("+/=".utf8).contains($0) })
        }
    }

    @Test func `what is hidden is sold by its key, and what is switched off is not there`() async throws {
        try await TestShop.run(ManyProducts.shop(200)) { shop in
            #expect(try await shop.ask(.GET, "/api/products/p10")["name"] == "Product 10")
            #expect(try await shop.ask(.GET, "/api/products/p100").status == 404)
            // The same words stand in the list and alone.
            let one = try await shop.ask(.GET, "/api/products/p7")
            #expect(try await shop.ask(.GET, "/api/products?limit=7").body.hasSuffix(",\(one.body)]}"))
        }
    }

    @Test func `the pricing page shows many products a page at a time`() async throws {
        try await TestShop.run(ManyProducts.shop(10_000)) { shop in
            var found: [String] = []
            var link: String? = "/"
            var pages = 0
            while let path = link, pages < 3 {
                let page = try await shop.ask(.GET, path)
                #expect(page.status == 200)
                found += page.body.matches(of: /name="item" value="(p[0-9]+)"/).map { String($0.1) }
                #expect(page.body.contains("First page") == (pages > 0))
                link = page.body.firstMatch(of: /<a href="([^"]+)" rel="next">/).map { String($0.1) }
                pages += 1
            }
            #expect(found == Array(ManyProducts.listed(10_000).prefix(180)))
            let last = try #require(ManyProducts.listed(10_000).dropLast().last)
            let end = try await shop.ask(.GET, "/?cursor=\(ProductCursor(key: last).text)")
            #expect(end.body.contains("Product 9999") && !end.body.contains("rel=\"next\""))
            #expect(try await shop.ask(.GET, "/?cursor=x", headers: [("Accept", "text/html")]).status == 400)
        }
    }
}
