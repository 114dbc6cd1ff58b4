import NIOHTTP1
import Testing
import TillModel
import TillTesting

@testable import TillServer

/// Callers that have an answer already are told so, and nothing else.
@Suite(.timeLimit(.minutes(15))) struct EntityTagTests {
    static let paths = ["/api/products", "/api/products?limit=2", "/api/products/job_posting"]

    @Test(arguments: paths)
    func `who has an answer gets 304 without a body`(_ path: String) async throws {
        try await TestShop.run { shop in
            let first = try await shop.ask(.GET, path)
            let tag = try #require(first.headers.first(name: "ETag"))
            #expect(tag.hasPrefix("\"") && tag.hasSuffix("\""))
            #expect(first.headers.first(name: "Cache-Control") == "public, max-age=60, must-revalidate")
            for value in [tag, "W/\(tag)", "*", "\"a,b\", W/\"c\",\(tag)", " \"\" ,  \(tag) "] {
                let again = try await shop.ask(.GET, path, headers: [("If-None-Match", value)])
                #expect(again.status == 304, "\(value)")
                #expect(again.body.isEmpty)
                #expect(again.headers.first(name: "ETag") == tag)
                #expect(again.headers.first(name: "Cache-Control") == "public, max-age=60, must-revalidate")
                #expect(again.headers.first(name: "Content-Length") ?? "" != "0")
            }
            let twoLines = [("If-None-Match", "\"other\""), ("If-None-Match", tag)]
            #expect(try await shop.ask(.GET, path, headers: twoLines).status == 304)
            for value in ["\"other\"", tag.dropLast().description, "\"x\(tag)", "", ",", "W/", "\"", "\"a\"*"] {
                let again = try await shop.ask(.GET, path, headers: [("If-None-Match", value)])
                #expect(again.status == 200, "\(value)")
                #expect(again.body == first.body)
            }
        }
    }

    @Test(arguments: paths)
    func `HEAD tells the headers of GET and no body`(_ path: String) async throws {
        try await TestShop.run { shop in
            let whole = try await shop.ask(.GET, path)
            let head = try await shop.ask(.HEAD, path)
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
            for name in ["ETag", "Cache-Control", "Content-Type", "Content-Length"] {
                #expect(head.headers.first(name: name) == whole.headers.first(name: name), "\(name)")
            }
            #expect(head.headers.first(name: "Content-Length") == String(whole.body.utf8.count))
            let tag = try #require(head.headers.first(name: "ETag"))
            #expect(try await shop.ask(.HEAD, path, headers: [("If-None-Match", tag)]).status == 304)
        }
    }

    @Test func `other bytes have another tag`() async throws {
        try await TestShop.run(ManyProducts.shop(30)) { shop in
            func tag(_ path: String) async throws -> String {
                try #require(try await shop.ask(.GET, path).headers.first(name: "ETag"))
            }
            let cursor = ProductCursor(key: "p5").text
            let paths = [
                "/api/products?limit=3", "/api/products?limit=4", "/api/products?limit=3&cursor=\(cursor)",
                "/api/products/p1", "/api/products/p3",
            ]
            var before: [String] = []
            for path in paths { before.append(try await tag(path)) }
            #expect(Set(before).count == paths.count)
            // The same catalog read again is the same bytes.
            shop.sell(ManyProducts.catalog(30))
            #expect(try await tag(paths[0]) == before[0])
            // The catalog's own hash does not tell an order of products from another; the list's tag does.
            shop.sell(
                Catalog(
                    products: ManyProducts.catalog(30).products.reversed(), defaultProvider: .stripe,
                    providers: [.stripe], contentHash: "hash-of-many"))
            let reversed = try await shop.ask(.GET, paths[0], headers: [("If-None-Match", before[0])])
            #expect(reversed.status == 200)
            #expect(ManyProducts.keys(reversed) == ["p29", "p28", "p27"])
            shop.sell(ManyProducts.catalog(30, hash: "changed", extra: 1))
            for (path, old) in zip(paths, before) {
                let answer = try await shop.ask(.GET, path, headers: [("If-None-Match", old)])
                #expect(answer.status == 200)
                #expect(answer.headers.first(name: "ETag") != old)
            }
        }
    }

    @Test func `what is not there has no tag, whatever a caller claims to have`() async throws {
        try await TestShop.run { shop in
            let answer = try await shop.ask(.GET, "/api/products/gone", headers: [("If-None-Match", "*")])
            #expect(answer.status == 404)
            #expect(answer.headers.first(name: "ETag") == nil)
        }
    }
}
