import Foundation
import Testing
import TillModel

@Suite struct CurrencyTests {
    @Test(arguments: [("USD", 2), ("usd", 2), ("Eur", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("TND", 3), ("ISK", 0)])
    func `a code of either case has its decimals`(code: String, exponent: Int) throws {
        let currency = try #require(Currency(code: code))
        #expect(currency.code == code.uppercased())
        #expect(currency.exponent == exponent)
    }

    @Test(arguments: ["", "US", "USDD", "XAU", "XTS", "BTC", "$", "ÛSD", "US D", "ﬁ"])
    func `what ISO 4217 does not list is no currency`(code: String) {
        #expect(Currency(code: code) == nil)
    }

    @Test func `every listed code is three capitals and can be made`() {
        #expect(Currency.allCodes.count > 150)
        #expect(Currency.allCodes == Set(Currency.allCodes).sorted())
        #expect(Currency.allCodes.allSatisfy { $0.wholeMatch(of: /[A-Z]{3}/) != nil && Currency(code: $0)?.code == $0 })
    }

    @Test(arguments: [Currency.usd, .eur, .gbp, .jpy, .kwd])
    func `the named ones are those of the list`(currency: Currency) {
        #expect(Currency(code: currency.code) == currency)
    }

    @Test func `JSON is the code`() throws {
        #expect(try JSONEncoder().encode([Currency.usd]) == Data(#"["USD"]"#.utf8))
        #expect(try JSONDecoder().decode([Currency].self, from: Data(#"["eur"]"#.utf8)) == [.eur])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Currency].self, from: Data(#"["XXX"]"#.utf8)) }
    }
}
