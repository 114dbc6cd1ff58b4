import Crypto
import TillModel

/// A name for what a catalog says, so that two files that say the same can be told to.
///
/// Covered: providers, the default provider, and everything of every product. Not covered: comments, the
/// way something is written (`99.00 USD` or `amount: 9900`, a default spelled out or left out), the order
/// of products, of map keys and of providers. The order inside lists is covered, and so is the order of
/// a product's prices, since the first is the default.
enum ContentHash {
    /// The SHA-256 of a catalog's meaning, in lower-case hexadecimal.
    static func of(
        products: [Product], defaultProvider: ProviderName, providers: [ProviderName]
    ) -> String {
        var bytes = CanonicalBytes()
        bytes.add("till-catalog-1")
        bytes.add(defaultProvider.rawValue)
        bytes.add(providers.map(\.rawValue).sorted()) { $0.add($1) }
        // Positions are sorted rather than products, which are large to move.
        let order = products.indices.sorted { products[$0].key < products[$1].key }
        bytes.add(order) { $0.add(products[$1]) }
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in SHA256.hash(data: bytes.bytes) { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}

/// Bytes that are equal only for equal meaning: every text and list says how long it is.
private struct CanonicalBytes {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ number: Int64) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func add(_ isTrue: Bool) { bytes.append(isTrue ? 1 : 0) }

    mutating func add(_ text: String) {
        add(Int64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    mutating func add<Element>(_ list: [Element], _ each: (inout CanonicalBytes, Element) -> Void) {
        add(Int64(list.count))
        for element in list { each(&self, element) }
    }

    /// Whether there is any comes first, so that none differs from an empty one.
    mutating func add(_ text: String?) {
        add(text != nil)
        if let text { add(text) }
    }

    mutating func add(_ number: Int?) {
        add(number != nil)
        if let number { add(Int64(number)) }
    }

    mutating func add(_ product: Product) {
        add(product.key)
        add(product.name)
        add(product.details)
        add(product.type)
        add(product.prices) { $0.add($1) }
        add(product.duration.map(\.description))
        add(product.upsells) { $0.add($1) }
        add(product.badge)
        add(product.features) {
            $0.add($1.key)
            $0.add($1.limit)
        }
        add(product.image)
        add(product.url)
        add(product.metadata.sorted { $0.key < $1.key }) {
            $0.add($1.key)
            $0.add($1.value)
        }
        add(product.isEnabled)
        add(product.isVisible)
        add(product.adopted.sorted { $0.key.rawValue < $1.key.rawValue }) {
            $0.add($1.key.rawValue)
            $0.add($1.value)
        }
    }

    private mutating func add(_ price: Price) {
        add(price.key)
        add(price.amounts) {
            $0.add($1.currency.code)
            $0.add($1.minorUnits)
        }
        add(price.interval.map(\.description))
        add(price.trialDays)
    }
}
