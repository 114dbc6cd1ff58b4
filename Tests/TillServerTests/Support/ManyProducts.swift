import TillModel

/// Catalogs of many products, `p1` and so on.
enum ManyProducts {
    /// A catalog in which each product costs its number plus `extra` cents.
    ///
    /// Every tenth product is sold by its key alone, every hundredth not at all.
    static func catalog(_ count: Int, hash: String = "hash-of-many", extra: Int = 0) -> Catalog {
        var products: [Product] = []
        for number in 1...count {
            let price = Price(key: "default", amounts: [Money(minorUnits: Int64(number + extra), .usd)])
            products.append(
                Product(
                    key: "p\(number)", name: "Product \(number)", prices: [price], isEnabled: number % 100 != 0,
                    isVisible: number % 10 != 0))
        }
        return Catalog(products: products, defaultProvider: .stripe, providers: [.stripe], contentHash: hash)
    }

    /// What lists show of it.
    static func listed(_ count: Int) -> [String] { (1...count).filter { $0 % 10 != 0 }.map { "p\($0)" } }

    static func shop(_ count: Int) -> TestShop.Options {
        var options = TestShop.Options()
        options.catalog = catalog(count)
        return options
    }

    /// The keys of an answer's products, in order.
    static func keys(_ answer: TestShop.Answer) -> [String] {
        answer.body.matches(of: /"key":"(p[0-9]+)"/).map { String($0.1) }
    }
}
