import Testing
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What docs/pricing.md prints is what the program prints.
@Suite(.timeLimit(.minutes(15))) struct PricingGuideTests {
    /// A command of the guide with what stands below it.
    struct Example: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        let out: String
        var testDescription: String { arguments.joined(separator: " ") }
    }

    private static let file = Program.repository.appending(path: "docs/examples/pricing.yaml")
        .path(percentEncoded: false)

    static let examples: [Example] = {
        let page = Program.repository.appending(path: "docs/pricing.md").path(percentEncoded: false)
        let text = (try? String(contentsOfFile: page, encoding: .utf8)) ?? ""
        return text.matches(of: /```console\n\$ catalog ([^\n]+)\n((?:(?!```)[^\n]*\n)*)```/).map { match in
            Example(arguments: match.1.split(separator: " ").map(String.init), out: String(match.2))
        }
    }()

    @Test(arguments: examples)
    func `an example of the guide prints what stands below it`(_ example: Example) async throws {
        try await Program.inFolder { program in
            var arguments = example.arguments + ["--file", Self.file]
            if !arguments.contains("--at") { arguments += ["--at", "2027-01-15"] }
            let running = try program.start(arguments)
            #expect(try await running.end() == 0, "\(running.error)")
            #expect(running.out == example.out, "\(running.out)")
        }
    }

    @Test func `every block of the guide is such an example`() throws {
        let page = Program.repository.appending(path: "docs/pricing.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        #expect(Self.examples.count == text.matches(of: /```console/).count)
        #expect(Self.examples.count >= 10)
    }

    /// A cart with its sums, worked out by hand.
    struct Sums: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        let lines: [String]
        var testDescription: String { arguments.joined(separator: " ") }

        init(_ arguments: String, _ lines: String...) {
            self.arguments = arguments.split(separator: " ").map(String.init)
            self.lines = lines
        }
    }

    static let sums: [Sums] = [
        // 1000 at nothing, 9000 × 0.004 = 36.00, 2000 × 0.002 = 4.00, and 5.00 for reaching the last tier.
        Sums("api/steps:12000", "Total 45.00 USD", "Due today 0.00 USD", "Then every month 45.00 USD"),
        Sums("api/steps:1000", "Total 0.00 USD"), Sums("api/steps:1001", "Total 0.00 USD"),
        // 9000 × 0.004 = 36.00, 0.002 and 5.00.
        Sums("api/steps:10001", "Total 41.00 USD"),
        // All at 0.01, then all at 0.004: 4.004.
        Sums("api/volume:1000", "Total 10.00 USD"), Sums("api/volume:1001", "Total 4.00 USD"),
        Sums("api/packs:100", "Total 5.00 USD"), Sums("api/packs:101", "Total 10.00 USD"),
        // 0.8325, and 0.835, which lies halfway and becomes even.
        Sums("api/each:333", "Total 0.83 USD"), Sums("api/each:334", "Total 0.84 USD"),
        // 3 × 12.00 after the trial, 49.00 now.
        Sums("team:3", "Total 85.00 USD", "Due today 49.00 USD", "Then every month 36.00 USD"),
        Sums("team:3 --currency EUR", "Total 78.00 EUR", "Due today 45.00 EUR", "Then every month 33.00 EUR"),
        // From June on 3 × 14.00; on the day before still 3 × 12.00.
        Sums("team:3 --at 2027-06-01", "Then every month 42.00 USD"),
        Sums("team:3 --at 2027-05-31", "Then every month 36.00 USD"),
        // A fifth off 900.00, then 5.00; 30 % of it alone are more than both.
        Sums("workshop:2 --coupon FIVE --coupon LAUNCH20", "Discount −185.00 USD", "Total 715.00 USD"),
        Sums(
            "workshop:2 --coupon FIVE --coupon SUMMER --coupon LAUNCH20", "Discount −270.00 USD", "Total 630.00 USD"),
        // A fifth off 36.00 and 49.00: 7.20 and 9.80; for three months.
        Sums(
            "team:3 --coupon launch20", "Discount −17.00 USD", "Due today 39.20 USD", "Then every month 28.80 USD"),
        // 19 % of 450.00 is added; of 29.00, 29.00 × 19 ÷ 119 = 4.63 is tax.
        Sums(
            "workshop book --country DE", "Subtotal 479.00 USD", "Tax 90.13 USD", "of it included 4.63 USD",
            "Total 564.50 USD"),
        // 4.63 of 29.00, as it is not added.
        Sums("book --country DE", "Total 29.00 USD", "of it included 4.63 USD"),
        // 32.625, halfway.
        Sums("workshop --country US --region US-CA", "Tax 32.62 USD", "Total 482.62 USD"),
        Sums("workshop --country FR", "Total 450.00 USD"),
        Sums("donation=7.50", "Total 7.50 USD"),
    ]

    @Test(arguments: sums)
    func `a cart comes to what one works out by hand`(_ sums: Sums) async throws {
        try await Program.inFolder { program in
            let day = sums.arguments.contains("--at") ? [] : ["--at", "2027-01-15"]
            let running = try program.start(["quote"] + sums.arguments + ["--file", Self.file] + day)
            #expect(try await running.end() == 0, "\(running.error)")
            let lines = running.out.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
            for line in sums.lines { #expect(lines.contains(line), "\(line) in \(running.out)") }
        }
    }

    @Test(arguments: [
        ("team:1", "items[0].quantity: One order may have 2 to 500 of 'team/monthly', not 1."),
        ("donation", "items[0].amount: Say how much 'donation' shall be: an amount from 5.00 USD to 500.00 USD."),
        ("donation=4.99", "items[0].amount: 'donation' takes an amount from 5.00 USD to 500.00 USD."),
    ])
    func `a cart that is not sold says what is`(_ item: String, message: String) async throws {
        try await Program.inFolder { program in
            let ending = try await program.run("quote", item, "--file", Self.file, "--at", "2027-01-15")
            #expect(ending.status == 3)
            #expect(ending.error.contains("error: \(message)\n"), "\(ending.error)")
        }
    }
}
