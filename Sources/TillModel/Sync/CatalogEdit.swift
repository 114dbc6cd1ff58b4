/// A change of one thing that a catalog file says, in the place where it says it.
package struct CatalogEdit: Sendable, Hashable {
    /// What it says from now on.
    package enum Change: Sendable, Hashable {
        /// Somebody's text, such as a name.
        case text(String)
        /// A number or a word of the format, which stands without quotes.
        case word(String)
        /// What something costs, or takes off, in the amount's own currency.
        case amount(Money)
    }

    /// The keys that lead to it from the outermost map on: `products`, `pro`, `name`.
    ///
    /// For an amount they lead to the map that says it, in whichever form: `products`, `pro`, `prices`, `monthly`.
    package let path: [String]
    package let change: Change

    package init(_ path: [String], _ change: Change) {
        self.path = path
        self.change = change
    }
}
