import TillModel

/// The keys that references may name.
struct ProductKeys {
    private let keys: [String]
    private let products: [Product]
    /// The position of each product in `products`; nothing for one that has a mistake.
    private let positions: [String: Int?]
    private let isComplete: Bool

    /// The keys of a file; products with mistakes count, so that a reference to one is not a second mistake.
    init(_ keys: [String], products: [Product], _ readings: [ProductReading], isComplete: Bool) {
        self.keys = keys
        self.products = products
        self.isComplete = isComplete
        var positions = [String: Int?](minimumCapacity: keys.count)
        for key in keys { positions[key] = .some(nil) }
        for reading in readings { positions[reading.key] = reading.position }
        self.positions = positions
    }

    /// Whether a key exists, or may exist in a part of the file that could not be read.
    func mayContain(_ key: String) -> Bool { !isComplete || positions[key] != nil }

    /// Whether a reference such as `pro/monthly` names a price, or may name one that could not be read.
    func mayContainPrice(_ reference: String) -> Bool {
        let parts = reference.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { return mayContain(reference) }
        guard isComplete, case .some(.some(let position)) = positions[parts[0]] else { return mayContain(parts[0]) }
        return products[position].price(parts[1]) != nil && parts[1] != Product.defaultPriceKey
    }

    /// The product of that key, when it could be read.
    func product(_ key: String) -> Product? {
        guard case .some(.some(let position)) = positions[key] else { return nil }
        return products[position]
    }

    /// What to do about a key that does not exist.
    func hint(for key: String) -> String {
        if let near = NearestName.of(key, among: keys) { return "did you mean `\(near)`?" }
        let parts = key.split(separator: "/").map(String.init)
        if parts.count == 2, positions[parts[0]] != nil {
            return "name the product, without its price: `\(parts[0])`"
        }
        guard keys.count <= 12 else { return "name one of the keys under `products`" }
        if keys.count == 1 { return "the only product is `\(Quoting.clipped(keys[0]))`" }
        return "the products are \(KeyNames.list(keys.map(Quoting.clipped)))"
    }

    /// What to do about a product or price that does not exist.
    func hintForPrice(_ reference: String) -> String {
        let parts = reference.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let product = product(parts[0]) else { return hint(for: reference) }
        let prices = product.prices.map(\.key).filter { $0 != Product.defaultPriceKey }
        guard !prices.isEmpty else { return "`\(parts[0])` has one price: name it without a key, as `\(parts[0])`" }
        if let near = NearestName.of(parts[1], among: prices) { return "did you mean `\(parts[0])/\(near)`?" }
        return "the prices of `\(parts[0])` are \(KeyNames.list(prices.map(Quoting.clipped)))"
    }
}
