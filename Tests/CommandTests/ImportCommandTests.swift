import NIOHTTP1
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite(.timeLimit(.minutes(15))) struct ImportCommandTests {
    private static let file = """
        version: 1
        defaults: { currency: USD, provider: SELLER }
        products:
          pro:
            name: Pro
            prices:
              monthly: { price: 29.00 USD, every: month }
        """

    private func run(_ seller: Seller, _ body: (CatalogShop, _ product: String) async throws -> Void) async throws {
        try await CatalogShop.run(seller, Self.file) { shop in
            try await body(shop, try await shop.makeProduct("Pro"))
        }
    }

    private func isTagged(_ shop: CatalogShop, _ id: String) async throws -> Bool {
        let text = try await shop.look(id)
        return text.contains("till_key") || text.contains(#""till""#)
    }

    @Test(arguments: Seller.allCases)
    func `what is there already becomes ours when it is what the file wants`(_ seller: Seller) async throws {
        try await run(seller) { shop, product in
            let price = try await shop.makePrice(product, 2_900)
            for (id, key) in [(product, "pro"), (price, "pro/monthly")] {
                let tried = try await shop.told("import", "\(seller.rawValue):\(id)", "--as", key, "--dry-run")
                #expect(tried.status == 0, "\(tried.out)\(tried.error)")
                #expect(try await isTagged(shop, id) == false)

                let done = try await shop.told("import", "\(seller.rawValue):\(id)", "--as", key, "--yes")
                #expect(done.status == 0, "\(done.out)\(done.error)")
                #expect(try await isTagged(shop, id))
                let lock = shop.lock
                let again = try await shop.told("import", "\(seller.rawValue):\(id)", "--as", key, "--yes")
                #expect(again.status == 0)
                #expect(shop.lock == lock)
            }
            #expect(try shop.id("product pro") == product)
            #expect(try shop.id("price pro/monthly") == price)
            // Nothing is made beside what was adopted.
            try await shop.sync()
            #expect(try shop.id("product pro") == product)
            #expect(try shop.id("price pro/monthly") == price)
            #expect(try await shop.isInStep())
        }
    }

    @Test(arguments: Seller.allCases)
    func `another amount is told field by field, and nothing is tagged`(_ seller: Seller) async throws {
        try await run(seller) { shop, product in
            #expect(try await shop.told("import", "\(seller.rawValue):\(product)", "--as", "pro", "--yes").status == 0)
            let price = try await shop.makePrice(product, 3_000)
            let lock = shop.lock
            let refused = try await shop.told(
                "import", "\(seller.rawValue):\(price)", "--as", "pro/monthly", "--yes")
            #expect(refused.status == 3, "\(refused.out)\(refused.error)")
            #expect(refused.out.contains(/amount +2900 +3000/), "\(refused.out)")
            #expect(try await isTagged(shop, price) == false)
            #expect(shop.lock == lock)
        }
    }

    @Test(arguments: Seller.allCases)
    func `what is bound otherwise, belongs to others or is archived stays as it is`(_ seller: Seller) async throws {
        try await run(seller) { shop, product in
            let name = seller.rawValue
            #expect(try await shop.told("import", "\(name):\(product)", "--as", "pro", "--yes").status == 0)
            let first = try await shop.makePrice(product, 2_900)
            let second = try await shop.makePrice(product, 2_900)
            #expect(try await shop.told("import", "\(name):\(first)", "--as", "pro/monthly", "--yes").status == 0)
            let lock = shop.lock

            let taken = try await shop.told("import", "\(name):\(second)", "--as", "pro/monthly", "--yes")
            #expect(taken.status == 6, "\(taken.out)\(taken.error)")
            #expect(taken.out.contains("\(first) stands for it and is for sale"))

            let foreign = try await shop.makeProduct("Pro")
            switch seller {
            case .stripe:
                try await shop.put(
                    "/v1/products/\(foreign)",
                    "metadata[till_owner]=else&metadata[till_key]=product+pro&metadata[till_generation]=1")
            case .paddle:
                try await shop.put(
                    "/products/\(foreign)",
                    #"{"custom_data":{"till":{"owner":"else","key":"product pro","generation":1}}}"#, method: .PATCH)
            }
            let others = try await shop.told("import", "\(name):\(foreign)", "--as", "pro", "--yes")
            #expect(others.status == 6)
            #expect(others.out.contains("belongs to another catalog, 'else'"), "\(others.out)")

            try await shop.archive(price: second)
            let archived = try await shop.told("import", "\(name):\(second)", "--as", "pro/monthly", "--yes")
            #expect(archived.out.contains("it is archived"), "\(archived.out)")
            #expect(archived.status != 0)
            #expect(try await isTagged(shop, second) == false)
            #expect(shop.lock == lock)
        }
    }

    @Test(arguments: Seller.allCases)
    func `another one takes the place of what was archived, which is remembered`(_ seller: Seller) async throws {
        try await run(seller) { shop, product in
            let name = seller.rawValue
            #expect(try await shop.told("import", "\(name):\(product)", "--as", "pro", "--yes").status == 0)
            let first = try await shop.makePrice(product, 2_900)
            #expect(try await shop.told("import", "\(name):\(first)", "--as", "pro/monthly", "--yes").status == 0)
            try await shop.archive(price: first)
            let second = try await shop.makePrice(product, 2_900)
            let done = try await shop.told("import", "\(name):\(second)", "--as", "pro/monthly", "--yes")
            #expect(done.status == 0, "\(done.out)\(done.error)")
            #expect(try shop.id("price pro/monthly") == second)
            #expect(shop.lock.contains("\"\(first)\""))
            try await shop.sync()
            #expect(try shop.id("price pro/monthly") == second)
        }
    }

    @Test(arguments: Seller.allCases)
    func `without a tag only the lock learns it`(_ seller: Seller) async throws {
        try await run(seller) { shop, product in
            let done = try await shop.told("import", "\(seller.rawValue):\(product)", "--as", "pro", "--no-tag")
            #expect(done.status == 0, "\(done.out)\(done.error)")
            #expect(try shop.id("product pro") == product)
            #expect(try await isTagged(shop, product) == false)
        }
    }

    @Test(arguments: Seller.allCases)
    func `what was sold before is kept, so that it is understood`(_ seller: Seller) async throws {
        try await run(seller) { shop, product in
            let old = try await shop.makePrice(product, 1_900)
            let text = "\(seller.rawValue):\(old)"
            let active = try await shop.told("import", "--retired", text, "--as", "pro/monthly")
            #expect(active.status == 6, "\(active.out)\(active.error)")
            try await shop.archive(price: old)
            let done = try await shop.told("import", "--retired", text, "--as", "pro/monthly")
            #expect(done.status == 0, "\(done.out)\(done.error)")
            #expect(shop.lock.contains("\"\(old)\""))
            try await shop.sync()
            #expect(shop.lock.contains("\"\(old)\""))
            #expect(try await shop.told("drift").status == 0)
        }
    }

    @Test(arguments: Seller.allCases)
    func `what there is comes with the commands that bind it, and nothing is written`(
        _ seller: Seller
    ) async throws {
        try await run(seller) { shop, product in
            let price = try await shop.makePrice(product, 2_900)
            let other = try await shop.makeProduct("Other")
            let told = try await shop.told("import", "--discover", seller.rawValue)
            #expect(told.status == 0, "\(told.out)\(told.error)")
            let name = seller.rawValue
            for line in [
                "catalog import \(name):\(product) --as pro --env test",
                "  catalog import \(name):\(price) --as pro/monthly --env test",
                "catalog import \(name):\(other) --as other --env test",
            ] {
                #expect(told.out.contains(line + "\n"), "\(told.out)")
            }
            #expect(shop.lock.isEmpty)
            #expect(try await isTagged(shop, product) == false)
        }
    }

    // MARK: - Names that code may use

    /// A part of an answer.
    private struct Answer: Decodable {
        struct Warning: Decodable {
            let code: String
            let message: String
            let key: String?
            let provider: String?
            let hint: String?
        }

        struct Proposal: Decodable {
            let key: String
            let before: String?
            let after: String?

            private enum CodingKeys: String, CodingKey {
                case key
                case before = "lookup_key"
                case after = "lookup_key_after"
            }
        }

        let warnings: [Warning]
        let proposals: [Proposal]?

        /// Expects the one warning that code may know a price by a name that gets lost.
        func expectWarning(_ price: String, sourceLocation: SourceLocation = #_sourceLocation) {
            #expect(warnings.map(\.code) == ["lookup_key_replaced"], sourceLocation: sourceLocation)
            #expect(warnings.map(\.message) == [ImportCommandTests.sentence(price)], sourceLocation: sourceLocation)
            #expect(warnings.map(\.key) == ["price pro/monthly"], sourceLocation: sourceLocation)
            #expect(warnings.map(\.provider) == ["stripe"], sourceLocation: sourceLocation)
            #expect(
                warnings.map(\.hint) == ["use 'till:pro/monthly' in place of 'standard'"],
                sourceLocation: sourceLocation)
        }
    }

    private static func sentence(_ price: String) -> String {
        "\(price) has the lookup key 'standard', and price pro/monthly has 'till:pro/monthly' from then on: change it "
            + "wherever your code uses 'standard'"
    }

    private func runNamed(_ body: (CatalogShop, _ product: String, _ price: String) async throws -> Void) async throws {
        try await run(.stripe) { shop, product in
            let price = try await shop.makePrice(product, 2_900)
            try await shop.put("/v1/prices/\(price)", "lookup_key=standard")
            try await body(shop, product, price)
        }
    }

    private func answer(_ ending: Program.Ending) throws -> Answer {
        try JSONDecoder().decode(Answer.self, from: Data(ending.out.utf8))
    }

    @Test func `a lookup key that code may use is told before another takes its place`() async throws {
        try await runNamed { shop, product, price in
            let warning = "warning: \(Self.sentence(price))\n"
            let found = try await shop.told("import", "--discover", "stripe")
            #expect(found.out.contains(warning), "\(found.out)\(found.error)")
            let proposed = try answer(try await shop.told("import", "--discover", "stripe", "--json"))
            proposed.expectWarning(price)
            #expect(proposed.proposals?.map(\.before) == [nil, "standard"])
            #expect(proposed.proposals?.map(\.after) == [nil, "till:pro/monthly"])

            let made = try await shop.told("import", "stripe:\(product)", "--as", "pro", "--yes")
            #expect(made.status == 0 && !(made.out + made.error).contains("lookup key"), "\(made.error)")
            let bind = ["import", "stripe:\(price)", "--as", "pro/monthly"]
            #expect(try await shop.told(bind + ["--dry-run"], with: [:]).out.contains(warning))
            try answer(try await shop.told(bind + ["--dry-run", "--json"], with: [:])).expectWarning(price)
            let unasked = try await shop.told(bind + ["--json"], with: [:])
            #expect(unasked.status == 6 && unasked.error.contains(warning), "\(unasked.error)")
            try answer(unasked).expectWarning(price)
            #expect(try await shop.look(price).contains("\"standard\""))
            // What is not marked keeps its name.
            let untagged = try await shop.told(bind + ["--dry-run", "--no-tag", "--json"], with: [:])
            #expect(try answer(untagged).warnings.isEmpty, "\(untagged.out)")

            let done = try await shop.told(bind + ["--yes", "--json"], with: [:])
            #expect(done.status == 0, "\(done.out)\(done.error)")
            #expect(done.error.contains(warning))
            try answer(done).expectWarning(price)
            #expect(try await shop.look(price).contains("\"till:pro/monthly\""))
            #expect(try answer(try await shop.told("plan", "--json")).warnings.isEmpty)
        }
    }

    @Test func `a lookup key that code may use is told of a whole file`() async throws {
        try await runNamed { shop, product, price in
            try shop.program.write(
                "provider,id,key\nstripe,\(price),pro/monthly\nstripe,\(product),pro\n", to: "map.csv")
            let tried = try await shop.told("import", "--file", "map.csv", "--dry-run")
            #expect(tried.out.contains("warning: \(Self.sentence(price))\n"), "\(tried.out)\(tried.error)")
            let unasked = try await shop.told("import", "--file", "map.csv", "--json")
            #expect(unasked.status == 6 && unasked.error.contains(Self.sentence(price)), "\(unasked.error)")
            try answer(unasked).expectWarning(price)
        }
    }

    @Test func `a lookup key that code may use is told where the file itself adopts a price`() async throws {
        try await runNamed { shop, product, price in
            try shop.write(
                """
                version: 1
                defaults: { currency: USD, provider: stripe }
                products:
                  pro:
                    name: Pro
                    stripe: { product: \(product) }
                    prices:
                      monthly: { price: 29.00 USD, every: month, stripe: { price: \(price) } }
                """)
            let plan = try await shop.told("plan")
            #expect(plan.out.contains("warning: \(Self.sentence(price))\n"), "\(plan.out)\(plan.error)")
            let unasked = try await shop.told("sync", "--json")
            #expect(unasked.status == 6 && unasked.error.contains(Self.sentence(price)), "\(unasked.error)")
            try answer(unasked).expectWarning(price)
            let done = try await shop.told("sync", "--yes", "--json")
            #expect(done.status == 0, "\(done.out)\(done.error)")
            try answer(done).expectWarning(price)
            #expect(try answer(try await shop.told("plan", "--json")).warnings.isEmpty)
        }
    }

    // MARK: - Many at once

    @Test(arguments: Seller.allCases)
    func `a file binds everything that it lists, whatever the order`(_ seller: Seller) async throws {
        try await run(seller) { shop, product in
            let price = try await shop.makePrice(product, 2_900)
            let name = seller.rawValue
            try shop.program.write(
                "provider,id,key\n\(name),\(price),pro/monthly\n\n\(name),\(product),pro\n", to: "map.csv")
            let tried = try await shop.told("import", "--file", "map.csv", "--dry-run")
            #expect(tried.status == 0, "\(tried.out)\(tried.error)")
            #expect(tried.out.contains("\(price) becomes price pro/monthly, as it is"), "\(tried.out)")
            #expect(shop.lock.isEmpty)
            #expect(try await isTagged(shop, product) == false)
            let unasked = try await shop.told("import", "--file", "map.csv")
            #expect(unasked.status == 6)
            #expect(try await isTagged(shop, product) == false)

            let done = try await shop.told("import", "--file", "map.csv", "--yes")
            #expect(done.status == 0, "\(done.out)\(done.error)")
            #expect(try shop.id("product pro") == product)
            #expect(try shop.id("price pro/monthly") == price)
            #expect(try await isTagged(shop, product))
            #expect(try await isTagged(shop, price))
            let lock = shop.lock
            let again = try await shop.told("import", "--file", "map.csv", "--yes")
            #expect(again.out == "Everything in map.csv is so already.\n", "\(again.out)\(again.error)")
            #expect(shop.lock == lock)
            try await shop.sync()
            #expect(try shop.id("price pro/monthly") == price)
        }
    }

    @Test(arguments: Seller.allCases)
    func `one line that does not fit keeps all of them from being written`(_ seller: Seller) async throws {
        try await run(seller) { shop, product in
            let price = try await shop.makePrice(product, 3_000)
            let name = seller.rawValue
            try shop.program.write(
                """
                provider,id,key
                \(name),\(product),pro
                \(name),\(price),pro/monthly
                \(name),\(price)x,pro/monthly
                \(name),\(product)y,nothing

                """, to: "map.csv")
            let refused = try await shop.told("import", "--file", "map.csv", "--yes")
            #expect(refused.status == 3, "\(refused.out)\(refused.error)")
            #expect(!refused.out.contains("map.csv:2:"), "\(refused.out)")
            #expect(refused.out.contains("map.csv:3: \(price) cannot become price pro/monthly\n"), "\(refused.out)")
            #expect(refused.out.contains(/amount +2900 +3000/), "\(refused.out)")
            #expect(refused.out.contains("map.csv:4: \(name) "), "\(refused.out)")
            #expect(refused.out.contains("map.csv:5: products.yaml sells no 'nothing'"), "\(refused.out)")
            #expect(refused.out.hasSuffix("Nothing was written.\n"))
            #expect(try await isTagged(shop, product) == false)
            #expect(shop.lock.isEmpty)
        }
    }

    @Test func `a file that is none is told line by line, before anybody is asked`() async throws {
        try await Program.inFolder { program in
            try program.write("provider,id,key\nstripe,prod_1\nnobody,prod_2,pro\n", to: "map.csv")
            let ending = try await program.run("import", "--file", "map.csv", "--env", "test")
            #expect(ending.status == 3, "\(ending.error)")
            #expect(ending.error.contains("map.csv:2: ") && ending.error.contains("map.csv:3: "), "\(ending.error)")
        }
    }

    @Test func `where nobody can be asked nothing is written without a yes`() async throws {
        try await run(.stripe) { shop, product in
            let ending = try await shop.told("import", "stripe:\(product)", "--as", "pro")
            #expect(ending.status == 6, "\(ending.out)\(ending.error)")
            #expect(try await isTagged(shop, product) == false)
            #expect(shop.lock.isEmpty)
        }
    }

    @Test(arguments: [
        ["import"], ["import", "stripe:prod_1"], ["import", "prod_1", "--as", "pro"],
        ["import", "--discover", "stripe", "--as", "pro"], ["import", "--file", "map.csv", "--as", "pro"],
        ["import", "--file", "map.csv", "stripe:prod_1"],
        ["import", "stripe:prod_1", "--retired", "stripe:prod_2", "--as", "pro"],
        ["import", "elsewhere:prod_1", "--as", "pro"],
        ["import", "stripe:prod_1", "--as", "pro", "--yes", "--dry-run"],
    ])
    func `what cannot be meant is told`(_ arguments: [String]) async throws {
        try await Program.inFolder { program in
            let running = try program.start(
                arguments + ["--env", "test"], environment: ["STRIPE_SECRET_KEY": "sk_test_4242424242424242"])
            #expect(try await running.end() == 64, "\(running.error)")
        }
    }
}
