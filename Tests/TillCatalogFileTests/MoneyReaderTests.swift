import Testing
import TillModel
import TillTesting

@testable import TillCatalogFile

/// The reader's amounts against the model's own.
@Suite struct MoneyReaderTests {
    private func read(_ price: String) -> CatalogReading {
        // Sold through a provider whose own bounds are not known here, so that only the format's hold.
        let text = "version: 1\nproviders: { paddle: {} }\nproducts: { p: { name: P, price: \"\(price)\" } }"
        return CatalogReader().read(Array(text.utf8), file: "f")
    }

    @Test(arguments: 0..<20)
    func `a price is read as the model reads its decimal`(batch: Int) throws {
        var random = SeededRandom(seed: TestSeed.value &+ UInt64(batch))
        for _ in 0..<50 {
            let currency = try #require([Currency.usd, .jpy, .kwd].randomElement(using: &random))
            let whole = Int64.random(in: 0...(.max >> Int64.random(in: 0..<63, using: &random)), using: &random)
            let decimals = (0..<Int.random(in: 0...4, using: &random)).map { _ in
                "\(Int.random(in: 0...9, using: &random))"
            }
            let text = "\(whole)" + (decimals.isEmpty ? "" : "." + decimals.joined())
            let expected = try? Money(decimal: text, currency)
            let amount = read("\(text) \(currency)").catalog?.products.first?.price.amount
            #expect(amount == (expected?.isZero == true ? nil : expected), "\(text) \(currency)")
        }
    }

    @Test(arguments: [
        "92233720368547758.07 USD", "9223372036854775807 JPY", "9223372036854775.807 KWD", "0.01 USD", "1 JPY",
        "0.001 KWD",
    ])
    func `the most and the least are read exactly`(text: String) {
        let price = read(text).catalog?.products.first?.price
        #expect(price?.amount.description == text)
    }

    @Test(arguments: [
        "92233720368547758.08 USD", "9223372036854775808 JPY", "9223372036854775.808 KWD", "999999999999999999999 USD",
        String(repeating: "9", count: 100_000) + " USD",
    ])
    func `beyond the most is an error`(text: String) {
        let errors = read(text).diagnostics.filter { $0.severity == .error }
        #expect(errors.map(\.code) == [DiagnosticCode.amountTooLarge.rawValue])
    }
}
