import Synchronization

/// What is sold now: one catalog, put in the place of another as a whole.
package final class CurrentCatalog: Sendable {
    /// What is sold, and what came of the last attempt to sell something else.
    package struct Standing: Sendable {
        package let loaded: LoadedCatalog
        /// How many catalogs were sold from before, since the server started.
        ///
        /// It tells two catalogs apart that say the same in another order.
        package let number: Int
        /// Why the last reload was refused; nil when it was not, or when there was none.
        package let refused: RefusedReload?
    }

    private let state: Mutex<Standing>

    package init(_ loaded: LoadedCatalog) {
        state = Mutex(Standing(loaded: loaded, number: 0, refused: nil))
    }

    /// The present moment, to be asked for once by whoever answers a request.
    package var standing: Standing { state.withLock { $0 } }

    /// What is sold at this moment.
    package var loaded: LoadedCatalog { standing.loaded }

    /// Sells from another catalog from now on.
    func replace(with loaded: LoadedCatalog) {
        state.withLock { $0 = Standing(loaded: loaded, number: $0.number + 1, refused: nil) }
    }

    /// Goes on as before, and remembers why.
    func keep(because refused: RefusedReload) {
        state.withLock { $0 = Standing(loaded: $0.loaded, number: $0.number, refused: refused) }
    }
}
