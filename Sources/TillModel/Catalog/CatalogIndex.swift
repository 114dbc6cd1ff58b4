/// Where everything in a catalog is, by what it is looked up with.
struct CatalogIndex: Sendable {
    /// An object at a provider.
    struct RemoteObject: Hashable {
        let provider: ProviderName
        let id: String
    }

    /// The position of a product, and of one of its prices.
    struct Place {
        let product: Int
        let price: Int?
    }

    /// Product key to position.
    let products: [String: Int]
    /// Of products with many prices: position of the product, then price key to position.
    let pricesOfMany: [Int: [String: Int]]
    /// Coupon key to position.
    let coupons: [String: Int]
    /// What buyers type, upper-case, to the coupon's position.
    let couponCodes: [String: Int]
    /// Adopted objects to what they stand for.
    let adopted: [RemoteObject: Place]

    /// With this many prices or fewer, looking at each is as fast as a table.
    private static let few = 8

    init(_ contents: Catalog.Contents) {
        var products = [String: Int](minimumCapacity: contents.products.count)
        var pricesOfMany: [Int: [String: Int]] = [:]
        var adopted: [RemoteObject: Place] = [:]
        // By position: to walk over the products themselves would copy each.
        for position in contents.products.indices {
            let key = contents.products[position].key
            if products[key] == nil { products[key] = position }
            let count = contents.products[position].prices.count
            if count > CatalogIndex.few {
                pricesOfMany[position] = Dictionary(
                    contents.products[position].prices.enumerated().map { ($1.key, $0) },
                    uniquingKeysWith: { first, _ in first })
            }
            if contents.products[position].hasTraits {
                for (provider, id) in contents.products[position].adopted {
                    adopted[RemoteObject(provider: provider, id: id)] = Place(product: position, price: nil)
                }
            }
            for number in 0..<count where contents.products[position].prices[number].hasTraits {
                for (provider, id) in contents.products[position].prices[number].adopted {
                    adopted[RemoteObject(provider: provider, id: id)] = Place(product: position, price: number)
                }
            }
        }
        var coupons: [String: Int] = [:]
        var codes: [String: Int] = [:]
        for (position, coupon) in contents.coupons.enumerated() {
            if coupons[coupon.key] == nil { coupons[coupon.key] = position }
            for code in coupon.codes where codes[code.uppercased()] == nil { codes[code.uppercased()] = position }
        }
        self.products = products
        self.pricesOfMany = pricesOfMany
        self.coupons = coupons
        couponCodes = codes
        self.adopted = adopted
    }
}
