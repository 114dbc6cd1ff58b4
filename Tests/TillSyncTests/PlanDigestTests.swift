import Testing
import TillModel
import TillSync

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What tells a plan that somebody looked at from the one that is made when it is applied.
@Suite struct PlanDigestTests {
    /// Three sides, and what a person decided.
    fileprivate struct Sides {
        private static let key = CatalogObjectKey(.price, "pro/monthly")

        var file: [String: CatalogValue] = ["amount": 2_900, "name": "Monthly"]
        /// nil where the lock knows nothing.
        var lock: AppliedObject? = AppliedObject(
            id: "price_1", generation: 1, fields: ["amount": 2_900, "name": "Monthly"],
            verifiedAt: Date(timeIntervalSince1970: 0))
        var provider = [Self.remote()]

        static func remote(
            _ id: String = "price_1", name: CatalogValue = "Monthly", generation: Int = 1, isActive: Bool = true,
            lookupKey: String? = nil
        ) -> RemoteCatalogObject {
            RemoteCatalogObject(
                id: id, kind: .price, isActive: isActive,
                marker: OwnershipMarker(owner: "shop", key: key, generation: generation),
                fields: ["amount": 2_900, "name": name], lookupKey: lookupKey)
        }

        private var applied: [CatalogObjectKey: AppliedObject] { lock.map { [Self.key: $0] } ?? [:] }

        var plan: SyncPlan {
            Planner.plan(
                owner: "shop", desired: [CatalogObject(Self.key, fields: file)], applied: applied, observed: provider,
                manifest: PretendProvider.manifest, choices: SyncChoices(sides: [Self.key: .ours]))
        }

        var digest: String { get throws { try plan.digest(applied: applied) } }
    }

    /// Where two plans differ that otherwise read alike.
    enum Part: CaseIterable, CustomTestStringConvertible {
        case file, lockID, lockFields, lockGeneration, providerFields, providerID, providerState, lookupKey, leftover
        case generation

        var testDescription: String { "\(self)" }

        /// Whether the two plans would make objects of different generations.
        var showsGeneration: Bool { self == .generation }

        fileprivate var pair: (Sides, Sides) {
            var (one, other) = (Sides(), Sides())
            switch self {
            case .file:
                (one.file["amount"], other.file["amount"]) = (3_900, 4_900)
            case .lockID:
                // Neither object is there any more.
                (one.provider, other.provider) = ([], [])
                other.lock = AppliedObject(id: "price_2", generation: 1, fields: one.lock?.fields ?? [:])
            case .lockFields:
                (one.file["name"], other.file["name"]) = ("New", "New")
                (one.provider, other.provider) = ([Sides.remote(name: "Sale")], [Sides.remote(name: "Sale")])
                other.lock = AppliedObject(
                    id: "price_1", generation: 1, fields: ["amount": 2_900, "name": "Once a month"])
            case .lockGeneration:
                // The mark says the same, so that the plans would make the same.
                (one.file["amount"], other.file["amount"]) = (3_900, 3_900)
                (one.provider, other.provider) = ([Sides.remote(generation: 5)], [Sides.remote(generation: 5)])
                other.lock = AppliedObject(id: "price_1", generation: 2, fields: one.lock?.fields ?? [:])
            case .providerFields:
                (one.provider, other.provider) = ([Sides.remote(name: "Sale")], [Sides.remote(name: "Bargain")])
            case .providerID:
                (one.lock, other.lock) = (nil, nil)
                (one.provider, other.provider) = ([Sides.remote("price_1")], [Sides.remote("price_2")])
            case .providerState:
                (one.file["amount"], other.file["amount"]) = (3_900, 3_900)
                other.provider = [Sides.remote(isActive: false)]
            case .lookupKey:
                (one.file["name"], other.file["name"]) = ("New", "New")
                (one.provider, other.provider) = (
                    [Sides.remote(lookupKey: "standard")], [Sides.remote(lookupKey: "basic")]
                )
            case .leftover:
                one.provider.append(Sides.remote("price_2", name: "Sale"))
                other.provider.append(Sides.remote("price_2", name: "Bargain"))
            case .generation:
                (one.file["amount"], other.file["amount"]) = (3_900, 3_900)
                other.provider = [Sides.remote(generation: 4)]
            }
            return (one, other)
        }
    }

    @Test(arguments: Part.allCases)
    func `no part of what a plan was made of can differ unnoticed`(_ part: Part) throws {
        let (one, other) = part.pair
        let (before, after) = (try #require(one.plan.changes.first), try #require(other.plan.changes.first))
        // Nothing else gives it away.
        #expect(before.action != .noop)
        #expect(before.action == after.action)
        #expect(before.verdict == after.verdict)
        #expect((before.generation == after.generation) == !part.showsGeneration)
        #expect(try one.digest != other.digest)
        #expect(try one.digest == part.pair.0.digest)
    }

    @Test func `what would be done, and for what, is a part of the plan`() throws {
        func digest(_ name: String, mayWrite: Bool = true) throws -> String {
            let plan = Planner.plan(
                owner: "shop", desired: [CatalogObject(CatalogObjectKey(.price, name), fields: ["amount": 2_900])],
                applied: [:], observed: [],
                manifest: CatalogManifest([.price: CatalogManifest.Ability(canWrite: mayWrite)]))
            return try plan.digest(applied: [:])
        }
        #expect(try digest("pro/monthly") == digest("pro/monthly"))
        #expect(try digest("pro/monthly") != digest("pro/yearly"))
        #expect(try digest("pro/monthly") != digest("pro/monthly", mayWrite: false))
    }

    @Test func `what is in step is no part of a plan`() throws {
        var other = Sides()
        other.provider = [Sides.remote(lookupKey: "standard")]
        #expect(try Sides().digest == other.digest)
    }
}
