import TillModel

/// The currencies and countries that Paddle knows.
///
/// Source: the enumerations `currency_code` and `country_code_supported` of its OpenAPI description. All of the
/// currencies have as many decimals there as here.
enum PaddleTerritory {
    /// An amount as it is sent and compared.
    ///
    /// - Throws: ``Unsupported`` where Paddle takes no money in its currency.
    static func amount(_ money: Money) throws(Unsupported) -> [String: CatalogValue] {
        guard currencies.contains(money.currency.code) else {
            throw Unsupported("Paddle takes no money in \(money.currency.code)")
        }
        return ["amount": .number(money.minorUnits), "currency": .text(money.currency.code)]
    }

    /// - Throws: ``Unsupported`` where Paddle sells nothing there.
    static func check(_ country: Country) throws(Unsupported) {
        guard !unsold.contains(country.code) else { throw Unsupported("Paddle sells nothing in \(country.code)") }
    }

    private static let currencies = words(
        """
        USD EUR GBP JPY AUD CAD CHF HKD SGD SEK ARS BRL CNY COP CZK DKK HUF ILS INR KRW MXN NOK NZD PLN RUB THB TRY
        TWD UAH VND ZAR CLP PEN
        """)

    private static let unsold = words("AF AQ BY CD CF CU HT IR KP LY ML MM NI RU SD SO SS SY VE YE ZW")

    private static func words(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
    }
}
