import Crypto
import NIOCore
import Synchronization
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What one catalog shows to buyers, in order, ready to be answered a page at a time.
///
/// Each product is written as JSON once, when it is first asked for; a page puts those bytes together. Where a page
/// begins is looked up, so that the last page of many costs what the first does.
final class ProductListing: Sendable {
    /// The catalog that is listed, as it is sold on that day.
    let catalog: Catalog
    /// The day for which it is listed.
    let day: CalendarDate
    /// Whether it would be another list on another day.
    let isDated: Bool
    /// Which of the server's catalogs it is.
    let number: Int
    /// Names what is listed and in which order: every answer that is made of it has this in its tag.
    let digest: String

    /// Where in the catalog each product stands that lists show.
    private let shown: [Int]
    /// Which of its prices are not sold although the catalog has them.
    private let refused: Set<String>
    /// Where in the list a product stands.
    private let places: [String: Int]
    private let written = Mutex<[String: ByteBuffer]>([:])

    /// A listing of a catalog.
    ///
    /// - `refused`: The references of the prices that are not sold although the catalog has them.
    /// - `version`: The program's, since another one may write the same product otherwise.
    init(_ whole: Catalog, refused: Set<String> = [], on day: CalendarDate, number: Int, version: String) {
        let catalog = whole.sold(on: day)
        self.refused = refused
        self.catalog = catalog
        self.day = day
        self.number = number
        isDated = whole.isDated
        shown = catalog.products.indices.filter {
            catalog.products[$0].isEnabled && catalog.products[$0].isVisible
        }.sorted { (catalog.products[$0].order, $0) < (catalog.products[$1].order, $1) }
        places = Dictionary(
            shown.enumerated().map { (catalog.products[$1].key, $0) }, uniquingKeysWith: { first, _ in first })
        // The catalog's own hash does not say in which order its products stand.
        var hash = SHA256()
        for text in [version, catalog.contentHash, isDated ? "\(day)" : ""] {
            hash.update(data: Array("\(text)\u{0}".utf8))
        }
        for index in shown { hash.update(data: Array("\(catalog.products[index].key)\u{0}".utf8)) }
        for reference in refused.sorted() { hash.update(data: Array("!\(reference)\u{0}".utf8)) }
        digest = hash.finalize().prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Whether a checkout can sell a price of one of its products.
    func canBuy(_ price: Price, of product: Product) -> Bool {
        price.unsoldReason == nil && !refused.contains(product.reference(to: price))
    }

    /// How many products lists show.
    var count: Int { shown.count }

    /// A part of the list: what is on it, and how to ask for what comes after it.
    struct Page {
        let products: [Product]
        /// Nil on the last page.
        let next: ProductCursor?
    }

    /// Where the page after a cursor begins; nil when the list has no such product any more.
    func start(after cursor: ProductCursor) -> Int? { places[cursor.key].map { $0 + 1 } }

    /// The products from one place on, as many as the limit says or as there are.
    func page(from start: Int, limit: Int) -> Page {
        let products = shown.dropFirst(start).prefix(limit).map { catalog.products[$0] }
        let hasMore = start + products.count < shown.count
        return Page(products: products, next: hasMore ? products.last.map { ProductCursor(key: $0.key) } : nil)
    }

    /// Products as JSON, in order.
    func json(_ products: [Product]) throws -> [ByteBuffer] {
        let known = written.withLock { written in products.map { written[$0.key] } }
        var all: [ByteBuffer] = []
        var new: [(String, ByteBuffer)] = []
        all.reserveCapacity(products.count)
        for (product, known) in zip(products, known) {
            let bytes = try known ?? ByteBuffer(bytes: JSONWriter.bytes(ProductAnswer(product, in: self)))
            if known == nil { new.append((product.key, bytes)) }
            all.append(bytes)
        }
        if !new.isEmpty { written.withLock { $0.merge(new) { known, _ in known } } }
        return all
    }
}
