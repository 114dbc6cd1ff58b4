/// The keys that references may name.
struct ProductKeys {
    private let keys: [String]
    private let prices: [String: Set<String>]
    private let isComplete: Bool

    /// The keys of a file; products with mistakes count, so that a reference to one is not a second mistake.
    init(_ keys: [String], prices: [String: Set<String>], isComplete: Bool) {
        self.keys = keys
        self.prices = prices
        self.isComplete = isComplete
    }

    /// Whether a key exists, or may exist in a part of the file that could not be read.
    func mayContain(_ key: String) -> Bool { !isComplete || prices[key] != nil }

    /// Whether a reference such as `pro/monthly` names a price, or may name one that could not be read.
    func mayContainPrice(_ reference: String) -> Bool {
        let parts = reference.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { return mayContain(reference) }
        guard isComplete, let known = prices[parts[0]] else { return mayContain(parts[0]) }
        // A product that could not be read has no prices here.
        return known.isEmpty || known.contains(parts[1])
    }

    /// What to do about a key that does not exist.
    func hint(for key: String) -> String {
        if let near = NearestName.of(key, among: keys) { return "did you mean `\(near)`?" }
        let parts = key.split(separator: "/").map(String.init)
        if parts.count == 2, prices[parts[0]] != nil {
            return "name the product, without its price: `\(parts[0])`"
        }
        guard keys.count <= 12 else { return "name one of the keys under `products`" }
        if keys.count == 1 { return "the only product is `\(Quoting.clipped(keys[0]))`" }
        return "the products are \(KeyNames.list(keys.map(Quoting.clipped)))"
    }

    /// What to do about a product or price that does not exist.
    func hintForPrice(_ reference: String) -> String {
        let parts = reference.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let known = prices[parts[0]], !known.isEmpty else { return hint(for: reference) }
        if let near = NearestName.of(parts[1], among: known.sorted()) { return "did you mean `\(parts[0])/\(near)`?" }
        return "the prices of `\(parts[0])` are \(KeyNames.list(known.sorted().map(Quoting.clipped)))"
    }
}
