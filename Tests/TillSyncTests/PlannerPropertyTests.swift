import Testing
import TillModel
import TillSync
import TillTesting

/// Random catalogs, edits on both sides, and writes that stop anywhere: two syncs later there is nothing to do.
@Suite struct PlannerPropertyTests {
    @Test func `after two syncs nothing changes, whatever happened before`() throws {
        for number in 0..<TestSeed.count(40_000) {
            let seed = TestSeed.value &+ UInt64(number)
            var random = SeededRandom(seed: seed)
            var world = World()
            for _ in 0..<Int.random(in: 1...40, using: &random) { world.step(&random) }
            let fault = try world.settle()
            #expect(fault == nil, "TILL_TEST_SEED=\(seed)")
            guard fault == nil else { return }
        }
    }

    /// A file, a provider, and somebody else's objects at the same provider.
    private struct World {
        private var provider = PretendProvider()
        private var amounts: [CatalogObjectKey: Int64] = [:]
        private let foreign = [
            RemoteCatalogObject(id: "theirs_1", kind: .price, marker: nil, fields: ["amount": 1]),
            RemoteCatalogObject(
                id: "theirs_2", kind: .price,
                marker: OwnershipMarker(owner: "other", key: CatalogObjectKey(.price, "a"), generation: 1),
                fields: ["amount": 2]),
        ]
        private static let kinds: [CatalogObjectKey.Kind] = [.product, .price, .coupon]

        init() { for object in foreign { provider.objects[object.id] = object } }

        private var desired: [CatalogObject] {
            amounts.map { key, amount in
                CatalogObject(
                    key,
                    fields: [
                        "amount": .number(amount), "percent": .number(amount % 3), "name": .text("n\(amount % 2)"),
                    ])
            }
        }

        mutating func step(_ random: inout SeededRandom) {
            let key = CatalogObjectKey(
                Self.kinds.randomElement(using: &random) ?? .price,
                ["a", "b"].randomElement(using: &random) ?? "a")
            switch Int.random(in: 0..<9, using: &random) {
            case 0...1: amounts[key] = Int64.random(in: 1...6, using: &random)
            case 2: amounts[key] = nil
            case 3: editRemote(&random)
            case 4: provider.lock = [:]
            default: sync(cutOffAfter: Int.random(in: 0...8, using: &random))
            }
        }

        private mutating func editRemote(_ random: inout SeededRandom) {
            let ours = provider.objects.values.filter { $0.marker?.owner == PretendProvider.owner }
            guard let object = ours.sorted(by: { $0.id < $1.id }).randomElement(using: &random) else { return }
            provider.objects[object.id] = RemoteCatalogObject(
                id: object.id, kind: object.kind, isActive: Bool.random(using: &random), marker: object.marker,
                fields: object.fields.merging(["name": "somebody's"]) { $1 })
        }

        private mutating func sync(cutOffAfter most: Int?) {
            let ours = Dictionary(desired.map { ($0.key, SyncChoices.Side.ours) }) { first, _ in first }
            let plan = provider.plan(desired, SyncChoices(prunes: true, sides: ours))
            do {
                try provider.apply(plan, most: most)
            } catch {
                // Cut off: the next one goes on from what is there.
                return
            }
        }

        /// Two syncs that are not cut off; what is wrong afterwards, or nil.
        mutating func settle() throws -> String? {
            sync(cutOffAfter: nil)
            sync(cutOffAfter: nil)
            let plan = provider.plan(desired, SyncChoices(prunes: true))
            if !plan.isEmpty { return "something is left to do: \(plan.changes.filter { $0.action != .noop })" }
            for object in foreign where provider.objects[object.id] != object { return "\(object.id) was touched" }
            for object in desired {
                let active = provider.active(object.key)
                guard active.count == 1, active[0].fields == object.fields else {
                    return "\(object.key) has \(active)"
                }
                guard provider.lock[object.key]?.id == active[0].id else { return "the lock has another \(object.key)" }
            }
            let kept = Set(desired.map(\.key))
            for object in provider.objects.values where object.isActive && object.marker?.owner == PretendProvider.owner
            {
                guard let key = object.marker?.key, kept.contains(key) else { return "\(object) is left" }
            }
            return nil
        }
    }
}
