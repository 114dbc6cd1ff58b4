/// A product that is added to a catalog file, as far as one can be written without asking anybody.
package struct NewCatalogProduct: Sendable, Hashable {
    /// One of its prices.
    package struct Price: Sendable, Hashable {
        /// Its key; nil for one that stands beside the product's name.
        package let key: String?
        package let amount: Money
        /// How often it is paid, as the file says it: `3 months`; nil for once.
        package let every: String?
        package let name: String?

        package init(key: String?, amount: Money, every: String?, name: String?) {
            self.key = key
            self.amount = amount
            self.every = every
            self.name = name
        }
    }

    package let key: String
    package let name: String
    package let details: String?
    package let prices: [Price]
    /// Who sells it; empty for whoever sells everything else.
    package var providers: [ProviderName]

    package init(key: String, name: String, details: String?, prices: [Price], providers: [ProviderName] = []) {
        self.key = key
        self.name = name
        self.details = details
        self.prices = prices
        self.providers = providers
    }
}
