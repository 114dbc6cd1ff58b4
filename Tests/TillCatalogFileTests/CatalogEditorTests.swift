import Testing
import TillModel
import TillTesting

@testable import TillCatalogFile

@Suite struct CatalogEditorTests {
    /// A file with every form of what is edited.
    private static let file = """
        version: 1  # the first
        defaults: { currency: USD }
        x-shared: &shared { description: "Said once" }
        products:
          pro:   # the plan
            name: 'Pro'      # short
            description: "With \\"quotes\\""
            <<: *shared
            prices:
              monthly: { price: 29.00 USD, every: month, also: [27.00 EUR, 4300 JPY] } # per month
              yearly:
                amount: 29000
                every: year
                also:
                  - 270.00 EUR   # à peu près
                  - "43000 JPY"
          team: &team
            name: &label Team
            price: 12 USD
          other: *team
          long:
            name: >-
              A long
              name
            description: one
              and two
            amount: 500
            currency: GBP
          last: { name: *label, price: free }
        coupons:
          FIVE: { amount_off: [5.00 USD, 4.50 EUR], name: Five }
        """

    private func edit(_ text: String, _ edits: CatalogEdit...) throws -> (text: String, refused: [EditRefusal]) {
        guard case .edited(let bytes, let refused) = CatalogEditor.edit(Array(text.utf8), edits, file: "f") else {
            Issue.record("the file is not YAML")
            return (text, [])
        }
        return (String(decoding: bytes, as: UTF8.self), edits.compactMap { refused[$0] })
    }

    @Test(arguments: [
        (["products", "pro", "name"], "Pro's", "'Pro'      #", "'Pro''s'      #"),
        (["products", "pro", "description"], "A \"b\"", "\"With \\\"quotes\\\"\"", "\"A \\\"b\\\"\""),
        (["coupons", "FIVE", "name"], "Five", "Five", "Five"),
        (["coupons", "FIVE", "name"], "Five, six", "name: Five", "name: \"Five, six\""),
        (["coupons", "FIVE", "name"], "no", "name: Five", "name: \"no\""),
    ])
    func `a text is written in its own place and quotes`(
        _ path: [String], _ new: String, _ old: String, _ written: String
    ) throws {
        let result = try edit(Self.file, CatalogEdit(path, .text(new)))
        #expect(result.refused.isEmpty)
        #expect(result.text == Self.file.replacing(old, with: written, maxReplacements: 1))
    }

    @Test(arguments: [
        (["pro", "prices", "monthly"], "31.50 USD", "29.00 USD", "31.50 USD"),
        (["pro", "prices", "monthly"], "28.00 EUR", "27.00 EUR", "28.00 EUR"),
        (["pro", "prices", "monthly"], "4400 JPY", "4300 JPY", "4400 JPY"),
        (["pro", "prices", "yearly"], "300.00 USD", "amount: 29000", "amount: 30000"),
        (["pro", "prices", "yearly"], "280.50 EUR", "270.00 EUR", "280.50 EUR"),
        (["pro", "prices", "yearly"], "44000 JPY", "\"43000 JPY\"", "\"44000 JPY\""),
        (["long"], "6.00 GBP", "amount: 500", "amount: 600"),
    ])
    func `an amount is written in the form that its line has`(
        _ path: [String], _ new: String, _ old: String, _ written: String
    ) throws {
        let parts = new.split(separator: " ")
        let money = try Money(decimal: parts[0], try #require(Currency(code: String(parts[1]))))
        let result = try edit(Self.file, CatalogEdit(["products"] + path, .amount(money)))
        #expect(result.refused.isEmpty)
        #expect(result.text == Self.file.replacing(old, with: written, maxReplacements: 1))
    }

    @Test(arguments: [("13.00", "13 USD"), ("13.50", "13.50 USD")])
    func `an amount without decimals keeps none as long as it is whole`(_ new: String, _ written: String) throws {
        let file = "products: { team: { name: Team, price: 12 USD } }"
        let edit = CatalogEdit(["products", "team"], .amount(try Money(decimal: new, .usd)))
        #expect(try self.edit(file, edit).text == file.replacing("12 USD", with: written))
    }

    @Test func `an amount off is one of several`() throws {
        let edit = CatalogEdit(["coupons", "FIVE"], .amount(try Money(decimal: "6.00", .eur)))
        #expect(try self.edit(Self.file, edit).text == Self.file.replacing("4.50 EUR", with: "6.00 EUR"))
    }

    @Test(arguments: [
        (["products", "pro", "badge"], EditRefusal.absent), (["products", "nothing", "name"], .absent),
        (["products", "other", "name"], .elsewhere), (["products", "last", "name"], .elsewhere),
        (["products", "team", "name"], .repeated), (["x-shared", "description"], .repeated),
        (["products", "long", "name"], .severalLines), (["products", "long", "description"], .severalLines),
        (["products", "pro", "prices"], .notOneValue), (["products", "pro", "name", "more"], .notOneValue),
    ])
    func `what is not written in one place on one line is left alone`(
        _ path: [String], _ reason: EditRefusal
    ) throws {
        let result = try edit(Self.file, CatalogEdit(path, .text("New")))
        #expect(result.refused == [reason])
        #expect(result.text == Self.file)
    }

    @Test func `what a merged map says is left alone`() throws {
        let file = "a: &a { name: A }\nproducts: { b: { <<: *a, price: 1.00 USD } }\n"
        let result = try edit(file, CatalogEdit(["products", "b", "name"], .text("B")))
        #expect(result.refused == [.elsewhere])
        #expect(result.text == file)
    }

    @Test func `what is not in the file may be in one that it includes`() throws {
        let file = "include: [more.yaml]\nproducts: {}\n"
        #expect(
            try edit(file, CatalogEdit(["products", "b", "name"], .text("B"))).refused == [.included])
    }

