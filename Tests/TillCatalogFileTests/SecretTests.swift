import Testing
import TillModel

@testable import TillCatalogFile

@Suite struct SecretTests {
    /// Put together here, so that no scanner takes this file for a leak.
    private static let secrets = [
        "sk_" + "live_51HabcdefGHIJ", "sk_" + "test_51HabcdefGHIJ", "rk_" + "live_51HabcdefGHIJ",
        "rk_" + "test_51HabcdefGHIJ", "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "SK_" + "LIVE_51HabcdefGHIJ",
        "pdl_live_" + "apikey_01gtyr3jz_abcdef",
    ]

    private static let places = [
        "version: 1\nproducts: { pro: { name: <>, price: 9 } }", "version: 1\n<>: x",
        "version: 1\n# <>\nproducts: [", "version: 1\nproducts: { <>: 9.00 USD }", "<>",
        "version: 1\nproducts: { pro: { name: Pro, price: 9.00 <> } }", "version: <>", "providers: { <>: {} }",
        "version: 1\nproducts: { pro: { name: |\n   text <> text\n } }", "a: *<>", "a: !<> b", "a: \"<>",
        "version: 1\nproducts:\n  pro:\n    name: >\n      one\n      <>\n    price: 9", "a: '<>\n  it''s'",
        "timezone: <>",
        "version: 1\nproducts: { pro: { name: P, price: 9.00 USD, every: <> month, stripe: { product: <> } } }",
    ]

    @Test(arguments: secrets, places)
    func `a secret is reported, and never shown`(secret: String, place: String) throws {
        let reading = CatalogReader().read(Array(place.replacing("<>", with: secret).utf8), file: "products.yaml")
        #expect(reading.catalog == nil)
        #expect(reading.diagnostics.contains { $0.code == DiagnosticCode.secret.rawValue })
        let text = DiagnosticText.render(reading.diagnostics, colour: false)
        #expect(!text.contains(String(secret.suffix(6))), "\(text)")
    }

    @Test(arguments: secrets, ["include: [more.yaml]", "overlays: { acme: { file: more.yaml } }"])
    func `a secret in another file is reported there, and never shown`(secret: String, way: String) throws {
        let main = "version: 1\n\(way)\nproducts: { pro: { name: Pro, price: 9.00 USD } }\n"
        let more = "# \(secret)\nproducts:\n  pro: { badge: \(secret), nmae: \(secret) }\n"
        let reading = CatalogReader().read(Array(main.utf8), file: "shop/products.yaml") { _ in
            .success(Array(more.utf8))
        }
        #expect(reading.catalog == nil)
        let found = reading.diagnostics.filter { $0.code == DiagnosticCode.secret.rawValue }
        #expect(found.map(\.location.file) == Array(repeating: "shop/more.yaml", count: 3))
        #expect(found.map(\.location.line) == [1, 3, 3])
        let text = DiagnosticText.render(reading.diagnostics, colour: false)
        #expect(!text.contains(String(secret.suffix(6))), "\(text)")
    }

    @Test(
        arguments: secrets,
        [
            "pro: { name: Pro, price: 9.00 USD, stripe: { product: '${ID}' } } }",
            "pro: { name: Pro, price: 9.00 USD } }\n"
                + "coupons: { A: { percent_off: 5, stripe: { coupon: '${ID}' } } }",
        ])
    func `a secret as a variable's value is refused, and never shown`(secret: String, product: String) throws {
        let text = "version: 1\nproducts: { \(product)\n"
        let reader = CatalogReader(ReadingOptions(variables: ["ID": secret]))
        let reading = reader.read(Array(text.utf8), file: "products.yaml")
        #expect(reading.catalog == nil)
        let errors = reading.diagnostics.filter { $0.severity == .error }
        #expect(errors.map(\.code) == [DiagnosticCode.secretVariable.rawValue])
        #expect(!DiagnosticText.render(errors, colour: false).contains(String(secret.suffix(6))))
        #expect(!"\(reading)".contains(String(secret.suffix(6))))
    }

    @Test(arguments: ["${STRIPE_SECRET_KEY}", "${STRIPE_WEBHOOK_SECRET}", "${ACCESS_TOKEN}", "${DB_PASSWORD}"])
    func `a variable that is named like a secret is refused whatever it holds`(name: String) {
        let text = "version: 1\nproducts: { p: { name: P, price: 9.00 USD, stripe: { product: '\(name)' } } }"
        let variables = [String(name.dropFirst(2).dropLast()): "prod_1"]
        let reading = CatalogReader(ReadingOptions(variables: variables)).read(Array(text.utf8), file: "f")
        #expect(reading.diagnostics.map(\.code) == [DiagnosticCode.secretVariable.rawValue])
    }

    @Test(arguments: secrets)
    func `a masked text keeps what is around the secret`(secret: String) {
        let masked = SecretScanner.masked("before \(secret) after, \(secret)")
        #expect(masked.hasPrefix("before "))
        #expect(masked.contains("******** after, "))
        #expect(!masked.contains(secret.suffix(6)))
    }

    @Test(arguments: ["sk_live_", "sk_live_…", "whsec_", "task_list", "desk_lively_x", "", "_", "__sk_live_"])
    func `talk about secrets stays`(text: String) {
        #expect(SecretScanner.masked(text) == text)
    }
}
