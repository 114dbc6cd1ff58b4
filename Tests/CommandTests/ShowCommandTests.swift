import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `catalog show` on a file with tiers, a schedule, coupons, credits and a bundle.
@Suite(.timeLimit(.minutes(15))) struct ShowCommandTests {
    private func show(_ arguments: String...) async throws -> String {
        try await Program.inFolder { program in
            let file = Program.repository.appending(path: "docs/examples/pricing.yaml").path(percentEncoded: false)
            let running = try program.start(["show"] + arguments + ["--file", file])
            #expect(try await running.end() == 0, "\(running.error)")
            return running.out
        }
    }

    @Test func `everything fits a table, in which tiers are only counted`() async throws {
        #expect(
            try await show("--at", "2027-01-15") == """
                On 2027-01-15 (Europe/Berlin)

                PRODUCT       NAME                         PRICE                                                     NOTES
                team/monthly  Team                         12.00 USD per seat every month                            also in EUR; 14 days free first; 14.00 USD from 2027-06-01 on
                team/yearly   Team                         120.00 USD per seat every year
                api/steps     API                          by calls in 3 tiers every month
                api/volume    API                          by calls in 2 tiers every month
                api/packs     API                          5.00 USD for each 100 calls begun every month
                api/each      API                          0.0025 USD per call every month
                book          Handbook                     29.00 USD
                workshop      Workshop                     450.00 USD
                box           Workshop with two handbooks  480.00 USD
                donation      Donation                     5.00 USD or more, as the buyer chooses, up to 500.00 USD

                COUPON    TAKES                   ON              NOTES
                LAUNCH20  20 % off for 3 months   team, workshop
                FIVE      5.00 USD off            everything
                SUMMER    30 % off                workshop        until 2027-09-01
                LONGER    the first 30 days free  team

                """)
    }

    @Test func `tiers have a table of their own`() async throws {
        #expect(
            try await show("api/steps") == """
                api  API
                  for sale, shown in lists, through stripe

                api/steps
                  costs: by the tiers below
                  paid: every month
                  tax: is added to it
                  each call at the tier it falls into:
                    CALLS           EACH       ONCE
                    1 to 1000       0.00 USD   -
                    1001 to 10000   0.004 USD  -
                    10001 and more  0.002 USD  5.00 USD

                Coupons
                  FIVE  5.00 USD off

                """)
        #expect(try await show("api/volume").contains("  all at the tier of the whole quantity:\n"))
    }

    @Test func `a change to come is told with what becomes of subscribers, and is the price from its day on`()
        async throws
    {
        let before = try await show("team/monthly", "--at", "2027-05-31")
        for part in [
            "  costs: 12.00 USD, 11.00 EUR per seat every month\n",
            "  trial: 14 days, a payment method is needed\n", "  once to set up: 49.00 USD, 45.00 EUR\n",
            "  in an order: 2 to 500 seats\n",
            "  next: 14.00 USD, 13.00 EUR from 2027-06-01 on; existing subscribers keep the old amount\n",
        ] {
            #expect(before.contains(part), "\(part) in \(before)")
        }
        let after = try await show("team/monthly", "--at", "2027-06-01")
        #expect(after.contains("  costs: 14.00 USD, 13.00 EUR per seat every month\n"), "\(after)")
        #expect(!after.contains("  next:"))
    }

    @Test func `a bundle tells its parts and credits, and its parts tell of it`() async throws {
        let box = try await show("box")
        #expect(
            box.contains(
                "What one gets\n  ai        AI credits  500\n  workshop  Workshop    1\n  book      Handbook    2\n"),
            "\(box)")
        #expect(try await show("book").contains("Beside it\n  part of  box (Workshop with two handbooks)\n"))
        #expect(try await show("book").contains("  tax: is in it\n"))
    }

    @Test func `a coupon is found by its code in any case, and tells whether it can be used on the day`() async throws {
        #expect(
            try await show("summer", "--at", "2027-08-31") == """
                SUMMER
                  takes: 30 % off
                  on 2027-08-31: can be used
                  counts for: workshop (Workshop)
                  buyers type: SUMMER
                  until: 2027-09-01
                  with other coupons: no

                """)
        #expect(try await show("SUMMER", "--at", "2027-09-01").contains("  on 2027-09-01: ended on 2027-09-01\n"))
        #expect(try await show("LAUNCH20").contains("  counts for: team (Team), workshop (Workshop)\n"))
        #expect(
            try await show("workshop", "--at", "2027-01-15").contains(
                "  SUMMER    30 % off               until 2027-09-01\n"))
    }

    @Test func `the resolved file has overlays worked in, and is a valid file itself`() async throws {
        try await Program.inFolder { program in
            try program.write(
                """
                version: 1
                products:
                  pro: { name: Pro, price: 29.00 USD, every: month, badge: New }
                overlays:
                  live: { products: { pro: { visible: false } } }
                  acme: { products: { pro: { name: Acme Pro, badge: ~ } } }

                """, to: "products.yaml")
            let shown = try await program.run("show", "--resolved", "--env", "live", "--overlay", "acme")
            #expect(shown.status == 0, "\(shown.error)")
            #expect(
                shown.out == """
                    version: 1

                    products:
                      pro: { name: Acme Pro, price: 29.00 USD, every: month, visible: false }

                    """)
            try program.write(shown.out, to: "resolved.yaml")
            #expect(try await program.run("validate", "resolved.yaml").status == 0)
            let unknown = try await program.run("show", "--resolved", "--overlay", "nobody")
            #expect(unknown.status == 3)
            #expect(unknown.error.contains("TILL-V103"))
        }
    }
}
