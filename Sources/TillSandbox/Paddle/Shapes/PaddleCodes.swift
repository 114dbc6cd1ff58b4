/// How Paddle spells currencies, countries, amounts and identifiers.
enum PaddleCodes {
    /// The currencies that a price can be in.
    static let currencies = words(
        """
        USD EUR GBP JPY AUD CAD CHF HKD SGD SEK ARS BRL CNY COP CZK DKK HUF ILS INR KRW MXN NOK NZD PLN RUB THB TRY
        TWD UAH VND ZAR CLP PEN
        """)

    /// The countries that a price can be overridden for.
    static let countries = Set(
        words(
            """
            AD AE AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BZ CA
            CC CG CH CI CK CL CM CN CO CR CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA
            GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HU ID IE IL IM IN IO IQ IS IT JE JM JO
            JP KE KG KH KI KM KN KR KW KY KZ LA LB LC LI LK LR LS LT LU LV MA MC MD ME MF MG MH MK MN MO MP MQ MR MS
            MT MU MV MW MX MY MZ NA NC NE NF NG NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE
            RO RS RW SA SB SC SE SG SH SI SJ SK SL SM SN SR ST SV SX SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW
            TZ UA UG UM US UY UZ VA VC VG VI VN VU WF WS XK YT ZA ZM
            """))

    /// Whether text is an amount in the lowest denomination of a currency.
    static func isAmount(_ text: String) -> Bool {
        guard let number = Int64(text), number >= 0 else { return false }
        return text == String(number)
    }

    /// Whether a byte is one of those that identifiers consist of.
    static func isSmallLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }

    private static func words(_ text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).map(String.init)
    }
}
