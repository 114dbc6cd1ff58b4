import Synchronization
import Testing
import TillCatalogFile
import TillModel
import TillProviders
import TillSync

/// Plans applied to the providers' sandboxes, over real HTTP.
@Suite(.timeLimit(.minutes(15))) struct SyncTests {
    static func file(
        _ amount: String = "29.00", yearly: String = "290.00", name: String = "Pro", job: String = "Job posting",
        rest: String = ""
    ) -> String {
        """
        products:
          pro:
            name: \(name)
            prices:
              monthly: { price: \(amount) USD, every: month, existing: keep }
              yearly: { price: \(yearly) USD, every: year }
          job: { name: \(job), price: 99.00 USD }
        \(rest)
        """
    }

    private static let monthly = CatalogObjectKey(.price, "pro/monthly")

    @Test(arguments: SandboxProvider.allCases)
    func `what was synced once is left alone the second time`(_ provider: SandboxProvider) async throws {
        try await SyncShop.run(provider) { shop in
            let first = try await shop.sync(Self.file())
            #expect(first.failures.isEmpty, "\(first.failures)")
            #expect(first.writes == first.plan.writes)
            let second = try await shop.sync(Self.file())
            #expect(second.plan.isEmpty, "\(second.plan.changes.filter { $0.action != .noop })")
            #expect(second.writes == 0)
            #expect(try await shop.asked().writes == first.writes)
            #expect(second.reads <= shop.publisher.listedKinds.count)
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
            #expect(shop.locked.retired.filter { $0.key == Self.monthly }.count == 2)
            #expect(try await shop.plan(Self.file("29.00")).isEmpty)
        }
    }

    @Test(arguments: SandboxProvider.allCases)
    func `a new price is there, and is the first one, before the old one is archived`(
        _ provider: SandboxProvider
    ) async throws {
        try await SyncShop.run(provider) { shop in
            try await shop.sync(Self.file())
            let outcome = try await shop.sync(Self.file("39.00"))
            #expect(outcome.failures.isEmpty, "\(outcome.failures)")
            let moved = provider.hasDefaultPrices ? ["update default price pro"] : []
            #expect(outcome.done == ["replace price pro/monthly"] + moved + ["archive price pro/monthly"])
        }
    }

    @Test(arguments: SandboxProvider.allCases)
    func `a plan and a second look are read with a key that may not write`(_ provider: SandboxProvider) async throws {
        try await SyncShop.run(provider) { shop in
            let plan = try await shop.plan(Self.file(), reading: true)
            #expect(plan.writes > 0)
            try await shop.sync(Self.file())
            let observed = try await ProviderSurvey.objects(
                shop.caller(reading: true), applied: shop.locked.applied)
            let found = Drift.findings(
                owner: SyncShop.owner, desired: Set(shop.locked.applied.keys), applied: shop.locked.applied,
                retired: [], observed: observed, manifest: shop.publisher.manifest)
            #expect(found.isEmpty)
            let refusal = await #expect(throws: ProviderError.self) {
                let product = CatalogWrite(
                    .create, CatalogObjectKey(.product, "a"), fields: ["name": "A", "tax_category": "standard"])
                _ = try await shop.reader.perform(
                    ProviderCall(
                        method: "POST", path: try shop.reader.call(for: product).path,
                        body: provider == .stripe ? "name=A" : "{\"name\":\"A\",\"tax_category\":\"standard\"}"),
                    idempotencyKey: IdempotencyKey(rawValue: "k"))
            }
            #expect(refusal?.code == .unauthorized)
        }
    }

    @Test(arguments: SandboxProvider.allCases)
    func `a retired id still resolves to its key, and one that was never pushed to none`(
        _ provider: SandboxProvider
    ) async throws {
        try await SyncShop.run(provider) { shop in
            try await shop.sync(Self.file())
            let old = try #require(shop.locked.applied[Self.monthly]?.id)
            try await shop.sync(Self.file("39.00"))
            let now = try #require(shop.locked.applied[Self.monthly]?.id)
            let name = type(of: shop.publisher).name
            let lock = Lockfile(
                environment: "test",
                providers: [
                    name: LockedProvider(
                        mode: .test, version: type(of: shop.publisher).catalogVersion, objects: shop.locked.applied,
                        retired: shop.locked.retired)
                ])
            let read = try #require(Lockfile.read(Array(lock.json.utf8), file: "products.test.lock").lockfile)
            #expect(old != now)
            #expect(read.remoteIDs.reference(to: now, at: name) == "pro/monthly")
            #expect(read.remoteIDs.reference(to: old, at: name) == "pro/monthly")
            #expect(read.remoteIDs.reference(to: old + "x", at: name) == nil)
        }
    }

    // MARK: - Edits by others

    /// What somebody did between the plan and the first write.
    enum Edit: CaseIterable, CustomTestStringConvertible {
        case productRenamed, productArchived, priceRenamed, priceArchived

        var testDescription: String { "\(self)" }

        var isOfProduct: Bool { self == .productRenamed || self == .productArchived }
        var isRenaming: Bool { self == .productRenamed || self == .priceRenamed }
    }

    @Test(arguments: SandboxProvider.allCases, Edit.allCases)
    func `what somebody changes between the plan and the first write is not written to`(
        _ provider: SandboxProvider, _ edit: Edit
    ) async throws {
        try await SyncShop.run(provider) { shop in
            try await shop.sync(Self.file())
            let key =
                edit.isOfProduct ? CatalogObjectKey(.product, "pro") : CatalogObjectKey(.price, "pro/yearly")
            let object = try #require(try await shop.active()[key]?.first)
            try await shop.control("requests/reset")
            // The product would be updated, or the price replaced.
            let file = edit.isOfProduct ? Self.file(name: "Professional") : Self.file(yearly: "390.00")
            let outcome = try await shop.sync(file) {
                try await shop.byHand(
                    edit.isRenaming ? provider.renaming(object, to: "Mine") : provider.archiving(object))
            }
            #expect(outcome.failures.map(\.code) == [.stale])
            #expect(outcome.failures.map(\.key) == [key])
            #expect(try await shop.asked().writes == 1, "only what was done by hand")
        }
    }

    /// What a write waits for.
    enum Wait: CaseIterable, CustomTestStringConvertible {
        case turn, patience

        var testDescription: String { "\(self)" }
    }

    @Test(arguments: SandboxProvider.allCases, Wait.allCases)
    func `what somebody changes while its write waits is not written over`(
        _ provider: SandboxProvider, _ wait: Wait
    ) async throws {
        try await SyncShop.run(provider) { shop in
            try await shop.sync(Self.file())
            // The first write of a run goes out at once; the second has to wait, or is refused and asked for patience.
            let (other, waiting) = (CatalogObjectKey(.product, "job"), CatalogObjectKey(.product, "pro"))
            let object = try #require(try await shop.active()[waiting]?.first)
            let pace = wait == .turn ? 0.5 : 1_000_000
            let outcome = try await shop.sync(Self.file(name: "Professional", job: "Job"), pace: pace, concurrency: 1) {
                if wait == .patience { try await shop.control("faults", "{\"api_writes_per_second\":1}") }
                shop.clock.inNextWait { try await shop.byHand(provider.renaming(object, to: "Mine")) }
            }
            #expect(outcome.failures.map(\.code) == [.stale])
            #expect(outcome.failures.map(\.key) == [waiting])
            let names = try await shop.active().mapValues { $0.first?.fields["name"] }
            #expect(names[waiting] == .text("Mine"))
            #expect(names[other] == .text("Job"))
        }
    }

    // MARK: - Sections

    @Test(arguments: SandboxProvider.allCases)
    func `a section that left the file archives nothing, and an empty one only when that is asked for`(
        _ provider: SandboxProvider
    ) async throws {
        try await SyncShop.run(provider) { shop in
            let rest = "coupons: { LAUNCH20: { percent_off: 20 } }\nmeters: { calls: API calls }\n"
            try await shop.sync(Self.file(rest: rest))
            let kinds: Set<CatalogObjectKey.Kind> = [.coupon, .promotionCode, .meter]
            func held() -> Set<CatalogObjectKey> { Set(shop.locked.applied.keys.filter { kinds.contains($0.kind) }) }
            let before = held()
            #expect(!before.isEmpty)
            let without = try await shop.sync(Self.file(), shop.pruning(Self.file()))
            #expect(without.plan.isEmpty, "\(without.done)")
            let empty = Self.file(rest: "coupons: {}\nmeters: {}\n")
            #expect(try await shop.sync(empty).plan.isEmpty)
            #expect(held() == before)
            let pruned = try await shop.sync(empty, shop.pruning(empty))
            #expect(pruned.failures.isEmpty, "\(pruned.failures)")
            #expect(pruned.writes == before.count)
            #expect(held().isEmpty)
            #expect(try await shop.plan(empty, shop.pruning(empty)).isEmpty)
        }
    }

    @Test func `where no server is named, what providers send to one is not managed`() {
        let sections: Set = ["products"]
        let there = Set<CatalogObjectKey.Kind>.managed(sections: sections, hasServer: true)
        let nowhere = Set<CatalogObjectKey.Kind>.managed(sections: sections, hasServer: false)
        #expect(there.subtracting(nowhere) == [.webhookEndpoint])
    }

    // MARK: - A lock that knows less

    @Test(arguments: SandboxProvider.allCases)
    func `a lost lock is made again without a write`(_ provider: SandboxProvider) async throws {
        try await SyncShop.run(provider) { shop in
            let rest = """
                coupons: { LAUNCH20: { percent_off: 20 } }
                meters: { calls: API calls }
                features: { search: Search }
                """
            let first = try await shop.sync(Self.file(rest: rest))
            #expect(first.failures.isEmpty, "\(first.failures)")
            let ids = shop.locked.applied.mapValues(\.id)
            shop.locked = SyncShop.Locked()
            let again = try await shop.sync(Self.file(rest: rest))
            #expect(again.writes == 0, "\(again.done)")
            #expect(again.failures.isEmpty, "\(again.failures)")
            #expect(shop.locked.applied.mapValues(\.id) == ids)
        }
    }

    @Test(arguments: SandboxProvider.allCases)
    func `a file that is edited after a run was cut off conflicts with nobody`(_ provider: SandboxProvider) async throws
    {
        try await SyncShop.run(provider) { shop in
            try await shop.sync(Self.file())
            // The name is written, and the lock does not know.
            await #expect(throws: SyncShop.Killed.self) {
                try await shop.sync(Self.file(name: "Professional"), killedAt: 2)
            }
            let outcome = try await shop.sync(Self.file(name: "Premium"))
            #expect(outcome.plan.blocked.isEmpty)
            #expect(outcome.done == ["update product pro"])
            // What somebody else wrote still does.
            let product = try #require(try await shop.active()[CatalogObjectKey(.product, "pro")]?.first)
            try await shop.byHand(provider.renaming(product, to: "Mine"))
            #expect(try await shop.plan(Self.file(name: "Basic")).blocked.map(\.key.name) == ["pro"])
        }
    }
}
