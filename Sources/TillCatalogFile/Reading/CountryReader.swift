import TillModel

/// Reads what differs from country to country.
enum CountryReader {
    /// Amounts by country.
    static func amounts(_ field: Field, _ context: inout ReadingContext) -> [Country: [Money]]? {
        guard let entries = context.entries(field, example: "{ IN: 900.00 INR }") else { return nil }
        var result: [Country: [Money]] = [:]
        for entry in entries where !context.isSettled(entry.key) {
            let country = country(entry.name, at: context.tree.span(entry.key), &context)
            let amounts = MoneyReader.amounts(entry, &context)
            if let country, let amounts { result[country] = amounts }
        }
        return result
    }

    /// A list of countries.
    static func countries(_ field: Field, _ context: inout ReadingContext) -> [Country]? {
        let names = context.names(field, of: "a list of countries", example: "[BR, IN]")
        return names.compactMap { country($0.name, at: $0.place, &context) }
    }

    /// A country by its code, in upper case.
    static func country(_ text: String, at place: SourceSpan, _ context: inout ReadingContext) -> Country? {
        guard let country = Country(code: text) else {
            context.log.error(
                .unknownCountry, at: place, "`\(Quoting.clipped(text))` is not a country",
                help: meant[text.uppercased()].map { "write `\($0)`" }
                    ?? "write the two letters of ISO 3166-1, such as `DE` or `US`")
            return nil
        }
        guard country.code == text else {
            context.log.error(
                .unknownCountry, at: place, "a country is written in upper case, found `\(text)`",
                help: "write `\(country.code)`")
            return nil
        }
        return country
    }

    /// What people write for a country that is not its code.
    private static let meant = ["UK": "GB", "EN": "GB", "USA": "US", "GER": "DE", "EL": "GR"]
}