    @Test(arguments: [("5.00", Currency.gbp), ("0", .usd)])
    func `an amount that the file has no place for is refused`(_ amount: String, _ currency: Currency) throws {
        let money = try Money(decimal: amount, currency)
        let result = try edit(Self.file, CatalogEdit(["products", "pro", "prices", "monthly"], .amount(money)))
        #expect(result.refused == [money.isZero ? .notPositive : .noAmount(currency)])
        #expect(result.text == Self.file)
    }

    @Test func `two changes of one place are not made both, and others are`() throws {
        let name = ["products", "pro", "name"]
        let result = try edit(
            Self.file, CatalogEdit(name, .text("One")), CatalogEdit(name, .text("Two")),
            CatalogEdit(["coupons", "FIVE", "name"], .text("Fünf")))
        #expect(result.refused == [.twice])
        #expect(
            result.text
                == Self.file.replacing("'Pro'", with: "'One'").replacing("name: Five", with: "name: Fünf"))
    }

    @Test(arguments: ["\r\n", "\n"])
    func `line ends, a byte order mark and wide characters stay`(_ end: String) throws {
        let file = "\u{FEFF}# é 日本 👍\nproducts:\n  a:\n    name: Ünder # ☂\n    price: 1.00 USD\n"
            .replacing("\n", with: end)
        let result = try edit(
            file, CatalogEdit(["products", "a", "name"], .text("Über")),
            CatalogEdit(["products", "a"], .amount(Money(minorUnits: 250, .usd))))
        #expect(result.text == file.replacing("Ünder", with: "Über").replacing("1.00", with: "2.50"))
    }

    // MARK: - Any file, any edit

    /// A scalar of a file, with the keys that lead to it.
    private struct Spot {
        let path: [String]
        let node: Int
    }

    private func spots(_ tree: YAMLTree, _ map: Int, _ path: [String]) -> [Spot] {
        tree.entries(map).flatMap { entry -> [Spot] in
            let path = path + [tree.string(entry.key)]
            switch tree.nodes[entry.value].kind {
            case .scalar: return [Spot(path: path, node: entry.value)]
            case .mapping: return spots(tree, entry.value, path)
            case .sequence, .alias: return []
            }
        }
    }

    private func sample(_ random: inout SeededRandom) throws -> [UInt8] {
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
            return try #require(try DocumentedExample.all.randomElement(using: &random)?.bytes)
        case 1: return Array(Self.file.utf8)
        default:
            let seed = random.next()
            let plain = Array(CatalogWriter.text(RandomCatalog.contents(seed: seed)).utf8)
            var log = DiagnosticLog()
            let tree = try #require(SourceText(file: "f", bytes: plain).tree(log: &log))
            return Array(MessyYAML(tree, random: SeededRandom(seed: seed)).text.utf8)
        }
    }

    @Test(arguments: 0..<TestSeed.count(4_000))
    func `any edits change what they are of, on its own line, and nothing else`(number: Int) throws {
        let seed = TestSeed.value &+ UInt64(number)
        var random = SeededRandom(seed: seed)
        let bytes = try sample(&random)
        let source = SourceText(file: "f", bytes: bytes)
        var log = DiagnosticLog()
        let tree = try #require(source.tree(log: &log))
        let all = spots(tree, try #require(tree.root), [])
        var edits: [CatalogEdit: Spot] = [:]
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let spot = try #require(all.randomElement(using: &random))
            guard !edits.values.contains(where: { $0.path == spot.path }) else { continue }
            edits[CatalogEdit(spot.path, .text(RandomText().text(&random, mayHaveLines: true)))] = spot
        }
        let note: Comment = "seed \(seed): \(edits.keys)\n\(String(decoding: bytes, as: UTF8.self))"
        guard case .edited(let result, let refused) = CatalogEditor.edit(bytes, Array(edits.keys), file: "f") else {
            Issue.record(note)
            return
        }
        #expect(!refused.values.contains(.changesMore), note)
        #expect(refused.allSatisfy { $1 != .absent || edits[$0].map { tree.isNothing($0.node) } == true }, note)
        let made = edits.filter { refused[$0.key] == nil }
        // Where the places are is told by what diagnostics are told with.
        var lines = SourceLines(source)
        var touched: [Int: [SourceLines.Place]] = [:]
        for spot in made.values.sorted(by: { tree.nodes[$0.node].start < tree.nodes[$1.node].start }) {
            let place = lines.place(of: tree.span(spot.node))
            touched[place.line, default: []].append(place)
        }
        let (before, after) = (Self.lines(bytes), Self.lines(result))
        try #require(before.count == after.count, note)
        for (index, line) in before.enumerated() {
            guard let places = touched[index + 1], let place = places.first, let last = places.last else {
                #expect(line == after[index], note)
                continue
            }
            let (old, new) = (Array(line.unicodeScalars), Array(after[index].unicodeScalars))
            #expect(new.starts(with: old[..<(place.column - 1)]), note)
            #expect(new.reversed().starts(with: old[(last.column - 1 + last.length)...].reversed()), note)
        }
        let again = try #require(SourceText(file: "f", bytes: result).tree(log: &log), note)
        let meanings = Dictionary(uniqueKeysWithValues: made.map { ($1.path, $0.change) })
        let read = spots(again, try #require(again.root), [])
        #expect(read.map(\.path) == all.map(\.path), note)
        for (old, new) in zip(all, read) {
            let text: CatalogEdit.Change = meanings[old.path] ?? .text(tree.string(old.node))
            #expect(.text(again.string(new.node)) == text, note)
        }
        let patch = LinePatch.text(from: bytes, to: result, file: "f")
        let removed = patch.utf8.split(separator: 0x0A).count { $0.first == 0x2D && !$0.starts(with: "--- a/".utf8) }
        #expect(removed == zip(before, after).count { $0 != $1 }, note)
    }

    private static func lines(_ bytes: [UInt8]) -> [String] {
        var lines: [String] = []
        var line: [UInt8] = []
        for byte in bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...] {
            line.append(byte)
            guard byte == 0x0A else { continue }
            lines.append(String(decoding: line, as: UTF8.self))
            line = []
        }
        return lines + [String(decoding: line, as: UTF8.self)]
    }

    @Test(arguments: 0..<TestSeed.count(1_000))
    func `any amounts are read as they were meant, and no other changes`(number: Int) throws {
        let seed = TestSeed.value &+ UInt64(number)
        var random = SeededRandom(seed: seed)
        let bytes = try sample(&random)
        guard let catalog = CatalogReader().read(bytes, file: "f").catalog else { return }
        var amounts = Self.amounts(catalog)
        var edits: [CatalogEdit] = []
        for product in catalog.products {
            for price in product.prices where price.scheme == .perUnit && Bool.random(using: &random) {
                guard let old = price.amounts.randomElement(using: &random) else { continue }
                let money = Money(minorUnits: Int64.random(in: 1...999_999, using: &random), old.currency)
                let isOnly = price.key == Product.defaultPriceKey
                let path = ["products", product.key] + (isOnly ? [] : ["prices", price.key])
                let edit = CatalogEdit(path, .amount(money))
                guard case .edited(_, let refused) = CatalogEditor.edit(bytes, [edit], file: "f"), refused.isEmpty
                else { continue }
                edits.append(edit)
                amounts["\(product.reference(to: price)) \(old.currency)"] = money
            }
        }
        let note: Comment = "seed \(seed): \(edits)\n\(String(decoding: bytes, as: UTF8.self))"
        guard case .edited(let result, let refused) = CatalogEditor.edit(bytes, edits, file: "f") else {
            Issue.record(note)
            return
        }
        #expect(refused.isEmpty, note)
        let after = try #require(
            CatalogReader(ReadingOptions()).read(result, file: "f").catalog,
            "\(note)\n\(String(decoding: result, as: UTF8.self))")
        #expect(Self.amounts(after) == amounts, note)
    }

    private static func amounts(_ catalog: Catalog) -> [String: Money] {
        var amounts: [String: Money] = [:]
        for product in catalog.products {
            for price in product.prices {
                for amount in price.amounts { amounts["\(product.reference(to: price)) \(amount.currency)"] = amount }
            }
        }
        return amounts
    }
}
