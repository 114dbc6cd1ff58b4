import Testing
import TillModel
import TillSync

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Objects that point at others, by what those stand for in the file and by their ids at the provider.
@Suite struct PlannerReferenceTests {
    private static let product = CatalogObjectKey(.product, "pro")
    private static let price = CatalogObjectKey(.price, "pro/monthly")
    private static let first = CatalogObjectKey(.defaultPrice, "pro")

    private static let manifest = CatalogManifest([
        .product: CatalogManifest.Ability(), .defaultPrice: CatalogManifest.Ability(),
        .price: CatalogManifest.Ability(fixedFields: ["product", "amount"]),
    ])

    private static func file(_ amount: Int64, product: String = "pro", was former: String? = nil) -> [CatalogObject] {
        [
            CatalogObject(
                CatalogObjectKey(.product, product), fields: ["name": "Pro"], formerName: former),
            CatalogObject(
                CatalogObjectKey(.price, "\(product)/monthly"),
                fields: ["product": .reference(CatalogObjectKey(.product, product)), "amount": .number(amount)],
                formerName: former.map { "\($0)/monthly" }),
            CatalogObject(
                CatalogObjectKey(.defaultPrice, product),
                fields: ["price": .reference(CatalogObjectKey(.price, "\(product)/monthly"))], formerName: former),
        ]
    }

    private static func remote(_ key: CatalogObjectKey, _ id: String, _ fields: [String: CatalogValue])
        -> RemoteCatalogObject
    {
        RemoteCatalogObject(
            id: id, kind: key.kind, marker: OwnershipMarker(owner: "shop", key: key, generation: 1), fields: fields)
    }

    private static let provider = [
        remote(product, "prod_1", ["name": "Pro"]),
        remote(price, "price_1", ["product": .remote("prod_1"), "amount": 2_900]),
        remote(first, "prod_1", ["price": .remote("price_1")]),
    ]

    private static var lock: [CatalogObjectKey: AppliedObject] {
        Dictionary(
            uniqueKeysWithValues: zip(file(2_900), ["prod_1", "price_1", "prod_1"]).map { object, id in
                (
                    object.key,
                    AppliedObject(
                        id: id, generation: 1, fields: object.fields, verifiedAt: Date(timeIntervalSince1970: 0))
                )
            })
    }

    private static func actions(_ file: [CatalogObject], lock: [CatalogObjectKey: AppliedObject]) -> [SyncAction] {
        Planner.plan(owner: "shop", desired: file, applied: lock, observed: provider, manifest: manifest).changes
            .map(\.action)
    }

    @Test func `what points at an object that is as it should be differs in nothing`() {
        #expect(Self.actions(Self.file(2_900), lock: Self.lock) == [.noop, .noop, .noop])
    }

    @Test func `without the lock what is there is only learned`() {
        #expect(Self.actions(Self.file(2_900), lock: [:]) == [.lockOnly, .lockOnly, .lockOnly])
    }

    @Test func `what points at a price that is replaced is pointed at the new one`() {
        #expect(Self.actions(Self.file(3_900), lock: Self.lock) == [.noop, .replace, .update])
    }

    @Test func `a product with another key keeps its prices`() {
        #expect(
            Self.actions(Self.file(2_900, product: "plus", was: "pro"), lock: Self.lock) == [.adopt, .adopt, .adopt])
    }

    @Test func `a field that left the file is emptied at the provider`() {
        var lock = Self.lock
        lock[Self.product] = AppliedObject(id: "prod_1", generation: 1, fields: ["name": "Pro", "url": "https://a.b"])
        let plan = Planner.plan(
            owner: "shop", desired: Self.file(2_900), applied: lock,
            observed: [Self.remote(Self.product, "prod_1", ["name": "Pro", "url": "https://a.b"])]
                + Self.provider.dropFirst(), manifest: Self.manifest)
        #expect(plan.changes.first?.action == .update)
        #expect(plan.changes.first?.fields == ["url"])
    }
}
