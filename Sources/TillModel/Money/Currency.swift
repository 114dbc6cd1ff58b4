/// A currency of ISO 4217, with the number of decimals its smallest unit has.
///
/// Only currencies of the standard's list that money is paid in can be made, so a typing error in a
/// file or a request never becomes an amount. Codes are upper-case here; an adapter spells them the
/// way its provider does.
public struct Currency: Sendable, Hashable {
    /// The decimals above the three letters, one a byte: an amount of money is then two words, and copying it counts
    /// no references.
    private let packed: UInt64

    /// Three upper-case letters, such as `USD`.
    public var code: String {
        String(unsafeUninitializedCapacity: 3) { bytes in
            for (index, shift) in [16, 8, 0].enumerated() {
                bytes.initializeElement(at: index, to: UInt8(truncatingIfNeeded: packed >> UInt64(shift)))
            }
            return 3
        }
    }

    /// How many decimals the smallest unit has: 0 for the yen, 2 for the dollar, 3 for the Kuwaiti dinar.
    public var exponent: Int { Int(packed >> 24) }

    /// A currency from its code, in upper or lower case; nil when ISO 4217 does not list it.
    public init?(code: String) {
        self.init(utf8: code.utf8)
    }

    /// A currency from its code's letters, in upper or lower case; nil when ISO 4217 does not list it.
    package init?(utf8 code: some Collection<UInt8>) {
        guard code.count == 3 else { return nil }
        var letters: UInt32 = 0
        for byte in code {
            let upper = (0x61...0x7A).contains(byte) ? byte & 0xDF : byte
            guard (0x41...0x5A).contains(upper) else { return nil }
            letters = letters << 8 | UInt32(upper)
        }
        guard let decimals = Currency.exponents[letters] else { return nil }
        packed = UInt64(decimals) << 24 | UInt64(letters)
    }

    private init(_ code: String, exponent: UInt8) {
        packed = code.utf8.reduce(UInt64(exponent)) { $0 << 8 | UInt64($1) }
    }

    /// United States dollar.
    public static let usd = Currency("USD", exponent: 2)
    /// Euro.
    public static let eur = Currency("EUR", exponent: 2)
    /// Pound sterling.
    public static let gbp = Currency("GBP", exponent: 2)
    /// Japanese yen, which has no smaller unit.
    public static let jpy = Currency("JPY", exponent: 0)
    /// Kuwaiti dinar, which has a thousand fils.
    public static let kwd = Currency("KWD", exponent: 3)

    /// Every code that can be used, sorted.
    public static let allCodes: [String] = byExponent.flatMap { $0.1.split(separator: " ").map(String.init) }.sorted()

    /// Source: ISO 4217 list one, without funds codes, metals and testing codes.
    private static let byExponent: [(UInt8, String)] = [
        (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
        (
            2,
            """
            AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD \
            CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD \
            HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD \
            MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON \
            RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD \
            TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
            """
        ),
    ]

    private static let exponents: [UInt32: UInt8] = {
        var table: [UInt32: UInt8] = [:]
        for (exponent, codes) in byExponent {
            for code in codes.split(separator: " ") {
                table[code.utf8.reduce(0) { $0 << 8 | UInt32($1) }] = exponent
            }
        }
        return table
    }()
}

extension Currency: Codable {
    /// Reads a code; a code that ISO 4217 does not list is a decoding error.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let code = try container.decode(String.self)
        guard let currency = Currency(code: code) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(code)' is not a currency")
        }
        self = currency
    }

    /// Writes the upper-case code.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(code)
    }
}

extension Currency: CustomStringConvertible {
    /// The upper-case code.
    public var description: String { code }
}
