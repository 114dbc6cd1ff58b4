import Testing
import TillModel
import TillTesting

@testable import TillProviders

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What is sent to Paddle and read back is what was wanted.
@Suite struct PaddleRoundTripTests {
    @Test(arguments: 0..<TestSeed.count(2_000))
    func `what is made and changed is read back as the file wants it`(_ number: Int) throws {
        let seed = TestSeed.value &+ UInt64(number)
        var catalogs = PaddleCatalogs(seed: seed)
        let before = catalogs.objects()
        let after = catalogs.objects()
        for (key, object) in before {
            let made = try Self.made(object, "seed \(seed)")
            guard let wanted = after[key] else { continue }
            try Self.change(made, from: object, to: wanted, "seed \(seed)")
        }
    }

    /// Makes an object, and expects it to be as it was wanted.
    private static func made(_ object: CatalogObject, _ comment: Comment) throws -> CatalogValue {
        let marker = OwnershipMarker(owner: "shop", key: object.key, generation: 1, contentHash: "abc")
        let fields = resolved(object)
        let call = try PaddleCatalogCalls.call(
            for: CatalogWrite(.create, object.key, marker: marker, fields: fields))
        let body = try json(call.body)
        #expect(
            Set(body.keys).isSubset(of: try #require(writable[object.key.kind])), "\(comment): \(body.keys.sorted())")
        let entity = try #require(usual[object.key.kind]).merging(body) { $1 }
        let read = try read(entity, object.key.kind)
        #expect(read.fields == fields, comment)
        #expect(read.marker == marker, comment)
        #expect(read.isActive, comment)
        return .fields(entity)
    }

    /// Changes what differs, and expects it to be as it is wanted now.
    private static func change(
        _ made: CatalogValue, from old: CatalogObject, to new: CatalogObject, _ comment: Comment
    ) throws {
        guard case .fields(let entity) = made else { return }
        let marker = OwnershipMarker(owner: "shop", key: new.key, generation: 1, contentHash: "def")
        let (before, fields) = (resolved(old), resolved(new))
        let changed = Set(before.keys).union(fields.keys).filter { before[$0] != fields[$0] }
        let call = try PaddleCatalogCalls.call(
            for: CatalogWrite(
                .update, new.key, id: prefix(new.key.kind) + "1", marker: marker, fields: fields, changed: changed))
        let body = try json(call.body)
        #expect(
            Set(body.keys).subtracting(["status"]).isSubset(of: try #require(writable[new.key.kind])),
            "\(comment): \(body.keys.sorted())")
        let read = try read(entity.merging(body) { $1 }, new.key.kind)
        #expect(read.fields == fields, comment)
        #expect(read.marker == marker, comment)
    }

    private static func json(_ text: String) throws -> [String: CatalogValue] {
        try JSONDecoder().decode([String: CatalogValue].self, from: Data(text.utf8))
    }

    private static func read(
        _ entity: [String: CatalogValue], _ kind: CatalogObjectKey.Kind
    ) throws -> RemoteCatalogObject {
        let bytes = Data(try JSONWriter.bytes(entity))
        switch kind {
        case .product: return PaddleCatalogReading.object(try JSONDecoder().decode(PaddleProduct.self, from: bytes))
        case .price: return PaddleCatalogReading.object(try JSONDecoder().decode(PaddlePrice.self, from: bytes))
        default: return PaddleCatalogReading.object(try JSONDecoder().decode(PaddleDiscount.self, from: bytes))
        }
    }

    /// The fields of an object, with an id for everything that it points at.
    private static func resolved(_ object: CatalogObject) -> [String: CatalogValue] {
        object.fields.mapValues { value in
            value.resolved { key in
                prefix(key.kind) + String(key.name.filter { $0 != "/" && $0 != "_" })
            }
        }
    }

    private static func prefix(_ kind: CatalogObjectKey.Kind) -> String {
        switch kind {
        case .product: "pro_"
        case .price: "pri_"
        default: "dsc_"
        }
    }

    /// What Paddle answers where nothing was said.
    private static let usual: [CatalogObjectKey.Kind: [String: CatalogValue]] = [
        .product: [
            "id": "pro_1", "status": "active", "type": "standard", "description": .nothing, "image_url": .nothing,
            "custom_data": .nothing,
        ],
        .price: [
            "id": "pri_1", "status": "active", "type": "standard", "name": .nothing, "billing_cycle": .nothing,
            "trial_period": .nothing, "tax_mode": "account_setting", "unit_price_overrides": [],
            "quantity": ["minimum": 1, "maximum": 100], "custom_data": .nothing,
        ],
        .coupon: [
            "id": "dsc_1", "status": "active", "mode": "standard", "enabled_for_checkout": true, "code": .nothing,
            "currency_code": .nothing, "recur": false, "maximum_recurring_intervals": .nothing,
            "usage_limit": .nothing, "restrict_to": .nothing, "expires_at": .nothing, "custom_data": .nothing,
            "times_used": 0,
        ],
    ]

    /// The members that Paddle takes; it refuses any other.
    private static let writable: [CatalogObjectKey.Kind: Set<String>] = [
        .product: ["name", "description", "type", "tax_category", "image_url", "custom_data"],
        .price: [
            "description", "type", "name", "product_id", "billing_cycle", "trial_period", "tax_mode", "unit_price",
            "unit_price_overrides", "quantity", "custom_data",
        ],
        .coupon: [
            "description", "enabled_for_checkout", "code", "type", "mode", "amount", "currency_code", "recur",
            "maximum_recurring_intervals", "usage_limit", "restrict_to", "expires_at", "custom_data",
            "discount_group_id",
        ],
    ]
}
