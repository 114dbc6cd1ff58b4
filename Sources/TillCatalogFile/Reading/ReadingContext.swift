import TillModel

/// What the readers share: the tree they read from and the log they write to.
///
/// Every reading function returns nil when it has reported why, so that callers say nothing more.
struct ReadingContext {
    /// The values of the file.
    var tree: YAMLTree
    /// What is wrong with them.
    var log: DiagnosticLog
    /// What the file is read for.
    var options = ReadingOptions()
    /// What values name that is declared elsewhere, to be looked up once everything is known.
    var references: [Reference] = []
    /// Whether Stripe is among the providers that take payments, so that its limits hold.
    var isSoldThroughStripe = true
    /// The sections that the catalog has, by name, the empty ones among them.
    var sections: Set<String> = []
    /// Where the catalog's things are written, if that was asked for.
    var things: [CatalogPlaces.Thing] = []
    /// The languages that texts were translated to, and where.
    var translated: [String: SourceSpan] = [:]

    /// Whether a mistake in a value was reported already, or the value may be incomplete.
    func isSettled(_ node: Int) -> Bool { !tree.nodes[node].marks.isDisjoint(with: [.reported, .cut]) }

    /// Reports that a value is missing, if it is; returns whether something is there.
    mutating func hasValue(_ field: Field, example: String? = nil) -> Bool {
        guard tree.isNothing(field.value) else { return true }
        let isWritten = tree.nodes[field.value].count > 0
        log.error(
            .emptyValue, at: tree.span(isWritten ? field.value : field.key), "\(field.title) has no value",
            help: isWritten
                ? "if the text is meant, put it in quotes"
                : example.map { "write a value, as in \(field.written($0))" } ?? "write a value, or remove the key")
        return false
    }

    /// The scalar of a field; nil, and reported, when there is none.
    mutating func scalar(_ field: Field, _ expected: String, example: String? = nil) -> Int? {
        guard !isSettled(field.value), hasValue(field, example: example) else { return nil }
        guard tree.nodes[field.value].kind == .scalar else {
            reportKind(field, expected, example: example)
            return nil
        }
        return field.value
    }

    /// The items of a list; nil, and reported, when the value is something else.
    mutating func items(_ field: Field, of expected: String, example: String) -> [Field]? {
        guard !isSettled(field.value), hasValue(field, example: example) else { return nil }
        guard tree.nodes[field.value].kind == .sequence else {
            reportKind(field, expected, example: example)
            return nil
        }
        let tree = tree
        return tree.children(field.value).map { item in
            let item = tree.resolved(item)
            let key = tree.nodes[item].count > 0 ? item : field.key
            return Field(name: field.name, key: key, value: item, isItem: true)
        }
    }

    /// Reports a list without items.
    mutating func reportEmptyList(_ field: Field, example: String) {
        log.error(
            .emptyValue, at: tree.span(field.value), "\(field.title) lists nothing",
            help: "as in \(field.written(example)), or remove the key")
    }

    /// Reports that a value is of another kind than expected.
    mutating func reportKind(_ field: Field, _ expected: String, example: String? = nil) {
        log.error(
            .wrongKind, at: tree.span(field.value),
            "expected \(expected) for \(field.title), found \(tree.description(field.value))",
            help: example.map { "as in \(field.written($0))" })
    }
}
