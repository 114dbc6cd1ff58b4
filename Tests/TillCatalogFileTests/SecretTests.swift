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
