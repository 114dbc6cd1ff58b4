/// Several rows in one statement.
enum RowBatch {
    /// How many rows a statement has: few sizes, since a database keeps every text of a statement prepared.
    static let sizes = [64, 16, 4, 1]

    /// The rows in parts of those sizes, in their order.
    static func parts<Row>(_ rows: [Row]) -> [ArraySlice<Row>] {
        var parts: [ArraySlice<Row>] = []
        var rest = rows[...]
        for size in sizes {
            while rest.count >= size {
                parts.append(rest.prefix(size))
                rest = rest.dropFirst(size)
            }
        }
        return parts
    }

    /// A statement for each of those sizes.
    ///
    /// - `shared`: How many parameters come before those of the rows.
    /// - `own`: How many each row has.
    /// - `row`: What stands for a row, given the number of its first parameter.
    /// - `statement`: The statement around the rows, which are separated by commas.
    static func statements(
        shared: Int, own: Int, row: (Int) -> String, _ statement: (String) -> String
    ) -> [Int: String] {
        Dictionary(
            uniqueKeysWithValues: sizes.map { size in
                (size, statement((0..<size).map { row(shared + $0 * own + 1) }.joined(separator: ", ")))
            })
    }
}
