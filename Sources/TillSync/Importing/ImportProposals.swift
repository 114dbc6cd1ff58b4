import TillModel

/// What a provider has that nobody knows yet, each with a key that it could have.
///
/// Pure; writes nothing.
package struct ImportProposals: Sendable {
    /// An object, and what it could stand for.
    package struct Proposal: Sendable, Hashable {
        package let object: RemoteCatalogObject
        package let key: CatalogObjectKey
        /// Whether the file has that key, and wants exactly this.
        package let fits: Bool
        /// Whether the file has that key.
        package let isInFile: Bool
    }

    /// Products and coupons; of prices see ``prices``.
    package private(set) var objects: [Proposal] = []
    /// The prices of each product, by the product's id there.
    package private(set) var prices: [String: [Proposal]] = [:]

    private let desired: [CatalogObjectKey: CatalogObject]
    private let owner: String
    private let manifest: CatalogManifest
    private var locked: LockedProvider
    private var used: Set<CatalogObjectKey>

    package init(
        owner: String, desired: [CatalogObject], observed: [RemoteCatalogObject], manifest: CatalogManifest,
        locked: LockedProvider
    ) {
        self.owner = owner
        self.manifest = manifest
        self.locked = locked
        self.desired = Dictionary(desired.map { ($0.key, $0) }) { first, _ in first }
        used = Set(locked.objects.keys)
        let known = Set(locked.objects.map { RemoteCatalogObject.Handle(kind: $0.kind, id: $1.id) })
        let former = Set(locked.retired.map { RemoteCatalogObject.Handle(kind: $0.key.kind, id: $0.id) })
        let new = observed.filter {
            $0.isActive && $0.marker == nil && !known.contains($0.handle) && !former.contains($0.handle)
        }.sorted { $0.id < $1.id }
        for product in new where product.kind == .product {
            add(product, named: Self.text(product.fields["name"]) ?? product.id)
        }
        for price in new where price.kind == .price { add(price: price) }
        for coupon in new where coupon.kind == .coupon {
            add(coupon, named: Self.text(coupon.fields["code"]) ?? coupon.id)
        }
    }

    private mutating func add(_ object: RemoteCatalogObject, named name: String) {
        let proposal = proposal(object, among: candidates(object.kind) { _ in true }) {
            object.kind == .product ? Self.slug(name) : name
        }
        if object.kind == .product {
            // So that its prices are seen to belong to it.
            locked.objects[proposal.key] = AppliedObject(id: object.id, generation: 1, fields: [:])
        }
        objects.append(proposal)
    }

    private mutating func add(price: RemoteCatalogObject) {
        guard case .remote(let id)? = price.fields["product"] else { return }
        let product = locked.objects.filter { $0.kind == .product && $1.id == id }.keys.min()
        let name = product?.name ?? Self.slug(id)
        let own = candidates(.price) { $0 == name || $0.hasPrefix(name + "/") }
        prices[id, default: []].append(proposal(price, among: own) { "\(name)/\(Self.word(price))" })
    }

    /// The keys of the file for which nothing stands yet.
    private func candidates(_ kind: CatalogObjectKey.Kind, where isMeant: (String) -> Bool) -> [CatalogObject] {
        desired.values.filter { $0.key.kind == kind && !used.contains($0.key) && isMeant($0.key.name) }
            .sorted { $0.key < $1.key }
    }

    private mutating func proposal(
        _ object: RemoteCatalogObject, among candidates: [CatalogObject], otherwise name: () -> String
    ) -> Proposal {
        if let fitting = candidates.first(where: { fits($0, object) }) {
            used.insert(fitting.key)
            return Proposal(object: object, key: fitting.key, fits: true, isInFile: true)
        }
        let named = candidates.first { object.kind != .price && $0.fields["name"] == object.fields["name"] }
        let key = named?.key ?? unused(object.kind, name())
        used.insert(key)
        return Proposal(object: object, key: key, fits: false, isInFile: desired[key] != nil)
    }

    private func fits(_ wanted: CatalogObject, _ object: RemoteCatalogObject) -> Bool {
        guard let ability = manifest.abilities[object.kind], wanted.unsupported == nil else { return false }
        return Adoption(wanted, by: object, owner: owner, locked: locked, ability: ability).differences.isEmpty
    }

    /// A name that nothing has yet.
    private func unused(_ kind: CatalogObjectKey.Kind, _ name: String) -> CatalogObjectKey {
        let key = CatalogObjectKey(kind, name)
        guard used.contains(key) else { return key }
        let names = (2...used.count + 2).lazy.map { CatalogObjectKey(kind, "\(name)_\($0)") }
        return names.first { !used.contains($0) } ?? key
    }

    // MARK: - Names

    private static func text(_ value: CatalogValue?) -> String? {
        if case .text(let text)? = value { text } else { nil }
    }

    /// A name as a key: `Pro plan!` becomes `pro_plan`.
    private static func slug(_ name: String) -> String {
        let parts = name.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
        let slug = String(parts.joined(separator: "_").prefix(48))
        return slug.isEmpty ? "product" : slug
    }

    /// How often a price is paid, in a word.
    private static func word(_ price: RemoteCatalogObject) -> String {
        guard case .fields(let period)? = price.fields["recurring"], case .text(let unit)? = period["interval"] else {
            return "once"
        }
        guard case .number(let count)? = period["count"], count != 1 else {
            return ["day": "daily", "week": "weekly", "month": "monthly", "year": "yearly"][unit] ?? slug(unit)
        }
        return "every_\(count)_\(slug(unit))s"
    }
}
