import Synchronization
import Testing
import TillModel
import TillSync

/// Plans applied to the providers' sandboxes, over real HTTP.
@Suite struct SyncTests {
    private static func file(_ amount: String = "29.00", name: String = "Pro", rest: String = "") -> String {
        """
        version: 1
        defaults: { currency: USD, provider: \(provider) }
        products:
          pro:
            name: \(name)
            prices:
              monthly: { price: \(amount) USD, every: month, existing: keep }
              yearly: { price: 290.00 USD, every: year }
          job: { name: Job posting, price: 99.00 USD }
        \(rest)
        """
    }

    private static let provider = "stripe"
    private static let monthly = CatalogObjectKey(.price, "pro/monthly")

    @Test(arguments: SandboxProvider.allCases)
    func `what was synced once is left alone the second time`(_ provider: SandboxProvider) async throws {
        try await SyncShop.run(provider) { shop in
            let first = try await shop.sync(Self.file())
            #expect(first.failures.isEmpty)
            #expect(first.writes == first.plan.writes)
            let second = try await shop.sync(Self.file())
            #expect(second.plan.isEmpty, "\(second.plan.changes.filter { $0.action != .noop })")
            #expect(second.writes == 0)
            #expect(second.reads <= 8)
        }
    }

    @Test(arguments: SandboxProvider.allCases)
    func `an amount that goes there and back ends with one active price of that amount`(
        _ provider: SandboxProvider
    ) async throws {
        try await SyncShop.run(provider) { shop in
            for amount in ["29.00", "39.00", "29.00"] {
                let outcome = try await shop.sync(Self.file(amount))
                #expect(outcome.failures.isEmpty, "\(outcome.failures)")
            }
            let active = try await shop.active()
            #expect(active.values.allSatisfy { $0.count == 1 })
            #expect(active[Self.monthly]?.first?.fields["amount"] == 2_900)
            #expect(shop.lock.withLock { $0.retired.filter { $0.key == Self.monthly }.count } == 2)
            #expect(try await shop.plan(Self.file("29.00")).isEmpty)
        }
    }

    @Test(arguments: SandboxProvider.allCases)
    func `a default price is replaced before the old one is archived`(_ provider: SandboxProvider) async throws {
        try await SyncShop.run(provider) { shop in
            try await shop.sync(Self.file())
            let outcome = try await shop.sync(Self.file("39.00"))
            #expect(outcome.failures.isEmpty, "\(outcome.failures)")
            let order = outcome.records.compactMap { record -> String? in
                if case .done(_, let key, let action, _, _, _) = record { "\(action) \(key)" } else { nil }
            }
            #expect(
                order == ["replace price pro/monthly", "update default price pro", "archive price pro/monthly"])
        }
    }

    @Test(arguments: SandboxProvider.allCases)
    func `a plan and a second look are read with a key that may not write`(_ provider: SandboxProvider) async throws {
        try await SyncShop.run(provider) { shop in
            let plan = try await shop.plan(Self.file(), reading: true)
            #expect(plan.writes > 0)
            await #expect(throws: ProviderError.self) {
                let product = CatalogWrite(
                    .create, CatalogObjectKey(.product, "a"),
                    marker: OwnershipMarker(owner: "shop", key: CatalogObjectKey(.product, "a"), generation: 1),
                    fields: ["name": "A"])
                _ = try await shop.reader.perform(
                    try shop.reader.call(for: product), idempotencyKey: IdempotencyKey(rawValue: "k"))
            }
        }
    }
}
