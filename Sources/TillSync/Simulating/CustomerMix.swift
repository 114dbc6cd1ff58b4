import TillModel

/// Customers of whom some are alike: what they have, and how many they are.
package struct CustomerMix: Sendable, Hashable {
    /// Customers who have the same.
    package struct Group: Sendable, Hashable {
        /// `pro/monthly`.
        package let price: String
        package let quantity: Int64
        package let customers: Int
        package let currency: String?
        package let country: String?
        /// Where it stands in the file, from 1.
        package let line: Int
    }

    /// What is wrong with a file.
    package struct Mistake: Error, Sendable, Hashable, CustomStringConvertible {
        /// From 1.
        package let line: Int
        /// What is wrong and how to write it.
        package let message: String
        package var description: String { "line \(line): \(message)" }
    }

    /// How many groups a file may have.
    package static let most = 100_000

    package let groups: [Group]

    /// Reads lines of values with commas between them, under a line that names them.
    ///
    /// `price` and `customers` are needed; `quantity` (1), `currency` and `country` are not. Empty lines and those that
    /// begin with `#` are left out.
    ///
    /// - Throws: ``Mistake``, the first.
    package init(csv text: String) throws(Mistake) {
        var names: [String] = []
        var groups: [Group] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let number = index + 1
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(Self.trimmed)
            guard cells.contains(where: { !$0.isEmpty }), !cells[0].hasPrefix("#") else { continue }
            if names.isEmpty {
                names = try Self.header(cells, number)
            } else {
                guard groups.count < Self.most else {
                    throw Mistake(line: number, message: "there are more than \(Self.most) groups")
                }
                groups.append(try Self.group(cells, names, number))
            }
        }
        guard !groups.isEmpty else {
            throw Mistake(
                line: 1, message: "there are no customers; write `price,customers` and then `pro/monthly,120`")
        }
        self.groups = groups
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    private static func header(_ cells: [String], _ line: Int) throws(Mistake) -> [String] {
        let known = ["price", "quantity", "customers", "currency", "country"]
        if let cell = cells.first(where: { !known.contains($0) }) {
            throw Mistake(
                line: line, message: "`\(cell.prefix(40))` is no column; there are \(known.joined(separator: ", "))")
        }
        guard cells.contains("price"), cells.contains("customers"), Set(cells).count == cells.count else {
            throw Mistake(line: line, message: "the first line names the columns, each once, as `price,customers`")
        }
        return cells
    }

    private static func group(_ cells: [String], _ names: [String], _ line: Int) throws(Mistake) -> Group {
        guard cells.count == names.count else {
            throw Mistake(line: line, message: "there are \(cells.count) values for \(names.count) columns")
        }
        let values = Dictionary(zip(names, cells)) { first, _ in first }
        func number(_ name: String, or fallback: Int64?) throws(Mistake) -> Int64 {
            let text = values[name] ?? ""
            if text.isEmpty, let fallback { return fallback }
            guard let number = Int64(text), (0...1_000_000_000).contains(number) else {
                throw Mistake(line: line, message: "`\(name)` is a whole number from 0, not `\(text.prefix(40))`")
            }
            return number
        }
        func word(_ name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }
        guard let price = word("price") else {
            throw Mistake(line: line, message: "the price is missing; write it as `pro/monthly`")
        }
        return Group(
            price: price, quantity: try number("quantity", or: 1), customers: Int(try number("customers", or: nil)),
            currency: word("currency"), country: word("country"), line: line)
    }
}
