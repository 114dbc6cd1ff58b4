import Testing
import TillModel
import TillSync

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Providers of other kinds than those that can be written to: the plan goes by their manifest alone.
@Suite struct ManualProviderTests {
    private static let key = CatalogObjectKey(.price, "pro/monthly")

    private static func wanted(_ amount: Int64) -> CatalogObject {
        CatalogObject(key, fields: ["amount": .number(amount), "currency": "USD"])
    }

    private static func remote(_ amount: Int64, isActive: Bool = true) -> RemoteCatalogObject {
        RemoteCatalogObject(
            id: "variant_1", kind: .price, isActive: isActive, marker: nil,
            fields: ["amount": .number(amount), "currency": "USD"])
    }

    private static func plan(
        _ manifest: CatalogManifest.Ability, _ desired: [CatalogObject], _ observed: [RemoteCatalogObject],
        pushed amount: Int64? = nil, prunes: Bool = false
    ) -> SyncPlan {
        var applied: [CatalogObjectKey: AppliedObject] = [:]
        if let amount {
            applied[key] = AppliedObject(
                id: "variant_1", generation: 1, fields: wanted(amount).fields,
                verifiedAt: Date(timeIntervalSince1970: 0))
        }
        return Planner.plan(
            owner: "shop", desired: desired, applied: applied, observed: observed,
            manifest: CatalogManifest([.price: manifest]), choices: SyncChoices(prunes: prunes))
    }

    private static let byHand = CatalogManifest.Ability(canWrite: false, hasMarker: false)

    @Test func `what cannot be written is a list for a person, with every value`() {
        let plan = Self.plan(Self.byHand, [Self.wanted(2_900)], [])
        #expect(plan.writes == 0)
        let steps = ManualChecklist(plan).steps
        #expect(steps.map(\.what) == ["make price pro/monthly"])
        #expect(steps.first?.values.map(\.name) == ["amount", "currency"])
        #expect(steps.first?.values.map(\.value) == [2_900, "USD"])
    }

    @Test func `of what is there only what differs is to be done`() {
        let plan = Self.plan(Self.byHand, [Self.wanted(3_900)], [Self.remote(2_900)], pushed: 2_900)
        let steps = ManualChecklist(plan).steps
        #expect(steps.map(\.what) == ["change price pro/monthly (variant_1)"])
        #expect(steps.first?.values.map(\.name) == ["amount"])
    }

    @Test func `what was done by hand is seen, and nothing is left`() {
        let plan = Self.plan(Self.byHand, [Self.wanted(3_900)], [Self.remote(3_900)], pushed: 2_900)
        #expect(plan.changes.map(\.action) == [.lockOnly])
        #expect(ManualChecklist(plan).steps.isEmpty)
    }

    @Test func `what left the file is taken off sale by hand`() {
        let plan = Self.plan(Self.byHand, [], [Self.remote(2_900)], pushed: 2_900, prunes: true)
        #expect(ManualChecklist(plan).steps.map(\.what) == ["take price pro/monthly (variant_1) off sale"])
    }

    @Test func `a change that reaches subscribers is said to`() {
        let plan = Self.plan(
            CatalogManifest.Ability(pricingFields: ["amount"], reach: .existingAtRenewal, hasMarker: false),
            [Self.wanted(3_900)], [Self.remote(2_900)], pushed: 2_900)
        #expect(plan.changes.map(\.action) == [.update])
        #expect(plan.changes.map(\.affects) == [.existingAtRenewal])
    }
}
