/// The fields of a map whose keys the format knows.
struct Fields {
    /// What the map is of, for messages: "product `pro`".
    let owner: Owner
    /// Where a missing field is reported: the map's own key.
    let place: SourceSpan
    /// Whether the file breaks off inside the map, so that it may lack something.
    let isCut: Bool
    private let fields: [Field]
    /// Keys that were probably meant by keys that do not exist.
    private let misspelled: Set<String>

    fileprivate init(
        owner: Owner, place: SourceSpan, isCut: Bool, fields: [Field], misspelled: Set<String>
    ) {
        self.owner = owner
        self.place = place
        self.isCut = isCut
        self.fields = fields
        self.misspelled = misspelled
    }

    /// The field of that name; nil when the map has none.
    subscript(_ name: String) -> Field? { fields.first { $0.name == name } }

    /// Whether the author wrote a field, even if misspelled or in a part that was not read.
    func mayHave(_ name: String) -> Bool { isCut || self[name] != nil || misspelled.contains(name) }
}

extension ReadingContext {
    /// The fields of a map, keys that have no meaning reported; nil when the value is no map.
    mutating func fields(
        _ field: Field, of owner: Owner, allowed: [String], example: String, place: SourceSpan? = nil,
        shown: [String]? = nil
    ) -> Fields? {
        guard let entries = entries(field, example: example) else { return nil }
        var fields: [Field] = []
        var misspelled: Set<String> = []
        for entry in entries {
            let name = entry.name
            if allowed.contains(name) {
                fields.append(entry)
            } else if !tree.nodes[entry.key].marks.contains(.cut) {
                let meant = KeyNames.meant(by: name, among: shown ?? allowed)
                if let meant { misspelled.insert(meant) }
                reportUnknown(entry, owner, shown ?? allowed, meant)
            }
        }
        return Fields(
            owner: owner, place: place ?? tree.span(field.key), isCut: tree.nodes[field.value].marks.contains(.cut),
            fields: fields, misspelled: misspelled)
    }

    /// The entries of a map whose keys are the author's; nil, and reported, when the value is no map.
    mutating func entries(_ field: Field, example: String) -> [Field]? {
        let node = tree.nodes[field.value]
        // What stands behind a bracket that is never closed was perhaps not meant to be in it.
        guard !node.marks.contains(.reported), !node.marks.isSuperset(of: [.cut, .flow]) else { return nil }
        guard node.kind == .mapping else {
            guard !isSettled(field.value), hasValue(field, example: example) else { return nil }
            reportKind(field, "a map", example: example)
            return nil
        }
        let tree = tree
        return tree.entries(field.value).map { Field(name: tree.string($0.key), key: $0.key, value: $0.value) }
    }

    /// The field of that name; nil, and reported, when the map has none.
    mutating func require(_ name: String, in fields: Fields, example: String) -> Field? {
        if let field = fields[name] { return field }
        guard !fields.mayHave(name) else { return nil }
        log.error(
            .missingKey, at: fields.place, "\(fields.owner) has no `\(name)`", help: "add `\(name): \(example)`")
        return nil
    }

    private mutating func reportUnknown(
        _ entry: Field, _ owner: Owner, _ allowed: [String], _ meant: String?
    ) {
        guard !tree.nodes[entry.key].marks.contains(.reported) else { return }
        log.error(
            .unknownKey, at: tree.span(entry.key), "`\(Quoting.clipped(entry.name))` has no meaning in \(owner)",
            help: meant.map { "did you mean `\($0)`?" }
                ?? (allowed.isEmpty ? "nothing can be set here" : "it may have \(KeyNames.list(allowed))"))
    }
}

/// What a map is of, put into words only when something is wrong with it.
struct Owner: CustomStringConvertible, ExpressibleByStringLiteral {
    private let words: String
    private let key: String?

    /// Something that has a key: "product `pro`".
    init(_ words: String, key: String) {
        self.words = words
        self.key = key
    }

    /// Something there is one of.
    init(stringLiteral words: String) {
        self.words = words
        key = nil
    }

    var description: String { key.map { "\(words) `\(Quoting.clipped($0))`" } ?? words }
}

/// The names of keys, as people mistake them.
enum KeyNames {
    /// Words of other formats for what the catalog calls otherwise.
    private static let synonyms = [
        "title": "name", "label": "name", "cost": "price", "interval": "every", "recurring": "every",
        "billing": "every", "period": "every", "active": "enabled", "hidden": "visible", "limit": "max_redemptions",
        "expires": "until", "percent": "percent_off", "discount": "percent_off", "plans": "prices", "items": "products",
        "link": "url", "picture": "image", "translations": "i18n", "trial_days": "trial", "tz": "timezone",
    ]

    /// The allowed key that a written one probably means.
    static func meant(by written: String, among allowed: [String]) -> String? {
        if let near = NearestName.of(written, among: allowed) { return near }
        guard let synonym = synonyms[written.lowercased()], allowed.contains(synonym) else { return nil }
        return synonym
    }

    /// Names in a row: `a`, `b` and `c`.
    static func list(_ names: [String], _ conjunction: String = "and") -> String {
        let quoted = names.map { "`\($0)`" }
        guard quoted.count > 1, let last = quoted.last else { return quoted.first ?? "" }
        return quoted.dropLast().joined(separator: ", ") + " \(conjunction) " + last
    }
}
