import Testing
import TillModel

@testable import TillCatalogFile

@Suite struct ContentHashTests {
    private static let original = """
        version: 1
        products:
          job: { name: Job, price: 99.00 USD, upsells: [mail, pro], metadata: { a: x, b: y } }
          mail: { name: Mail, price: 49.00 USD }
          pro:
            name: Pro
            prices:
              monthly: { price: 29.00 USD, every: month, also: [27.00 EUR, 4300 JPY] }
              yearly: { price: 290.00 USD, every: year }
        """

    private func hash(_ text: String) throws -> String {
        let reading = CatalogReader().read(Array(text.utf8), file: "products.yaml")
        return try #require(reading.catalog, "\(reading.diagnostics)").contentHash
    }

    @Test(arguments: [
        ("version: 1\n", "# a comment\n\nversion: 1\n"),
        ("price: 49.00 USD", "amount: 4900, currency: USD"),
        ("price: 49.00 USD", "price: \"49 USD\", enabled: true, type: mail"),
        ("{ a: x, b: y }", "{ b: y, a: x }"),
        ("every: month,", "every: 1 month,"),
        ("name: Job, price: 99.00 USD", "price: 99.00 USD, name: Job"),
        ("products:\n", "providers: { stripe: {} }\ntimezone: UTC\ndefaults: { tax: exclusive }\nproducts:\n"),
        ("products:\n", "policy: { annual_not_dearer: warning }\nproducts:\n"),
    ])
    func `the same said otherwise has the same hash`(part: String, otherwise: String) throws {
        let changed = Self.original.replacing(part, with: otherwise, maxReplacements: 1)
        #expect(changed != Self.original)
        #expect(try hash(changed) == hash(Self.original))
    }

    @Test func `the order of products has no meaning`() throws {
        let line = "  mail: { name: Mail, price: 49.00 USD }\n"
        let moved = Self.original.replacing(line, with: "") + "\n" + line
        #expect(try hash(moved) == hash(Self.original))
    }

    @Test(arguments: [
        ("name: Job", "name: Jobs"), ("99.00 USD", "99.01 USD"), ("99.00 USD", "99.00 EUR"), ("mail, pro", "pro, mail"),
        ("a: x", "a: z"), ("a: x", "c: x"), ("every: month", "every: 2 months"), ("every: year", "every: 12 months"),
        ("4300 JPY", "4301 JPY"), ("27.00 EUR, 4300 JPY", "4300 JPY, 27.00 EUR"),
        ("name: Mail", "name: Mail, badge: New"),
        ("name: Mail", "name: Mail, description: Mail"), ("name: Mail", "name: Mail, visible: false"),
        ("name: Mail", "name: Mail, enabled: false"), ("name: Mail", "name: Mail, features: [a]"),
        ("name: Mail", "name: Mail, features: [{ a: 1 }]"), ("name: Mail", "name: Mail, duration: 30 days"),
        ("name: Mail", "name: Mail, stripe: { product: prod_1 }"), ("name: Mail", "name: Mail, url: https://a.example"),
        ("name: Mail", "name: Mail, image: https://a.example"), ("name: Mail", "name: Mail, type: post"),
        ("every: month", "every: month, trial: 14 days"), ("monthly:", "month:"), ("  mail:", "  post:"),
    ])
    func `another meaning has another hash`(part: String, otherwise: String) throws {
        let text = Self.original.replacing("upsells: [mail, pro]", with: "upsells: [pro, job2]")
        // Renaming a product must not break what refers to it.
        let base = part == "  mail:" ? Self.original.replacing("upsells: [mail, pro], ", with: "") : Self.original
        #expect(text != base)
        let changed = base.replacing(part, with: otherwise, maxReplacements: 1)
        #expect(changed != base)
        #expect(try hash(changed) != hash(base))
    }

    @Test func `which price is the default has a meaning`() throws {
        let lines = Self.original.split(separator: "\n")
        let swapped = (lines.dropLast(2) + [lines[lines.count - 1], lines[lines.count - 2]]).joined(separator: "\n")
        #expect(try hash(swapped) != hash(Self.original))
    }

    @Test func `it is a SHA-256 in lower-case hexadecimal`() throws {
        #expect(try hash(Self.original).wholeMatch(of: /[0-9a-f]{64}/) != nil)
    }
}
