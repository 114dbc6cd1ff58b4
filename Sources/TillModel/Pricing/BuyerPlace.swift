/// Where a buyer is, as far as prices and taxes depend on it.
struct BuyerPlace: Sendable, Hashable {
    let country: Country?
    /// A subdivision of ISO 3166-2, such as `US-CA`.
    let region: String?

    /// What a cart says; a region says the country as well.
    init(_ cart: Cart) throws(QuoteError) {
        var country: Country?
        if let code = cart.country {
            country = Country(code: code)
            guard country != nil else {
                throw QuoteError(
                    .unknownCountry, "'\(code.prefix(80))' is not a country; write two letters such as DE.",
                    field: "country")
            }
        }
        guard let region = cart.region?.uppercased() else {
            self.country = country
            self.region = nil
            return
        }
        let parts = region.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count == 2, (1...3).contains(parts[1].count), parts[1].allSatisfy(Self.isLetterOrDigit),
            let own = Country(code: String(region.prefix(2))), parts[0].count == 2
        else {
            throw QuoteError(
                .unknownCountry, "'\(region.prefix(80))' is not a region; write country and region such as US-CA.",
                field: "region")
        }
        guard country == nil || country == own else {
            throw QuoteError(
                .unknownCountry, "The region '\(region)' is not in the country \(country?.code ?? "").",
                field: "region")
        }
        self.country = own
        self.region = region
    }

    /// For a person: the region, else the country.
    var name: String? { region ?? country?.code }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
