import Testing
import TillModel
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite(.timeLimit(.minutes(15))) struct QuoteCommandTests {
    @Test func `a quote is a table with the steps under each row, and the sums`() async throws {
        try await Program.inFolder { program in
            let ending = try await program.run(
                "quote", "job_posting", "email_blast:2", "pro/monthly:3", "--coupon", "nonsense", "--at", "2027-01-01")
            #expect(ending.status == 0, "\(ending.error)")
            #expect(
                ending.out == """
                    ITEM         QUANTITY  EACH       LISTED     DISCOUNT  TAX       TOTAL
                    job_posting  1         99.00 USD  99.00 USD  0.00 USD  0.00 USD  99.00 USD
                        1 × 99.00 USD = 99.00 USD
                    email_blast  2         49.00 USD  98.00 USD  0.00 USD  0.00 USD  98.00 USD
                        2 × 49.00 USD = 98.00 USD
                    pro/monthly  3         29.00 USD  87.00 USD  0.00 USD  0.00 USD  87.00 USD every month
                        3 × 29.00 USD = 87.00 USD

                    Subtotal          284.00 USD
                    Total             284.00 USD
                    Due today         284.00 USD
                    Then every month   87.00 USD

                    Not used: There is no coupon 'nonsense'. (unknown_coupon)

                    Then 87.00 USD every month.

                    """)
        }
    }

    struct Envelope: Decodable {
        struct Failure: Decodable {
            let code: String
            let message: String
            let field: String
        }
        let schema: String
        let ok: Bool
        let quote: Quote?
        let error: Failure?
    }

    private func envelope(_ ending: Program.Ending) throws -> Envelope {
        try JSONDecoder().decode(Envelope.self, from: Data(ending.out.utf8))
    }

    @Test func `as JSON it is what the server answers, in the envelope of every command`() async throws {
        try await Program.inFolder { program in
            let ending = try await program.run(
                "quote", "pro", "--json", "--at", "2027-01-01", "--region", "us-ca", "--first-purchase", "--owns", "x",
                "--provider", "stripe", "--currency", "usd")
            #expect(ending.status == 0, "\(ending.error)")
            let envelope = try envelope(ending)
            #expect(envelope.schema == "till.catalog.quote/1")
            #expect(envelope.ok)
            #expect(envelope.quote?.total == Money(minorUnits: 2_900, .usd))
            #expect(envelope.quote?.region == "US-CA")
            #expect(envelope.quote?.date == CalendarDate("2027-01-01"))
        }
    }

    @Test func `a cart without a price ends with 3 and the place`() async throws {
        try await Program.inFolder { program in
            let ending = try await program.run("quote", "job_posting", "pro:0", "--json")
            #expect(ending.status == 3)
            #expect(ending.error.contains("error: items[1].quantity: The quantity of 'pro/monthly' must be from 1 to"))
            let envelope = try envelope(ending)
            #expect(!envelope.ok)
            #expect(envelope.error?.code == "invalid_quantity")
            #expect(envelope.error?.field == "items[1].quantity")
            let amount = try await program.run("quote", "job_posting=7.50:2")
            #expect(amount.status == 3)
            #expect(amount.error.contains("items[0].amount"))
            try program.write("version: 1\nproducts: {}\n", to: "wrong.yaml")
            let invalid = try await program.run("quote", "pro", "--file", "wrong.yaml")
            #expect(invalid.status == 3)
            #expect(invalid.error.contains("wrong.yaml:2:"))
        }
    }

    @Test(arguments: [
        "quote", "quote pro:x", "quote pro:", "quote pro:1:2", "quote :2", "quote =5", "quote pro --at 2027-13-01",
        "quote pro --provider nobody", "quote pro --nothing",
    ])
    func `wrong usage of it ends with 64`(_ arguments: String) async throws {
        try await Program.inFolder { program in
            let running = try program.start(arguments.split(separator: " ").map(String.init))
            #expect(try await running.end() == 64, "\(running.error)")
            #expect(running.error.lowercased().contains("error:"))
        }
    }

    @Test func `a day begins where the catalog is, also the one on which a price is first sold`() async throws {
        try await Program.inFolder { program in
            // 25 hours lie between the two, so it is never the same day in both.
            var style = Date.ISO8601FormatStyle(timeZone: try #require(TimeZone(identifier: "Pacific/Kiritimati")))
            style = style.year().month().day()
            let day = Date().formatted(style)
            for (name, zone) in [("east", "Pacific/Kiritimati"), ("west", "Pacific/Pago_Pago")] {
                try program.write(
                    """
                    version: 1
                    timezone: \(zone)
                    products:
                      pass: { name: Pass, price: 9.00 USD, effective: \(day) }

                    """, to: "\(name).yaml")
            }
            let east = try await program.run("quote", "pass", "--file", "east.yaml", "--json")
            #expect(east.status == 0, "\(east.error)")
            // Midnight may pass while it runs.
            #expect(try #require(try envelope(east).quote).date >= (try #require(CalendarDate(day))))
            let west = try await program.run("quote", "pass", "--file", "west.yaml", "--json")
            #expect(west.status == 3)
            #expect(try envelope(west).error?.code == "price_not_available")
            for file in ["east.yaml", "west.yaml"] {
                let sold = try await program.run("quote", "pass", "--file", file, "--at", day)
                #expect(sold.status == 0, "\(sold.error)")
                let show = try await program.run("show", "--file", file)
                #expect(show.out.contains("not sold before") == (file == "west.yaml"), "\(show.out)")
            }
        }
    }

    @Test func `without a day it is today's`() async throws {
        try await Program.inFolder { program in
            let before = Date()
            let day = try envelope(try await program.run("quote", "pro", "--json")).quote?.date
            let style = Date.ISO8601FormatStyle().year().month().day()
            // Midnight may pass while it runs.
            #expect([before, Date()].map { $0.formatted(style) }.contains("\(try #require(day))"))
        }
    }
}
