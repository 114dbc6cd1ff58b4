import Testing
import TillModel
import TillSync

@Suite struct PlannerTests {
    private static let monthly = CatalogObjectKey(.price, "pro/monthly")

    /// A provider to which a price was pushed for 29.00.
    private static func pushed() throws -> PretendProvider {
        var provider = PretendProvider()
        try provider.apply(provider.plan([.price("pro/monthly", 2_900)]))
        return provider
    }

    private static func only(_ plan: SyncPlan) throws -> PlannedChange {
        try #require(plan.changes.count == 1)
        return plan.changes[0]
    }

    private static func edit(_ provider: inout PretendProvider, _ fields: [String: CatalogValue], isActive: Bool = true)
    {
        for (id, object) in provider.objects {
            provider.objects[id] = RemoteCatalogObject(
                id: id, kind: object.kind, isActive: isActive, marker: object.marker,
                fields: object.fields.merging(fields) { $1 })
        }
    }

    @Test func `what is new is created, and then there is nothing to do`() throws {
        let desired = [CatalogObject.price("pro/monthly", 2_900)]
        var provider = PretendProvider()
        let plan = provider.plan(desired)
        #expect(plan.changes.map(\.action) == [.create])
        #expect(plan.writes == 1)
        try provider.apply(plan)
        #expect(provider.plan(desired).isEmpty)
        #expect(provider.plan(desired).writes == 0)
    }

    @Test func `a field that can change is changed in place, and nobody notices`() throws {
        let provider = try Self.pushed()
        let renamed = CatalogObject(Self.monthly, fields: ["amount": 2_900, "name": "Monthly"])
        let change = try Self.only(provider.plan([renamed]))
        #expect(change.action == .update)
        #expect(change.fields == ["name"])
        #expect(change.affects == .nobody)
    }

    @Test(arguments: [nil, 1])
    func `a field that never changes needs another object, and the file says whom that reaches`(
        _ day: Int?
    ) throws {
        let provider = try Self.pushed()
        let existing = day.flatMap { CalendarDate(year: 2027, month: 1, day: $0) }.map(ExistingSubscribers.on)
        let change = try Self.only(provider.plan([.price("pro/monthly", 3_900, existing: existing ?? .keep)]))
        #expect(change.action == .replace)
        #expect(change.generation == 2)
        let expected = day.flatMap { CalendarDate(year: 2027, month: 1, day: $0) }.map(Affected.existingOnDate)
        #expect(change.affects == expected ?? .newBuyers)
    }

    @Test func `from A to B to A one object is active, with the amount of A`() throws {
        var provider = try Self.pushed()
        try provider.apply(provider.plan([.price("pro/monthly", 3_900)]))
        try provider.apply(provider.plan([.price("pro/monthly", 2_900)]))
        let active = provider.active(Self.monthly)
        #expect(active.map(\.marker?.generation) == [3])
        #expect(active.map { $0.fields["amount"] } == [2_900])
        #expect(provider.plan([.price("pro/monthly", 2_900)]).isEmpty)
    }

    @Test func `what somebody changed at the provider is put back`() throws {
        var provider = try Self.pushed()
        Self.edit(&provider, ["name": "Sale!"])
        let change = try Self.only(provider.plan([.price("pro/monthly", 2_900)]))
        #expect(change.action == .update)
        #expect(change.verdict == .drift)
        #expect(change.reason == "somebody changed it at the provider")
    }

    @Test func `what was written and never seen to be so is not called somebody else's work`() throws {
        var provider = try Self.pushed()
        let applied = try #require(provider.lock[Self.monthly])
        provider.lock[Self.monthly] = AppliedObject(
            id: applied.id, generation: applied.generation, fields: applied.fields)
        Self.edit(&provider, ["name": "Before"])
        let change = try Self.only(provider.plan([.price("pro/monthly", 2_900)]))
        #expect(change.action == .update)
        #expect(change.reason == "it was written before, and was not seen to be so")
    }

    @Test func `where both changed a person chooses, and until then nothing is written`() throws {
        var provider = try Self.pushed()
        Self.edit(&provider, ["name": "Sale!"])
        let renamed = [CatalogObject(Self.monthly, fields: ["amount": 2_900, "name": "Monthly"])]
        let plan = provider.plan(renamed)
        #expect(plan.blocked.count == 1)
        #expect(plan.writes == 0)
        #expect(try Self.only(provider.plan(renamed, SyncChoices(sides: [Self.monthly: .ours]))).action == .update)
        #expect(try Self.only(provider.plan(renamed, SyncChoices(sides: [Self.monthly: .theirs]))).action == .lockOnly)
    }

    @Test func `where both changed to the same end only the lock is behind`() throws {
        var provider = try Self.pushed()
        Self.edit(&provider, ["name": "Monthly"])
        let change = try Self.only(
            provider.plan([CatalogObject(Self.monthly, fields: ["amount": 2_900, "name": "Monthly"])]))
        #expect(change.action == .lockOnly)
        #expect(change.verdict == .converged)
    }

