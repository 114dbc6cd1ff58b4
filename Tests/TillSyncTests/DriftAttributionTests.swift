import Testing
import TillModel
import TillSync

/// When something was changed, as the providers remember it.
@Suite(.timeLimit(.minutes(15))) struct DriftAttributionTests {
    private static let product = CatalogObjectKey(.product, "pro")

    private static func findings(_ shop: SyncShop) async throws -> [DriftFinding] {
        let observed = try await ProviderSurvey.objects(shop.caller(reading: true), applied: shop.locked.applied)
        return Drift.findings(
            owner: SyncShop.owner, desired: Set(shop.locked.applied.keys), applied: shop.locked.applied,
            retired: shop.locked.retired, observed: observed, manifest: shop.publisher.manifest)
    }

    /// Syncs, lets an hour pass, and lets somebody rename a product.
    private func run(
        _ provider: SandboxProvider, _ body: (SyncShop, RemoteCatalogObject) async throws -> Void
    ) async throws {
        try await SyncShop.run(provider) { shop in
            try await shop.sync(SyncTests.file())
            shop.clock.advance(by: .seconds(3_600))
            let object = try #require(try await shop.active()[Self.product]?.first)
            try await shop.byHand(provider.renaming(object, to: "Mine"))
            try await body(shop, object)
        }
    }

    private func changes(_ shop: SyncShop) async throws -> [RemoteCatalogObject.Handle: RemoteChange] {
        let findings = try await Self.findings(shop)
        #expect(findings.contains { $0.key == Self.product && $0.kind == .changed })
        return try await DriftAttribution.changes(of: findings, applied: shop.locked.applied, caller: shop.caller())
    }

    @Test(arguments: SandboxProvider.allCases)
    func `what somebody changed is told with the time, and with the request where there is one`(
        _ provider: SandboxProvider
    ) async throws {
        try await run(provider) { shop, object in
            let now = shop.clock.now()
            shop.clock.advance(by: .seconds(60))
            // Another product's change is none of this one's.
            let other = try #require(try await shop.active()[CatalogObjectKey(.product, "job")]?.first)
            try await shop.byHand(provider.renaming(other, to: "Else"))
            let changes = try await changes(shop)
            #expect(changes[other.handle]?.at == shop.clock.now())
            let change = try #require(changes[object.handle])
            #expect(change.id == object.id)
            #expect(change.at == now)
            #expect((change.requestID != nil) == (provider == .stripe))
            #expect(!change.isOurs)
        }
    }

    @Test(arguments: SandboxProvider.allCases)
    func `what is not remembered any more is unknown`(_ provider: SandboxProvider) async throws {
        try await run(provider) { shop, _ in
            shop.clock.advance(by: .seconds(91 * 86_400))
            let changes = try await changes(shop)
            #expect(changes.isEmpty)
        }
    }

    @Test(arguments: SandboxProvider.allCases)
    func `what a key may not ask for is unknown, and found all the same`(_ provider: SandboxProvider) async throws {
        try await run(provider) { shop, _ in
            shop.transport.refuse("/events")
            let (findings, changes) = (try await Self.findings(shop), try await changes(shop))
            #expect(findings.map(\.kind) == [.changed])
            #expect(changes.isEmpty)
        }
    }

    @Test func `what a run of ours has done is nobody's change, where the provider tells`() async throws {
        try await SyncShop.run(.stripe) { shop in
            try await shop.sync(SyncTests.file())
            // Another machine synced, and this one has the lock as it was.
            let lock = shop.locked
            try await shop.sync(SyncTests.file(name: "Professional"))
            shop.locked = lock
            #expect(try await changes(shop).isEmpty)
        }
    }
}
