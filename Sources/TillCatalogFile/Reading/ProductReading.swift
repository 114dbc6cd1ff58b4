import TillModel

/// A product as far as it could be read, with the places that rules across products are reported at.
struct ProductReading {
    /// The product's key.
    let key: String
    /// Where the key is written.
    let place: SourceSpan
    /// Its position among the products without a mistake of their own; nil when it has one.
    var position: Int?
    /// Where each of several prices begins.
    var pricePlaces: [SourceSpan] = []
    /// The provider's objects it adopts, and where.
    var remoteIDs: [RemoteIDReader.Placed] = []
    /// The key it had before, and where that is written.
    var former: (key: String, place: SourceSpan)?
    /// The keys its prices had before, and where those are written.
    var formerPrices: [(key: String, place: SourceSpan)] = []

    /// Where a price begins: an only price with its product.
    func place(ofPrice number: Int) -> SourceSpan { number < pricePlaces.count ? pricePlaces[number] : place }
}
