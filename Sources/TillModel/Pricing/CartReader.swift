/// Reads the items of a cart: what each names is for sale on that day, in that quantity.
struct CartReader {
    let catalog: Catalog

    /// More than anybody buys at once, and within every provider's limits.
    static let mostItems = 20
    static let quantities: ClosedRange<Int64> = 1...10_000
    /// What a meter may be expected to read; nobody counts further.
    static let readings: ClosedRange<Int64> = 0...1_000_000_000_000

    /// The lines of a cart; items that name the same at the same amount become one.
    func lines(of cart: Cart) throws(QuoteError) -> [CartLine] {
        guard !cart.items.isEmpty else { throw QuoteError(.emptyCart, "Name at least one item.", field: "items") }
        guard cart.items.count <= Self.mostItems else {
            throw QuoteError(
                .tooManyItems, "At most \(Self.mostItems) different items fit one order.", field: "items")
        }
        var lines: [CartLine] = []
        for (index, item) in cart.items.enumerated() {
            let line = try line(of: item, on: cart.today, field: "items[\(index)]")
            if let same = lines.firstIndex(where: { $0.reference == line.reference && $0.amount == line.amount }) {
                lines[same].quantity = try sum(lines[same], line)
            } else {
                lines.append(line)
            }
        }
        return lines
    }

    private func line(of item: Cart.Item, on day: CalendarDate, field: String) throws(QuoteError) -> CartLine {
        guard let (product, price) = catalog.find(item.reference) else {
            throw QuoteError(
                .unknownProduct, "There is no product '\(item.reference.prefix(80))'.", field: "\(field).product")
        }
        guard product.isEnabled else {
            throw QuoteError(.notForSale, "'\(product.key)' is not for sale now.", field: "\(field).product")
        }
        let line = CartLine(
            field: field, product: product, price: price, quantity: item.quantity, amount: item.amount)
        guard price.isAvailable(on: day) else {
            let when =
                price.availableFrom.flatMap { day < $0 ? "from \($0) on" : nil }
                ?? price.availableUntil.map { "until \($0), and not on that day" } ?? "on other days"
            throw QuoteError(
                .priceNotAvailable, "'\(line.reference)' is sold \(when).", field: "\(field).product")
        }
        try check(line.quantity, of: line)
        return line
    }

    private func sum(_ first: CartLine, _ second: CartLine) throws(QuoteError) -> Int64 {
        // Both are within bounds that are far from 64 bits.
        let quantity = first.quantity + second.quantity
        try check(quantity, of: second)
        return quantity
    }

    private func check(_ quantity: Int64, of line: CartLine) throws(QuoteError) {
        let allowed = line.isMetered ? Self.readings : Self.quantities
        guard allowed.contains(quantity) else {
            throw QuoteError(
                .invalidQuantity,
                "The quantity of '\(line.reference)' must be from \(allowed.lowerBound) to \(allowed.upperBound).",
                field: "\(line.field).quantity")
        }
    }
}
