import TillModel

/// Which orders a hook is about: those with an item of certain products or types.
package struct ItemFilter: Sendable {
    /// Empty for any product.
    package let products: [ProductKey]
    /// Empty for any type.
    package let types: [String]

    package init(products: [ProductKey] = [], types: [String] = []) {
        self.products = products
        self.types = types
    }

    /// Whether an event of an order is for the hook; where an item is asked for, an event without an order is not.
    package func matches(_ order: Order?) -> Bool {
        guard !products.isEmpty || !types.isEmpty else { return true }
        return order?.items.contains { item in
            (products.isEmpty || products.contains { item.is($0) })
                && (types.isEmpty || types.contains(item.product.type))
        } ?? false
    }
}
