#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A catalog of any size, as a large shop would write it: products of several kinds, in turn, with the two sentences
/// for buyers that make ten thousand of them about five and a half megabytes.
enum SampleCatalog {
    private static let sentences =
        "It is shown in front of every visitor who looks for something of this kind, for as long as the listing lasts. "
        + "Whoever answers is sent to you at once by mail, and what you have written can be changed at any time before "
        + "it ends, without another payment and without asking anybody."

    /// Writes a catalog and returns how many bytes it has.
    static func write(products: Int, to path: String) -> Int {
        var text = """
            version: 1
            defaults: { currency: USD, provider: stripe }
            features: { search: Search everywhere, seats: { name: Seats, limit: seat } }
            meters: { calls: { name: API calls, unit: call } }
            products:

            """
        for number in 0..<products { text += product(number) }
        guard let file = fopen(path, "w") else { exit(1) }
        defer { fclose(file) }
        let bytes = Array(text.utf8)
        return fwrite(bytes, 1, bytes.count, file)
    }

    private static func product(_ number: Int) -> String {
        switch number % 4 {
        case 0:
            """
              job-\(number):
                name: Job posting \(number)
                description: A listing for thirty days in category \(number % 97). \(sentences)
                type: job_posting
                price: \(number % 900 + 1).00 USD
                duration: 30 days
                upsells: [mail-\(number + 2)]
                badge: Popular
                image: https://shop.example/pictures/\(number).png
                url: https://shop.example/jobs/\(number)
                tax_code: txcd_10000000
                metadata: { board: main, row: \(number), campaign: spring }

            """
        case 1:
            """
              plan-\(number):
                name: Plan \(number)
                description: Everything a team of \(number % 50 + 2) needs. \(sentences)
                features: [search, { seats: \(number % 50 + 2) }]
                i18n: { de: { name: Tarif \(number), description: Alles für ein Team } }
                prices:
                  monthly: { amount: \(number % 9_000 + 500), every: month, trial: 14 days }
                  yearly: { price: \((number % 9_000 + 500) / 10).00 USD, every: year, also: [\((number % 9_000 + 500) / 10).00 EUR] }

            """
        case 2:
            "  mail-\(number): { name: E-mail blast \(number), description: \"\(sentences)\", price: 49.00 USD, per_order: 5, order: \(number % 100) }\n"
        default:
            """
              api-\(number):
                name: API \(number)
                description: \(sentences)
                prices:
                  usage:
                    every: month
                    meter: calls
                    graduated:
                      - { up_to: 1000, each: 0.00 USD }
                      - { up_to: 100000, each: 0.002 USD }
                      - { each: 0.001 USD }

            """
        }
    }
}
