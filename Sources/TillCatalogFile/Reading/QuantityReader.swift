/// Reads how many one order may have.
enum QuantityReader {
    /// The most that an order can have of anything.
    static let most = 10_000

    /// A number that is the most, or `min` and `max`.
    static func quantities(_ field: Field, _ context: inout ReadingContext) -> ClosedRange<Int>? {
        guard context.tree.nodes[field.value].kind == .mapping else {
            return context.wholeNumber(field, in: 1...Int64(most), example: "5").map { 1...Int($0) }
        }
        guard let fields = context.fields(field, of: Owner("`\(field.name)`"), .quantities) else { return nil }
        let errors = context.log.errorCount
        let read = { (key: KeyName, context: inout ReadingContext) in
            fields[key].flatMap { context.wholeNumber($0, in: 1...Int64(most), example: "5") }.map(Int.init)
        }
        let least = read(.min, &context) ?? 1
        let greatest = read(.max, &context) ?? most
        guard context.log.errorCount == errors else { return nil }
        guard least <= greatest else {
            context.log.error(
                .quantityRange, at: fields[.min].map { context.tree.span($0.value) } ?? fields.place,
                "`min` is \(least), which is more than `max`, \(greatest)", help: "write the smaller number as `min`")
            return nil
        }
        return least...greatest
    }
}
