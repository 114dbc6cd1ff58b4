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
    /// A statement with a row when there is a table of the name `$1`.
    let findingTable: String
    /// A statement with the `name` of every table.
    package let listingTables: String
    /// A statement whose `version` is the database's own.
    let askingVersion: String
    /// A statement whose `size` is how many bytes the tables take.
    let askingSize: String

    init(
        name: String, blob: String, lockingRows: String = "", skippingLockedRows: String = "", findingTable: String,
        listingTables: String, askingVersion: String, askingSize: String
    ) {
        self.name = name
        self.blob = blob
        self.lockingRows = lockingRows
        self.skippingLockedRows = skippingLockedRows
        self.findingTable = findingTable
        self.listingTables = listingTables
        self.askingVersion = askingVersion
        self.askingSize = askingSize
    }
}
