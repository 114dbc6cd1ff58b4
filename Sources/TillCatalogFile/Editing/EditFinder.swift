import TillModel

/// Finds the one scalar that an edit is of, and what is written in its place.
struct EditFinder {
    /// A scalar, and what stands there instead.
    struct Replacement {
        let node: Int
        let bytes: Range<Int>
        /// What the scalar reads as.
        let meaning: String
        let written: String
    }

    /// A value, and whether it stands in brackets.
    private struct Found {
        let node: Int
        let isInBrackets: Bool
    }

    private let text: EditableText
    private var tree: YAMLTree { text.tree }

    init(_ text: EditableText) { self.text = text }

    func replacement(for edit: CatalogEdit) throws(EditRefusal) -> Replacement {
        guard let root = tree.root else { throw .absent }
        var found = Found(node: root, isInBrackets: tree.nodes[root].marks.contains(.flow))
        for key in edit.path {
            guard let next = try child(key, of: found) else { throw hasIncludes(root) ? .included : .absent }
            found = next
        }
        switch edit.change {
        case .text(let new):
            return try replacement(of: found, by: new) { style in Self.written(new, style, found.isInBrackets) }
        case .word(let new):
            return try replacement(of: found, by: new) { style in Self.quoted(new, as: style) }
        case .amount(let money):
            guard money.minorUnits > 0 else { throw .notPositive }
            return try amount(money, in: found, root)
        }
    }

    /// What a map has under a key; nil when it has nothing there.
    private func child(_ key: String, of map: Found) throws(EditRefusal) -> Found? {
        guard tree.nodes[map.node].kind == .mapping else { throw .notOneValue }
        var value: Int?
        tree.forEachPair(map.node) { name, candidate in
            let name = tree.resolved(name)
            if value == nil, tree.nodes[name].kind == .scalar, tree.isText(name, key) { value = candidate }
        }
        guard let value else {
            guard tree.entries(map.node).contains(where: { tree.isText($0.key, key) }) else { return nil }
            throw .elsewhere
        }
        return try own(value, in: map)
    }

    /// A value that is written where it stands, and stands for nothing else.
    private func own(_ node: Int, in parent: Found) throws(EditRefusal) -> Found {
        guard tree.nodes[node].kind != .alias else { throw .elsewhere }
        guard !text.isRepeated(node) else { throw .repeated }
        return Found(
            node: node, isInBrackets: parent.isInBrackets || tree.nodes[node].marks.contains(.flow))
    }

    private func hasIncludes(_ root: Int) -> Bool {
        tree.nodes[root].kind == .mapping && tree.hasKey(.include, root)
    }

    private func replacement(
        of found: Found, by meaning: String, _ written: (EditableText.Style) -> String
    ) throws(EditRefusal) -> Replacement {
        guard tree.nodes[found.node].kind == .scalar else { throw .notOneValue }
        guard !tree.isNothing(found.node) else { throw .absent }
        guard let place = text.place(of: found.node) else { throw .severalLines }
        return Replacement(
            node: found.node, bytes: place.bytes, meaning: meaning, written: written(place.style))
    }

    // MARK: - How it is written

    /// A text in the quotes that are there already, as far as they can hold it.
    private static func written(_ text: String, _ style: EditableText.Style, _ isInBrackets: Bool) -> String {
        switch style {
        case .plain: WrittenText.written(text, inBrackets: isInBrackets)
        case .double: WrittenText.quoted(text)
        case .single:
            text.unicodeScalars.allSatisfy(WrittenText.isPrinted)
                ? quoted(text, as: .single) : WrittenText.quoted(text)
        }
    }

    private static func quoted(_ text: String, as style: EditableText.Style) -> String {
        switch style {
        case .plain: text
        case .single: "'\(text.replacing("'", with: "''"))'"
        case .double: "\"\(text)\""
        }
    }

    // MARK: - Amounts

    /// The amount of a map in one currency, in whichever form the map says it.
    private func amount(_ money: Money, in map: Found, _ root: Int) throws(EditRefusal) -> Replacement {
        for key in [KeyName.price, .also, .amountOff] {
            guard let field = try child(key.name, of: map) else { continue }
            let values = try items(field)
            guard let value = values.first(where: { words(of: $0.node).last == money.currency.code }) else { continue }
            let found = try own(value.node, in: value)
            let number = Self.number(money, like: words(of: value.node).first ?? "")
            let meaning = "\(number) \(money.currency.code)"
            return try replacement(of: found, by: meaning) { style in Self.quoted(meaning, as: style) }
        }
        guard let field = try child(KeyName.amount.name, of: map),
            try currency(of: map, root) == money.currency.code
        else { throw .noAmount(money.currency) }
        let units = String(money.minorUnits)
        return try replacement(of: field, by: units) { style in Self.quoted(units, as: style) }
    }

    /// The values of a list, or the one value that is none; what is an alias is still one.
    private func items(_ field: Found) throws(EditRefusal) -> [Found] {
        guard tree.nodes[field.node].kind == .sequence else { return [field] }
        return tree.children(field.node).map { Found(node: $0, isInBrackets: field.isInBrackets) }
    }

    /// The number and the currency of an amount such as `29.00 USD`; nothing for anything else.
    private func words(of node: Int) -> [String] {
        let node = tree.resolved(node)
        guard tree.nodes[node].kind == .scalar else { return [] }
        let words = tree.string(node).split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        return words.count == 2 ? words : []
    }

    /// The currency of an `amount`: what stands beside it, or the file's own.
    private func currency(of map: Found, _ root: Int) throws(EditRefusal) -> String? {
        if let beside = entry(.currency, of: map.node) { return scalar(beside) }
        guard let defaults = entry(.defaults, of: root), tree.nodes[defaults].kind == .mapping else { return nil }
        return entry(.currency, of: defaults).flatMap(scalar)
    }

    private func entry(_ key: KeyName, of map: Int) -> Int? {
        tree.entries(map).first { tree.isText($0.key, key.name) }?.value
    }

    private func scalar(_ node: Int) -> String? {
        tree.nodes[node].kind == .scalar ? tree.string(node) : nil
    }

    /// A whole amount without decimals stays one, where the new one is whole as well.
    private static func number(_ money: Money, like old: String) -> String {
        let parts = money.decimal.split(separator: ".", maxSplits: 1)
        guard !old.contains("."), parts.count == 2, parts[1].allSatisfy({ $0 == "0" }) else { return money.decimal }
        return String(parts[0])
    }
}
