import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Who pays already for what a plan changes, as `catalog plan` tells it.
@Suite(.timeLimit(.minutes(15))) struct PlanImpactTests {
    /// A plan's answer, as far as it matters.
    private struct Answer: Decodable {
        struct Change: Decodable {
            let key: String
            let affects: String
            let affected: Affected?
        }

        struct Affected: Decodable {
            let subscribers: Int
            let monthlyRevenue: [String: Amount]
            let atLeast: Bool?

            private enum CodingKeys: String, CodingKey {
                case subscribers
                case monthlyRevenue = "monthly_revenue"
                case atLeast = "at_least"
            }
        }

        struct Amount: Decodable {
            let amount: Int
        }

        struct Warning: Decodable {
            let code: String
        }

        let changes: [Change]
        let warnings: [Warning]

        var price: Change? { changes.first { $0.key == "price pro/monthly" } }
    }

    private func plan(_ shop: SubscriberShop, _ arguments: String...) async throws -> Program.Ending {
        let running = try shop.program.start(
            ["plan"] + arguments, environment: shop.environment, log: "plan-\(UUID().uuidString)")
        let ending = Program.Ending(status: try await running.end(), out: running.out, error: running.error)
        #expect(ending.status == 0, "\(ending.out)\(ending.error)")
        return ending
    }

    private func answer(_ shop: SubscriberShop, _ arguments: String...) async throws -> Answer {
        let running = try shop.program.start(
            ["plan", "--json"] + arguments, environment: shop.environment, log: "plan-\(UUID().uuidString)")
        #expect(try await running.end() == 0, "\(running.error)")
        return try JSONDecoder().decode(Answer.self, from: Data(running.out.utf8))
    }

    /// What the file says of subscribers, and what the plan says of them then.
    private static let rules: [(existing: String, affects: String, sentence: String)] = [
        ("keep", "new-buyers", "new buyers only; 3 subscribers keep it, 1,580.00 USD a month"),
        (
            "at_renewal", "existing-at-renewal",
            "new buyers now, and 3 existing subscribers at their next renewal, 1,580.00 USD a month"
        ),
        (
            "{ on: 2030-01-01 }", "existing-on-date:2030-01-01",
            "new buyers now, and 3 existing subscribers at their first renewal from 2030-01-01 on, "
                + "1,580.00 USD a month"
        ),
    ]

    @Test func `a plan tells how many pay already and what they bring, in each form`() async throws {
        try await SubscriberShop.run { shop in
            let old = try await shop.sync("790.00 USD")
            try shop.program.write(SubscriberShop.file("990.00 USD", "keep"), to: "products.yaml")
            #expect(try await plan(shop).out.contains("new buyers only; nobody subscribes to it"))
            #expect(try await answer(shop).price?.affected?.subscribers == 0)
            _ = try await shop.subscribe(to: old)
            let saved = try await plan(shop, "--out", "plan.json")
            #expect(saved.out.contains("1 subscriber keeps it, 790.00 USD a month"), "\(saved.out)")
            _ = try await shop.subscribe(to: old)
            _ = try await shop.subscribe(to: old, trialDays: 14)

            for rule in Self.rules {
                try shop.program.write(SubscriberShop.file("990.00 USD", rule.existing), to: "products.yaml")
                let text = try await plan(shop).out
                #expect(text.contains(rule.sentence), "\(text)")
                let markdown = try await plan(shop, "--markdown").out
                #expect(markdown.contains("| \(rule.sentence) |"), "\(markdown)")
                let change = try #require(try await answer(shop).price)
                #expect(change.affects == rule.affects)
                #expect(change.affected?.subscribers == 3)
                #expect(change.affected?.monthlyRevenue.mapValues(\.amount) == ["USD": 158_000])
                #expect(change.affected?.atLeast == nil)
            }
            #expect(try await answer(shop, "--no-impact").price?.affected == nil)

            // Whoever came since changes nothing of a plan that was kept.
            try shop.program.write(SubscriberShop.file("990.00 USD", "keep"), to: "products.yaml")
            let sync = try await shop.program.run(
                "sync", "--plan", "plan.json", "--yes", environment: shop.environment)
            #expect(sync.status == 0, "\(sync.error)")
            #expect(sync.error.contains("3 subscribers keep it, 1,580.00 USD a month"), "\(sync.error)")
        }
    }

    @Test func `a price that leaves the file is told with those who keep it`() async throws {
        try await SubscriberShop.run { shop in
            let id = try await shop.sync("19.00 USD")
            _ = try await shop.subscribe(to: id, quantity: 2)
            let file = SubscriberShop.file("19.00 USD").replacing("monthly:", with: "weekly:")
            try shop.program.write(file, to: "products.yaml")
            let text = try await plan(shop, "--prune").out
            #expect(text.contains("archive price pro/monthly"), "\(text)")
            #expect(text.contains("1 subscriber keeps it, 38.00 USD a month"), "\(text)")
        }
    }

    @Test func `of many subscribers the first hundred are counted, and all of them where that is asked for`()
        async throws
    {
        try await SubscriberShop.run { shop in
            let old = try await shop.sync("10.00 USD")
            for _ in 1...101 { _ = try await shop.subscribe(to: old) }
            try shop.program.write(SubscriberShop.file("12.00 USD", "at_renewal"), to: "products.yaml")
            #expect(try await plan(shop).out.contains("and at least 100 existing subscribers at their next renewal"))
            #expect(try await answer(shop).price?.affected?.atLeast == true)
            let whole = try await plan(shop, "--impact").out
            #expect(whole.contains("and 101 existing subscribers at their next renewal, 1,010.00 USD a month"))
            #expect(try await answer(shop, "--impact").price?.affected?.atLeast == nil)
        }
    }

    @Test func `where a provider is not asked for subscribers, a plan says so and ends well`() async throws {
        try await SyncInstallation.run { shop in
            try await shop.run("sync", "--yes")
            try shop.edit("29.00 USD", "39.00 USD")
            let text = try await shop.run("plan", "--provider", "paddle").out
            #expect(text.contains("who subscribed before keeps what they agreed to, how many is unknown"), "\(text)")
            #expect(text.contains("warning: it is not known who pays already for 1 price"), "\(text)")
            let json = try await shop.run("plan", "--provider", "paddle", "--json").out
            #expect(json.contains("\"subscribers\" : \"unknown\""), "\(json)")
            #expect(json.contains("\"code\" : \"impact_unknown\""), "\(json)")
        }
    }
}
