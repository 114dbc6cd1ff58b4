import Testing
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `catalog diff` and `catalog show`: commands that read catalog files and change nothing.
@Suite(.timeLimit(.minutes(15))) struct CatalogReadingCommandTests {
    private static let dearer = """
        version: 1
        products:
          job_posting: { name: Job | posting, price: 120.00 USD }
          pro:
            name: Pro
            prices:
              monthly: { price: 35.00 USD, every: month }

        """
    private static let cheaper = dearer.replacing("120.00", with: "99.00").replacing("35.00", with: "29.00")

    // The names are the envelope's.
    // swift-format-ignore: AlwaysUseLowerCamelCase
    private struct Difference: Decodable {
        struct Change: Decodable {
            let key: String
            let action: String
            let affects: String
            let before: String?
            let after: String?
            let fields: [String]
            let percent: String?
            let reason: String
        }
        let schema: String
        let ok: Bool
        let exit_code: Int
        let summary: [String: Int]
        let changes: [Change]
    }

    @Test func `diff says who notices what`() async throws {
        try await Program.inFolder { program in
            try program.write(Self.cheaper, to: "old.yaml")
            try program.write(Self.dearer, to: "new.yaml")
            let text = try await program.run("diff", "old.yaml", "new.yaml")
            #expect(text.status == 0)
            #expect(
                text.out == """
                    Products and prices
                      ~ job_posting goes from 99.00 USD to 120.00 USD (+21.2 %): new buyers pay it at once
                      ~ pro/monthly goes from 29.00 USD to 35.00 USD (+20.7 %): new buyers pay it at once; existing \
                    subscribers keep the old amount until the file says what becomes of them (existing:)

                    2 changes, none touches those who have bought

                    """)
            let json = try await program.run("diff", "old.yaml", "new.yaml", "--json", "--detailed-exit-code")
            #expect(json.status == 2)
            let difference = try JSONDecoder().decode(Difference.self, from: Data(json.out.utf8))
            #expect(difference.schema == "till.catalog.diff/1")
            #expect(difference.ok)
            #expect(difference.exit_code == 2)
            #expect(difference.summary["changed"] == 2)
            let change = try #require(difference.changes.first)
            #expect(change.key == "job_posting" && change.action == "changed" && change.affects == "new-buyers")
            #expect(change.before == "99.00 USD" && change.after == "120.00 USD" && change.percent == "21.2121")
            #expect(change.fields == ["price"])
            #expect(change.reason.hasPrefix("job_posting goes from"))
        }
    }

    @Test func `diff writes a table for a pull request that no name breaks`() async throws {
        try await Program.inFolder { program in
            try program.write(Self.cheaper, to: "old.yaml")
            try program.write(Self.dearer.replacing("name: Job | posting", with: "name: <b>Job"), to: "new.yaml")
            let ending = try await program.run("diff", "old.yaml", "new.yaml", "--markdown")
            #expect(
                ending.out.contains("| changed | job\\_posting: name | Job \\| posting | &lt;b&gt;Job | new buyers |\n")
            )
            let rows = ending.out.split(separator: "\n").filter { $0.hasPrefix("|") }
            #expect(rows.count == 5)
            #expect(rows.allSatisfy { $0.replacing("\\|", with: "").count { $0 == "|" } == 6 })
        }
    }

    @Test func `equal files have no difference, and the exit code says so`() async throws {
        try await Program.inFolder { program in
            try program.write(Self.dearer, to: "new.yaml")
            let ending = try await program.run("diff", "new.yaml", "new.yaml", "--detailed-exit-code")
            #expect(ending.status == 0)
            #expect(ending.out == "new.yaml and new.yaml say the same\n")
        }
    }

    @Test(arguments: [
        ["wrong.yaml", "products.yaml"], ["products.yaml", "wrong.yaml"], ["none.yaml", "products.yaml"],
    ])
    func `a file that is not valid is told, on either side`(_ files: [String]) async throws {
        try await Program.inFolder { program in
            try program.write("version: 1\nproducts: { job: { name: Job, price: 99 } }\n", to: "wrong.yaml")
            let name = files.first { $0 != "products.yaml" } ?? ""
            let text = try await program.run("diff", files[0], files[1])
            #expect(text.status == 3)
            #expect(text.out.isEmpty)
            #expect(text.error.contains("\(name):"))
            #expect(text.error.hasSuffix("error: \(name) cannot be compared: not valid.\n"))
            let json = try await program.run("diff", files[0], files[1], "--json")
            #expect(json.status == 3)
            #expect(json.out.contains("\"ok\" : false") && json.out.contains("TILL-V"))
        }
    }

    // MARK: - show

    @Test func `show lists what is for sale`() async throws {
        try await Program.inFolder { program in
            let ending = try await program.run("show", "--at", "2027-01-01")
            #expect(ending.status == 0)
            #expect(
                ending.out.split(separator: "\n").map { $0.trimmingSuffix(while: { $0 == " " }) } == [
                    "On 2027-01-01 (UTC)", "PRODUCT           NAME              PRICE                  NOTES",
                    "job_posting       Job posting       99.00 USD", "email_blast       Email blast       49.00 USD",
                    "priority_listing  Priority listing  29.00 USD",
                    "pro/monthly       Pro               29.00 USD every month",
                    "pro/yearly        Pro               290.00 USD every year",
                ])
        }
    }

    @Test func `show tells everything about a product, and about one of its prices alone`() async throws {
        try await Program.inFolder { program in
            let product = try await program.run("show", "pro")
            for part in ["pro  Pro\n", "\npro/monthly\n", "  costs: 290.00 USD every year\n", "  seats   seats   10\n"]
            {
                #expect(product.out.contains(part), "\(part) in \(product.out)")
            }
            let price = try await program.run("show", "pro/yearly")
            #expect(price.out.contains("\npro/yearly\n"))
            #expect(!price.out.contains("pro/monthly"))
            let job = try await program.run("show", "email_blast")
            #expect(job.out.contains("  offered beside  job_posting (Job posting)\n"), "\(job.out)")
        }
    }

    @Test func `show speaks JSON`() async throws {
        struct Shown: Decodable {
            struct Product: Decodable {
                struct Price: Decodable {
                    let reference: String
                    let words: String
                }
                let key: String
                let prices: [Price]
            }
            let schema: String
            let at: String
            let products: [Product]
        }
        try await Program.inFolder { program in
            let ending = try await program.run("show", "pro/yearly", "--at", "2027-01-01", "--json")
            let shown = try JSONDecoder().decode(Shown.self, from: Data(ending.out.utf8))
            #expect(shown.schema == "till.catalog.show/1" && shown.at == "2027-01-01")
            #expect(shown.products.map(\.key) == ["pro"])
            #expect(shown.products.first?.prices.map(\.reference) == ["pro/yearly"])
            #expect(shown.products.first?.prices.first?.words == "290.00 USD every year")
        }
    }

    @Test func `show says what it does not know`() async throws {
        try await Program.inFolder { program in
            let unknown = try await program.run("show", "job_postin")
            #expect(unknown.status == 64)
            #expect(unknown.error.contains("did you mean `job_posting`?"))
            #expect(try await program.run("show", "--at", "tomorrow").status == 64)
            try program.write("version: 1\n", to: "wrong.yaml")
            #expect(try await program.run("show", "--file", "wrong.yaml").status == 3)
        }
    }
}

extension Substring {
    /// The text without such characters at its end.
    fileprivate func trimmingSuffix(while isGone: (Character) -> Bool) -> String {
        var rest = self
        while let last = rest.last, isGone(last) { rest.removeLast() }
        return String(rest)
    }
}
