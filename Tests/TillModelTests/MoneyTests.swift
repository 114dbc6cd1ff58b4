import Foundation
import Testing
import TillModel

@Suite struct MoneyTests {
    private static let dinar = Currency.kwd

    @Test(
        arguments: [
            ("99.00", Currency.usd, 9_900), ("99", .usd, 9_900), ("99.5", .usd, 9_950), ("0.01", .usd, 1),
            ("-0.5", .usd, -50),
            ("43000", .jpy, 43_000), ("12.5", dinar, 12_500), ("0.001", dinar, 1), ("0", .usd, 0), ("007", .usd, 700),
            ("92233720368547758.07", .usd, .max), ("-92233720368547758.08", .usd, .min),
        ] as [(String, Currency, Int64)])
    func `a decimal is read exactly`(text: String, currency: Currency, expected: Int64) throws {
        #expect(try Money(decimal: text, currency).minorUnits == expected)
    }

    @Test(arguments: [
        "", "-", ".", "1.", ".5", "+1", "1,000", "1_000", "1e3", "0x10", " 1", "1 ", "1.2.3", "--1", "١", "１",
    ])
    func `what is no plain decimal is refused`(text: String) {
        #expect(throws: MoneyError.notADecimal(text)) { try Money(decimal: text, .usd) }
    }

    @Test(arguments: [("1.999", Currency.usd), ("1.000", .usd), ("1.0", .jpy), ("1.0001", dinar)])
    func `more decimals than the currency has are refused`(text: String, currency: Currency) {
        #expect(throws: MoneyError.tooPrecise(text, currency)) { try Money(decimal: text, currency) }
    }

    @Test(arguments: [
        ("92233720368547758.08", Currency.usd), ("-92233720368547758.09", .usd), ("9223372036854775808", .jpy),
        (String(repeating: "9", count: 1_000), .usd),
    ])
    func `what does not fit 64 bits is refused`(text: String, currency: Currency) {
        #expect(throws: MoneyError.overflow) { try Money(decimal: text, currency) }
    }

    @Test(
        arguments: [
            (129_900, Currency.usd, "1299.00", "$1,299.00"), (5, .usd, "0.05", "$0.05"), (-5, .usd, "-0.05", "-$0.05"),
            (-129_900, .eur, "-1299.00", "-€1,299.00"), (0, .gbp, "0.00", "£0.00"), (4_300, .jpy, "4300", "¥4,300"),
            (12_500, dinar, "12.500", "12.500 KWD"), (-500, dinar, "-0.500", "-0.500 KWD"),
            (100_000, .usd, "1000.00", "$1,000.00"),
            (.max, .usd, "92233720368547758.07", "$92,233,720,368,547,758.07"),
            (.min, .jpy, "-9223372036854775808", "-¥9,223,372,036,854,775,808"),
        ] as [(Int64, Currency, String, String)])
    func `an amount is written with the currency's decimals`(
        units: Int64, currency: Currency, decimal: String, formatted: String
    ) throws {
        let money = Money(minorUnits: units, currency)
        #expect(money.decimal == decimal)
        #expect(money.formatted == formatted)
        #expect(money.description == "\(decimal) \(currency.code)")
        #expect(try Money(decimal: decimal, currency) == money)
    }

    @Test func `amounts are added, subtracted and multiplied`() throws {
        let (three, two) = (Money(minorUnits: 300, .usd), Money(minorUnits: 200, .usd))
        #expect(try three.adding(two) == Money(minorUnits: 500, .usd))
        #expect(try two.subtracting(three) == Money(minorUnits: -100, .usd))
        #expect(try three.multiplied(by: 4) == Money(minorUnits: 1_200, .usd))
        #expect(try Money.sum([three, two, two], .usd) == Money(minorUnits: 700, .usd))
        #expect(try Money.sum([], .jpy) == .zero(.jpy))
        #expect(Money.zero(.usd).isZero && !three.isZero)
    }

    @Test func `a result beyond 64 bits is an error, not a crash`() {
        let (most, least) = (Money(minorUnits: .max, .usd), Money(minorUnits: .min, .usd))
        #expect(throws: MoneyError.overflow) { try most.adding(Money(minorUnits: 1, .usd)) }
        #expect(throws: MoneyError.overflow) { try least.subtracting(Money(minorUnits: 1, .usd)) }
        #expect(throws: MoneyError.overflow) { try least.multiplied(by: -1) }
        #expect(throws: MoneyError.overflow) { try Money.sum([most, most], .usd) }
    }

    @Test(arguments: [Int64.max, .max - 999_999, -1_000_000, .min])
    func `a part in an amount beyond 64 bits is an error, not a crash`(millionths: Int64) {
        #expect(throws: MoneyError.overflow) {
            try Percentage(millionths: millionths).contained(in: Money(minorUnits: 1, .usd))
        }
    }

    @Test func `currencies do not mix`() {
        let (dollar, euro) = (Money(minorUnits: 1, .usd), Money(minorUnits: 1, .eur))
        #expect(throws: MoneyError.currencyMismatch(.usd, .eur)) { try dollar.adding(euro) }
        #expect(throws: MoneyError.currencyMismatch(.usd, .eur)) { try dollar.subtracting(euro) }
        #expect(throws: MoneyError.currencyMismatch(.usd, .eur)) { try Money.sum([euro], .usd) }
        #expect(dollar != euro)
    }

    @Test func `JSON has amount, currency and the amount for a person`() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let money = Money(minorUnits: 9_900, .usd)
        let json = try encoder.encode(money)
        #expect(String(decoding: json, as: UTF8.self) == #"{"amount":9900,"currency":"USD","formatted":"$99.00"}"#)
        #expect(try JSONDecoder().decode(Money.self, from: json) == money)
    }

    @Test func `JSON without the amount for a person is read`() throws {
        let json = Data(#"{"amount":43000,"currency":"jpy"}"#.utf8)
        #expect(try JSONDecoder().decode(Money.self, from: json) == Money(minorUnits: 43_000, .jpy))
    }

    @Test(arguments: [
        #"{"amount":99.5,"currency":"USD"}"#, #"{"amount":"9900","currency":"USD"}"#, #"{"amount":9900}"#,
        #"{"amount":9900,"currency":"usdd"}"#, #"{"currency":"USD"}"#,
        #"{"amount":9223372036854775808,"currency":"USD"}"#,
        "9900",
    ])
    func `other JSON is refused`(json: String) {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Money.self, from: Data(json.utf8)) }
    }
}