    @Test(arguments: [(true, true, SyncAction.restore), (true, false, .restore), (false, true, .noop)])
    func `what is only switched off is switched on, and never forgotten where it is not managed`(
        _ isWanted: Bool, _ isManaged: Bool, _ action: SyncAction
    ) throws {
        let key = CatalogObjectKey(.webhookEndpoint, "default")
        let object = CatalogObject(key, fields: ["url": "https://shop.example"])
        let observed = RemoteCatalogObject(
            id: "we_1", kind: key.kind, isActive: false,
            marker: OwnershipMarker(owner: PretendProvider.owner, key: key, generation: 1), fields: object.fields)
        let plan = Planner.plan(
            owner: PretendProvider.owner, desired: isWanted ? [object] : [],
            applied: [key: AppliedObject(id: "we_1", generation: 1, fields: object.fields)], observed: [observed],
            manifest: CatalogManifest([key.kind: CatalogManifest.Ability(isSwitched: true)]),
            choices: SyncChoices(managed: isWanted && isManaged ? [key.kind] : []))
        let change = try Self.only(plan)
        #expect(change.action == action)
        #expect(change.remote?.id == (isWanted ? "we_1" : nil))
    }

    @Test func `what was archived at the provider is active again afterwards`() throws {
        var provider = try Self.pushed()
        Self.edit(&provider, [:], isActive: false)
        #expect(try Self.only(provider.plan([.price("pro/monthly", 2_900)])).action == .restore)
    }

    @Test func `what left the file is archived only when that is asked for`() throws {
        let provider = try Self.pushed()
        #expect(provider.plan([]).isEmpty)
        #expect(try Self.only(provider.plan([], SyncChoices(prunes: true))).action == .archive)
        #expect(provider.plan([], SyncChoices(prunes: true, managed: [.product])).isEmpty)
    }

    @Test func `a price with another key is the same object`() throws {
        var provider = try Self.pushed()
        let renamed = [CatalogObject.price("pro/month", 2_900, was: "pro/monthly")]
        let plan = provider.plan(renamed)
        #expect(try Self.only(plan).action == .update)
        try provider.apply(plan)
        #expect(provider.objects.count == 1)
        #expect(provider.plan(renamed).isEmpty)
        #expect(provider.plan([.price("pro/month", 2_900)]).isEmpty)
    }

    @Test func `an object that the file adopts becomes ours without another one`() throws {
        var provider = PretendProvider()
        provider.objects["pri_old"] = RemoteCatalogObject(
            id: "pri_old", kind: .price, marker: nil, fields: ["amount": 2_900, "name": "pro/monthly"])
        let desired = [CatalogObject.price("pro/monthly", 2_900, adopting: "pri_old")]
        let plan = provider.plan(desired)
        #expect(try Self.only(plan).action == .adopt)
        try provider.apply(plan)
        #expect(provider.objects.keys.sorted() == ["pri_old"])
        #expect(provider.plan(desired).isEmpty)
    }

    @Test func `a lock that is lost is made again from the markers`() throws {
        var provider = try Self.pushed()
        provider.lock = [:]
        let plan = provider.plan([.price("pro/monthly", 2_900)])
        #expect(try Self.only(plan).action == .lockOnly)
        #expect(plan.writes == 0)
    }

    @Test func `a provider that takes no writes gets a person's list`() throws {
        let manifest = CatalogManifest([.price: CatalogManifest.Ability(canWrite: false)])
        let plan = Planner.plan(
            owner: "shop", desired: [.price("pro/monthly", 2_900)], applied: [:], observed: [], manifest: manifest)
        #expect(plan.changes.map(\.action) == [.manual])
        #expect(plan.writes == 0)
    }

    @Test func `a provider whose change reaches subscribers says so`() throws {
        let manifest = CatalogManifest([
            .price: CatalogManifest.Ability(pricingFields: ["amount"], reach: .existingAtRenewal)
        ])
        let provider = try Self.pushed()
        let plan = Planner.plan(
            owner: "shop", desired: [.price("pro/monthly", 3_900)], applied: provider.lock,
            observed: Array(provider.objects.values), manifest: manifest)
        #expect(plan.changes.map(\.action) == [.update])
        #expect(plan.changes.map(\.affects) == [.existingAtRenewal])
    }

    @Test func `products come before their prices, and end after them`() throws {
        var provider = PretendProvider()
        let product = CatalogObject(CatalogObjectKey(.product, "pro"), fields: ["name": "Pro"])
        let plan = provider.plan([.price("pro/monthly", 2_900), product])
        #expect(plan.changes.map(\.key.kind) == [.product, .price])
        try provider.apply(plan)
        let end = provider.plan([], SyncChoices(prunes: true))
        #expect(end.changes.map(\.key.kind) == [.price, .product])
    }
}
