extension Catalog {
    /// The catalog as it is written, and then, for each day on which amounts change, the products whose do.
    ///
    /// A provider may have any of them: it learns of a new amount with the next push, and not at midnight.
    package var stages: [Catalog] {
        var changing: [CalendarDate: [Product]] = [:]
        for product in products {
            for day in Set(product.prices.flatMap { $0.changes.map(\.effective) }) {
                changing[day, default: []].append(product)
            }
        }
        return [self]
            + changing.sorted { $0.key < $1.key }.map { day, products in
                var contents = contents
                contents.products = products
                contents.coupons = []
                return Catalog(contents, contentHash: contentHash).sold(on: day)
            }
    }
}
