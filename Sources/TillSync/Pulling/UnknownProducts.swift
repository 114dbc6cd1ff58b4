import TillModel

/// What carries our mark at a provider and stands neither in the file nor in the lock, as the file would say it.
///
/// Pure. Only what is plain is said: a name, and amounts that are paid once or every so often.
package struct UnknownProducts: Sendable, Hashable {
    /// A product that the file could have.
    package struct Product: Sendable, Hashable {
        package let entry: NewCatalogProduct
        /// The product and its prices there, and which of them comes first.
        package let objects: [RemoteCatalogObject]
    }

    package private(set) var products: [Product] = []
    /// What a person has to write.
    package private(set) var left: [Pull.Left] = []

    /// - `known`: The keys of the file and of the lock.
    package init(
        _ observed: [RemoteCatalogObject], at provider: ProviderName, owner: String, known: Set<CatalogObjectKey>
    ) {
        let unknown = observed.filter { object in
            guard let marker = object.marker, object.isActive, marker.owner == owner else { return false }
            return marker.key.kind == object.kind && !known.contains(marker.key)
                && [.product, .price, .coupon].contains(object.kind)
        }
        let byKey = Dictionary(grouping: unknown) { $0.marker?.key ?? CatalogObjectKey(.product, "") }
        var taken: Set<CatalogObjectKey> = []
        for (key, objects) in byKey.sorted(by: { $0.key < $1.key }) where key.kind == .product {
            do throws(Unwritable) {
                let product = try Self.product(key.name, objects, byKey)
                let first = observed.filter { $0.kind == .defaultPrice && $0.id == product.objects.first?.id }
                products.append(Product(entry: product.entry, objects: product.objects + first))
                taken.formUnion(product.objects.compactMap { $0.marker?.key })
            } catch {
                left.append(Pull.Left(provider, key, nil, error.reason))
                taken.insert(key)
            }
        }
        for key in byKey.keys.sorted() where !taken.contains(key) {
            let reason = "it is ours, and no plain product of its own; give it an entry, or archive it"
            left.append(Pull.Left(provider, key, nil, reason))
        }
    }

    /// Why something is not written by a program.
    private struct Unwritable: Error {
        let reason: String
        init(_ reason: String) { self.reason = reason }
    }

    private static func product(
        _ key: String, _ objects: [RemoteCatalogObject], _ all: [CatalogObjectKey: [RemoteCatalogObject]]
    ) throws(Unwritable) -> Product {
        guard objects.count == 1, let product = objects.first else { throw Unwritable("several stand for it") }
        guard case .text(let name)? = product.fields["name"] else { throw Unwritable("it has no name") }
        var details: String?
        if case .text(let text)? = product.fields["description"] { details = text }
        let own = all.filter { $0.key.kind == .price && ($0.key.name == key || $0.key.name.hasPrefix(key + "/")) }
            .sorted { $0.key < $1.key }
        guard !own.isEmpty else { throw Unwritable("it has no price") }
        guard own.count == 1 || !own.contains(where: { $0.key.name == key }) else {
            throw Unwritable("one of its prices is called as it is, beside others")
        }
        var prices: [NewCatalogProduct.Price] = []
        var members = [product]
        for (price, some) in own {
            guard some.count == 1, let object = some.first else { throw Unwritable("several stand for \(price)") }
            guard object.fields["product"] == .remote(product.id) else {
                throw Unwritable("\(price) belongs to another product")
            }
            prices.append(try Self.price(price, object, of: key))
            members.append(object)
        }
        return Product(
            entry: NewCatalogProduct(key: key, name: name, details: details, prices: prices), objects: members)
    }

    private static func price(
        _ key: CatalogObjectKey, _ object: RemoteCatalogObject, of product: String
    ) throws(Unwritable) -> NewCatalogProduct.Price {
        guard case .number(let units)? = object.fields["amount"], case .text(let code)? = object.fields["currency"],
            let currency = Currency(code: code)
        else { throw Unwritable("\(key) has no single amount") }
        var every: String?
        if case .fields(let period)? = object.fields["recurring"] {
            guard case .text(let unit)? = period["interval"], case .number(let count)? = period["count"] else {
                throw Unwritable("\(key) is paid by usage")
            }
            every = count == 1 ? unit : "\(count) \(unit)s"
        }
        var name: String?
        for field in ["nickname", "name"] {
            if case .text(let text)? = object.fields[field] { name = name ?? text }
        }
        return NewCatalogProduct.Price(
            key: key.name == product ? nil : String(key.name.dropFirst(product.count + 1)),
            amount: Money(minorUnits: units, currency), every: every, name: name)
    }
}
