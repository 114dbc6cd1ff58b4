import Testing

@testable import TillSandbox

@Suite(.timeLimit(.minutes(15))) struct PaddleListTests {
    @Test(arguments: ["id[ASC]", "id%5BDESC%5D", "name[ASC]", "status[DESC]", "description[ASC]"])
    func `following the next page shows everything once`(_ order: String) async throws {
        try await PaddleShop.open { shop in
            var made: [String] = []
            for name in ["C", "A", "E", "B", "D"] { made.append(try await shop.makeProduct(name)) }
            let whole = try await shop.get("/products?order_by=\(order)").ids
            #expect(whole.sorted() == made.sorted())
            var seen: [String] = []
            var page = try await shop.get("/products?per_page=2&order_by=\(order)")
            while true {
                #expect(page.pagination["per_page"] == 2)
                #expect(page.pagination["estimated_total"] == 5)
                seen += page.ids
                guard page.pagination["has_more"] == true else { break }
                page = try await shop.get(page.pagination["next"].string ?? "")
            }
            #expect(seen == whole)
        }
    }

    @Test func `a list is newest first unless an order is asked for`() async throws {
        try await PaddleShop.open { shop in
            let made = [
                try await shop.makeProduct("B"), try await shop.makeProduct("C"), try await shop.makeProduct("A"),
            ]
            #expect(try await shop.get("/products").ids == made.reversed())
            #expect(try await shop.get("/products?order_by=id[ASC]").ids == made)
            #expect(try await shop.get("/products?order_by=name[ASC]").ids == [made[2], made[0], made[1]])
            #expect(try await shop.get("/products?order_by=id[ASC]&after=\(made[0])").ids == [made[1], made[2]])
        }
    }

    @Test(arguments: [("", 50), ("?per_page=200", 200), ("?per_page=201", 200), ("?per_page=100000", 200)])
    func `a page has fifty entities, and never more than two hundred`(_ query: String, _ size: Int) async throws {
        try await PaddleShop.open { shop in
            let answer = try await shop.get("/products\(query)")
            #expect(answer.pagination["per_page"] == .int(Int64(size)))
        }
    }

    @Test func `an empty list still says where it would go on`() async throws {
        try await PaddleShop.open { shop in
            let empty = try await shop.get("/prices?per_page=5&recurring=true")
            #expect(empty.pagination["next"] == .string("\(shop.base)/prices?per_page=5&recurring=true"))
            #expect(empty.pagination["has_more"] == false)
        }
    }

    @Test func `only what is active is shown unless another status is asked for`() async throws {
        try await PaddleShop.open { shop in
            let kept = try await shop.makeProduct("Kept")
            let gone = try await shop.makeProduct("Gone")
            #expect(try await shop.patch("/products/\(gone)", ["status": "archived"]).status == 200)
            #expect(try await shop.get("/products").ids == [kept])
            #expect(try await shop.get("/products?id=\(kept),\(gone)").ids == [kept])
            #expect(try await shop.get("/products?status=archived").ids == [gone])
            #expect(try await shop.get("/products?status=active,archived").ids == [gone, kept])
            #expect(try await shop.get("/products?status=active,archived").pagination["estimated_total"] == 2)
            #expect(try await shop.get("/products/\(gone)").entity["status"] == "archived")
        }
    }

    @Test func `prices are found by product, by kind, and with their product`() async throws {
        try await PaddleShop.open { shop in
            let once = try await shop.makePrice()
            let monthly = try await shop.makePrice(["billing_cycle": ["interval": "month", "frequency": 1]])
            let product = try await shop.get("/prices/\(monthly)").entity["product_id"].string ?? ""
            #expect(try await shop.get("/prices?product_id=\(product)").ids == [monthly])
            #expect(try await shop.get("/prices?recurring=true").ids == [monthly])
            #expect(try await shop.get("/prices?recurring=false").ids == [once])
            let full = try await shop.get("/prices?include=product&id=\(monthly)")
            #expect(full.entity.array?.first?["product"]["id"] == .string(product))
            #expect(try await shop.get("/prices/\(monthly)?include=product").entity["product"]["name"] == "Pro")
            #expect(try await shop.get("/prices/\(monthly)").entity.object?["product"] == nil)
        }
    }

    @Test func `a product is shown with its prices, archived ones when they are asked for`() async throws {
        try await PaddleShop.open { shop in
            let product = try await shop.makeProduct()
            let kept = try await shop.post("/prices", shop.priceBody(product)).entity["id"]
            let gone = try await shop.post("/prices", shop.priceBody(product)).entity["id"]
            _ = try await shop.patch("/prices/\(gone.string ?? "")", ["status": "archived"])
            let shown = try await shop.get("/products/\(product)?include=prices")
            #expect(shown.entity["prices"].array?.map(\.["id"]) == [kept])
            let all = try await shop.get("/products?include=prices&status=active,archived")
            #expect(all.entity.array?.first?["prices"].array?.map(\.["id"]) == [gone, kept])
        }
    }

    @Test(arguments: [
        ("per_page=0", "invalid_field", "per_page"), ("per_page=-1", "invalid_field", "per_page"),
        ("per_page=1.5", "bad_request", "per_page"), ("status=gone", "invalid_field", "status"),
        ("limit=5", "invalid_field", "limit"), ("order_by=price[ASC]", "invalid_field", "order_by"),
        ("order_by=id", "invalid_field", "order_by"), ("after=pro_none", "invalid_field", "after"),
        ("include=product", "invalid_field", "include"), ("after=1&after=2", "invalid_field", "after"),
    ])
    func `a query that means nothing is refused`(_ query: String, _ code: String, _ field: String) async throws {
        try await PaddleShop.open { shop in
            let answer = try await shop.get("/products?\(query)")
            #expect(answer.status == 400)
            #expect(answer.code == code)
            #expect(answer.wrongFields == [field])
        }
    }
}
