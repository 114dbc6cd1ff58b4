import TillModel

/// The keys that references may name.
struct ProductKeys {
    private let keys: [String]
    private let known: Set<String>
    private let isComplete: Bool

    /// The keys of a file; products with mistakes count, so that a reference to one is not a second mistake.
    init(_ keys: [String], isComplete: Bool) {
        self.keys = keys
        self.isComplete = isComplete
        known = Set(keys)
    }

    /// Whether a key exists, or may exist in a part of the file that could not be read.
    func mayContain(_ key: String) -> Bool { !isComplete || known.contains(key) }

    /// What to do about a key that does not exist.
    func hint(for key: String) -> String {
        if let near = NearestName.of(key, among: keys) { return "did you mean `\(near)`?" }
        let name = key.split(separator: "/").first.map(String.init) ?? key
        if name != key, known.contains(name) { return "name the product, without its price: `\(name)`" }
        guard keys.count <= 12 else { return "name one of the keys under `products`" }
        return "the products are \(KeyNames.list(keys.map(Quoting.clipped)))"
    }
}

/// Rules across products, checked once all of them are known.
enum CatalogChecks {
    /// Reports references that lead nowhere, and one provider's object adopted twice.
    static func check(_ readings: [ProductReading], _ keys: ProductKeys, log: inout DiagnosticLog) {
        var adopted: [String: (key: String, place: SourceSpan)] = [:]
        for reading in readings {
            for upsell in reading.upsells {
                if upsell.key == reading.key {
                    log.error(
                        .ownUpsell, at: upsell.place,
                        "product `\(Quoting.clipped(upsell.key))` is offered beside itself",
                        help: "remove it from its own `upsells`")
                } else if !keys.mayContain(upsell.key) {
                    log.error(
                        .unknownUpsell, at: upsell.place, "there is no product `\(Quoting.clipped(upsell.key))`",
                        help: keys.hint(for: upsell.key))
                }
            }
            for remote in reading.remoteIDs {
                if let first = adopted[remote.id] {
                    log.error(
                        .remoteIDTwice, at: remote.place,
                        "product `\(Quoting.clipped(first.key))` has adopted `\(Quoting.clipped(remote.id))` already",
                        help: "let each product adopt an object of its own",
                        earlier: .init(what: "the first is", span: first.place))
                } else {
                    adopted[remote.id] = (reading.key, remote.place)
                }
            }
        }
    }
}
