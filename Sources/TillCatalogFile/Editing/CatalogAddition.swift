import TillModel

/// Adds products to a catalog file, in a block of its own that says where it came from; every other byte stays.
package enum CatalogAddition {
    /// A file with something more in it.
    package struct Outcome: Sendable {
        package let bytes: [UInt8]
        /// The lines that it has more, counted from 0.
        package let lines: Range<Int>
    }

    private static let heading = "products:"

    /// The file with products in front of those that it has.
    ///
    /// - `remark`: What the comment above the block says.
    /// - Returns: nil for a file whose products do not stand on lines of their own, at the outermost level.
    package static func adding(
        _ products: [NewCatalogProduct], to bytes: [UInt8], remark: String
    ) -> Outcome? {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        let headings = lines.indices.filter { isHeading(lines[$0]) }
        guard let heading = headings.first, headings.count == 1,
            let first = lines[(heading + 1)...].first(where: { !isEmpty($0) })
        else { return nil }
        let indentation = first.prefix { $0 == 0x20 }.count
        guard indentation > 0, first.dropFirst(indentation).first != UInt8(ascii: "-") else { return nil }
        let ending = lines[heading].last == 0x0D ? "\r\n" : "\n"
        var printer = ValuePrinter()
        printer.write(products.map { ($0.key, value($0)) }, indentation: indentation, path: ["products"])
        let space = String(repeating: " ", count: indentation)
        let written = printer.out.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        let block = ["\(space)# \(remark)"] + written + ["\(space)# Until here.", ""]
        let at = lines[heading].endIndex + 1
        guard at <= bytes.count else { return nil }
        return Outcome(
            bytes: bytes[..<at] + Array(block.joined(separator: ending).utf8) + bytes[at...],
            lines: heading + 1..<heading + block.count)
    }

    /// Whether a line is the key of the products and nothing else, but for a comment.
    private static func isHeading(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.starts(with: heading.utf8) else { return false }
        return isEmpty(line.dropFirst(heading.utf8.count))
    }

    /// Whether a line says nothing, but for a comment.
    private static func isEmpty(_ line: ArraySlice<UInt8>) -> Bool {
        let rest = line.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
        return rest.isEmpty || rest.first == UInt8(ascii: "#")
    }

    private static func value(_ product: NewCatalogProduct) -> WrittenValue {
        var entries: CatalogWriter.Entries = [("name", .text(product.name))]
        if let details = product.details { entries.append(("description", .text(details))) }
        let prices = product.prices.compactMap { price in price.key.map { ($0, WrittenValue.short(scheme(price))) } }
        if let single = product.prices.first(where: { $0.key == nil }) {
            entries += scheme(single)
        } else {
            entries.append(("prices", .long(prices)))
        }
        if !product.providers.isEmpty { entries.append(("providers", .texts(product.providers.map(\.rawValue)))) }
        return .long(entries)
    }

    private static func scheme(_ price: NewCatalogProduct.Price) -> CatalogWriter.Entries {
        var entries: CatalogWriter.Entries = [("price", .word(price.amount.description))]
        if let every = price.every { entries.append(("every", .word(every))) }
        if price.key != nil, let name = price.name { entries.append(("name", .text(name))) }
        return entries
    }
}
