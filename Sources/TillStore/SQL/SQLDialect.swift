/// How two databases say the same thing.
package struct SQLDialect: Sendable, Hashable {
    /// The database's name, as people know it.
    package let name: String
    /// The type of a column of bytes.
    package let blob: String
    /// Ends a `SELECT` whose rows nobody else may change until the transaction ends; empty where there is one writer.
    package let lockingRows: String
    /// Ends a `SELECT` that passes over rows which somebody else is changing; empty where there is one writer.
    package let skippingLockedRows: String

    package init(name: String, blob: String, lockingRows: String = "", skippingLockedRows: String = "") {
        self.name = name
        self.blob = blob
        self.lockingRows = lockingRows
        self.skippingLockedRows = skippingLockedRows
    }
}
