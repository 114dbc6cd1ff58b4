import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `catalog migrate-subscribers` as a process, against the sandbox as another.
@Suite(.timeLimit(.minutes(15)), .serialized) struct MigrateSubscribersTests {
    @Test func `whoever subscribed before pays the new amount from the next renewal on, and nothing before`()
        async throws
    {
        try await SubscriberShop.run { shop in
            let old = try await shop.sync("19.00 USD")
            let one = try await shop.subscribe(to: old)
            let three = try await shop.subscribe(to: old, quantity: 3)
            let trial = try await shop.subscribe(to: old, trialDays: 14)
            let ending = try await shop.subscribe(to: old)
            try await shop.cancelAtPeriodEnd(ending)
            let new = try await shop.sync("24.00 USD", "at_renewal")
            #expect(new != old)
            let before = try await shop.item(three)

            let plan = try await shop.told("plan")
            #expect(plan.status == 0, "\(plan.error)")
            #expect(plan.out.contains("stripe  pro/monthly  19.00 USD -> 24.00 USD every month"), "\(plan.out)")
            #expect(
                plan.out.contains("2 move at their next renewal; 2 stay: 1 end with their period, 1 in their trial"))
            #expect(plan.out.contains("Each month, before discounts and tax: +20.00 USD."))
            let sample = try await shop.told("sample", "5")
            #expect(sample.out.contains("57.00 USD  72.00 USD"), "\(sample.out)")
            #expect(sample.out.contains("2 of 2"))
            let dry = try await shop.told("apply")
            #expect(dry.status == 0 && dry.out.contains("Nothing was written"), "\(dry.out)\(dry.error)")
            #expect(try await shop.subscriptions(to: new) == [])

            let applied = try await shop.told("apply", "--yes")
            #expect(applied.status == 0, "\(applied.out)\(applied.error)")
            #expect(applied.out.contains("2 of 2 moved."), "\(applied.out)")
            let after = try await shop.item(three)
            #expect(after.price == new && after.quantity == 3 && after.end == before.end)
            #expect(Set(try await shop.subscriptions(to: new)) == [one, three])
            #expect(Set(try await shop.subscriptions(to: old)) == [trial, ending])
            #expect(try await shop.renew(three) == 7_200)
            #expect(try await shop.renew(trial) == 1_900)

            // The trial is over, so its turn has come; nobody else is moved again.
            let changes = try await shop.changes()
            let again = try await shop.told("apply", "--yes")
            #expect(again.out.contains("1 of 1 moved."), "\(again.out)\(again.error)")
            #expect(try await shop.changes() == changes + 1)
            let third = try await shop.told("apply", "--yes", "--json")
            #expect(third.out.contains(#""moves" : 0"#), "\(third.out)")
            let report = try await shop.told("report", "--json")
            #expect(report.out.contains(#""is_over" : true"#) && report.out.contains(#""moved" : 1"#), "\(report.out)")
        }
    }

    @Test func `killed while a move is not answered, it goes on where it was and moves nobody twice`() async throws {
        try await SubscriberShop.run { shop in
            let old = try await shop.sync("19.00 USD")
            var people: Set<String> = []
            for _ in 1...5 { people.insert(try await shop.subscribe(to: old)) }
            let new = try await shop.sync("24.00 USD", "at_renewal")
            let changes = try await shop.changes()
            // As often as it is asked again, with the same key: it gets no further before it is killed.
            try await shop.fault("api_hang_next", 1_000)
            let running = try shop.start("apply", "--yes", "--concurrency", "1", log: "cut-off")
            while try await shop.subscriptions(to: new).isEmpty { try await Task.sleep(for: .milliseconds(3)) }
            running.signal(SIGKILL)
            #expect(try await running.end() == -SIGKILL)
            try await shop.fault("api_hang_next", 0)
            #expect(try await shop.subscriptions(to: new).count == 1)

            let report = try await shop.told("report")
            #expect(report.out.contains("0 of 5 moved, 5 left."), "\(report.out)\(report.error)")
            let refused = try await shop.told("apply", "--yes")
            #expect(refused.status == 8 && refused.error.contains("was not finished"), "\(refused.error)")
            // What the file says now is not what was begun.
            try shop.program.write(SubscriberShop.file("24.00 USD", "keep"), to: "products.yaml")
            let changed = try await shop.told("resume")
            #expect(changed.status == 8 && changed.error.contains("is not what it was"), "\(changed.error)")
            try shop.program.write(SubscriberShop.file("24.00 USD", "at_renewal"), to: "products.yaml")

            let resumed = try await shop.told("resume")
            #expect(resumed.status == 0, "\(resumed.out)\(resumed.error)")
            #expect(resumed.out.contains("5 of 5 moved."), "\(resumed.out)")
            #expect(Set(try await shop.subscriptions(to: new)) == people)
            #expect(try await shop.changes() == changes + 5)
            #expect(try await shop.told("resume").status == 64)
        }
    }

    @Test func `a migration that is paused stops, and goes on when it is told to`() async throws {
        try await SubscriberShop.run { shop in
            let old = try await shop.sync("19.00 USD")
            for _ in 1...12 { _ = try await shop.subscribe(to: old) }
            let new = try await shop.sync("24.00 USD", "at_renewal")
            #expect(try await shop.told("pause").status == 64)
            let running = try shop.start("apply", "--yes", "--concurrency", "1", "--rate", "2", log: "paused")
            try await running.until { $0.error.contains("1/12") }
            let pause = try await shop.told("pause")
            #expect(pause.status == 0, "\(pause.error)")
            #expect(try await running.end() == 130)
            #expect(running.out.contains("Stopped. Go on with: catalog migrate-subscribers resume --env test"))
            let moved = try await shop.subscriptions(to: new).count
            #expect((1...11).contains(moved))
            let report = try await shop.told("report")
            #expect(report.out.contains("\(moved) of 12 moved, \(12 - moved) left."), "\(report.out)")
            let resumed = try await shop.told("resume")
            #expect(resumed.status == 0 && resumed.out.contains("12 of 12 moved."), "\(resumed.out)\(resumed.error)")
        }
    }

    @Test func `what a customer changes while their move waits for its turn stays`() async throws {
        try await SubscriberShop.run { shop in
            let old = try await shop.sync("19.00 USD")
            var people: Set<String> = []
            for _ in 1...2 { people.insert(try await shop.subscribe(to: old)) }
            let new = try await shop.sync("24.00 USD", "at_renewal")
            // One write in five seconds: the second waits while the customer is at it.
            let running = try shop.start("apply", "--yes", "--concurrency", "1", "--rate", "0.2", log: "waiting")
            try await running.until { $0.error.contains("1/2") }
            for person in people { try await shop.take(3, of: person) }
            #expect(try await running.end() == 0, "\(running.out)\(running.error)")
            for person in people {
                let item = try await shop.item(person)
                #expect(item.price == new && item.quantity == 3)
            }
        }
    }

    @Test func `what the provider says is done and does not do is not taken for done`() async throws {
        try await SubscriberShop.run { shop in
            let old = try await shop.sync("19.00 USD")
            for _ in 1...2 { _ = try await shop.subscribe(to: old) }
            let new = try await shop.sync("24.00 USD", "at_renewal")
            try await shop.fault("api_no_effect_next")
            let applied = try await shop.told("apply", "--yes", "--concurrency", "1")
            #expect(applied.status == 5, "\(applied.out)\(applied.error)")
            #expect(applied.out.contains("1 of 2 moved, 1 not moved.") && applied.out.contains("unverified"))
            #expect(try await shop.subscriptions(to: new).count == 1)
            #expect(try await shop.told("apply", "--yes").out.contains("1 of 1 moved."))
            #expect(try await shop.subscriptions(to: new).count == 2)
        }
    }

    @Test(arguments: [
        ("keep", "0 subscriptions move", "they keep what they agreed to"),
        ("{ on: 2099-01-01 }", "0 subscriptions move", "1 renew before the day"),
    ])
    func `nobody moves who is to keep the price, or before the day`(
        _ existing: String, _ count: String, _ reason: String
    ) async throws {
        try await SubscriberShop.run { shop in
            let old = try await shop.sync("19.00 USD")
            _ = try await shop.subscribe(to: old)
            try await shop.sync("24.00 USD", existing)
            let applied = try await shop.told("apply", "--yes")
            #expect(applied.status == 0, "\(applied.error)")
            #expect(applied.out.contains(count) && applied.out.contains(reason), "\(applied.out)")
            #expect(try await shop.subscriptions(to: old).count == 1)
        }
    }

    @Test func `from the day on, whoever renews after it moves`() async throws {
        try await SubscriberShop.run { shop in
            let old = try await shop.sync("19.00 USD")
            _ = try await shop.subscribe(to: old)
            let new = try await shop.sync("24.00 USD", "{ on: 2020-01-01 }")
            let applied = try await shop.told("apply", "--yes")
            #expect(applied.out.contains("1 of 1 moved."), "\(applied.out)\(applied.error)")
            #expect(try await shop.subscriptions(to: new).count == 1)
        }
    }

    @Test func `everybody pays on in their own currency, and stays where the new price has it no more`() async throws {
        try await SubscriberShop.run { shop in
            let old = try await shop.sync("19.00 USD, also: [18.00 EUR]")
            let euro = try await shop.subscribe(to: old, currency: "eur")
            _ = try await shop.subscribe(to: old)
            let both = try await shop.sync("24.00 USD, also: [22.00 EUR]", "at_renewal")
            let plan = try await shop.told("plan")
            #expect(
                plan.out.contains("Each month, before discounts and tax: +4.00 EUR, +5.00 USD."),
                "\(plan.out)\(plan.error)")
            // What is too fast is waited out, and sent again.
            try await shop.fault("api_rate_limit_next", 2)
            #expect(try await shop.told("apply", "--yes").status == 0)
            #expect(try await shop.item(euro).price == both)
            #expect(try await shop.renew(euro) == 2_200)
            try await shop.sync("29.00 USD", "at_renewal")
            let dollars = try await shop.told("apply", "--yes")
            #expect(dollars.out.contains("1 of 1 moved."), "\(dollars.out)\(dollars.error)")
            #expect(try await shop.subscriptions(to: both) == [euro])
            let left = try await shop.told("plan")
            #expect(left.out.contains("1 in a currency that the new price does not have"), "\(left.out)")
        }
    }

    @Test func `for real money, yes alone is not enough`() async throws {
        try await Program.inFolder { program in
            try program.write(SubscriberShop.file("24.00 USD", "at_renewal"), to: "products.yaml")
            let environment = ["TILL_ENV": "live", "STRIPE_SECRET_KEY": "sk_live_4242424242424242"]
            let applied = try await program.run(
                "migrate-subscribers", "apply", "--yes", environment: environment)
            #expect(applied.status == 6 && applied.error.contains("--env live"), "\(applied.error)")
        }
    }

    @Test func `a provider whose subscriptions this version does not move says so`() async throws {
        try await SubscriberShop.run { shop in
            try shop.program.write(
                SubscriberShop.file("24.00 USD", "at_renewal", providers: "{ paddle: {} }"), to: "products.yaml")
            let plan = try await shop.told("plan", "--provider", "paddle")
            #expect(plan.status == 6)
            #expect(plan.error.contains("moving subscriptions is not in this version"), "\(plan.error)")
        }
    }
}
