import TillModel

/// A value with the key it stands under.
struct Field {
    /// The key's text.
    let name: String
    /// The key; of a list's item, the item.
    let key: Int
    /// The value, aliases followed.
    let value: Int
    /// Whether it is an item of the list under that key.
    var isItem = false

    /// What messages call it.
    var title: String { (isItem ? "an item of " : "") + "`\(Quoting.clipped(name))`" }

    /// A value as it would be written here, as code.
    func written(_ value: String) -> String { isItem ? "`\(value)`" : "`\(Quoting.clipped(name)): \(value)`" }
}

/// The fields of a map whose keys the format knows.
struct Fields {
    /// What the map is of, for messages: "product `pro`".
    let owner: Owner
    /// Where a missing field is reported: the map's own key.
    let place: SourceSpan
    /// Whether the file breaks off inside the map, so that it may lack something.
    let isCut: Bool
    /// Which keys it may have.
    let schema: MapSchema
    private let fields: [(key: KeyName, field: Field)]
    /// A bit for each key that is there, which two keys may share: most look-ups are for keys that are not.
    private let present: UInt128
    /// Keys that were probably meant by keys that do not exist.
    private let misspelled: Set<String>

    fileprivate init(
        owner: Owner, place: SourceSpan, isCut: Bool, schema: MapSchema, fields: [(key: KeyName, field: Field)],
        misspelled: Set<String>
    ) {
        self.owner = owner
        self.place = place
        self.isCut = isCut
        self.schema = schema
        self.fields = fields
        present = fields.reduce(0) { $0 | Fields.bit($1.key) }
        self.misspelled = misspelled
    }

    /// The field of that name; nil when the map has none.
    subscript(_ key: KeyName) -> Field? {
        guard present & Fields.bit(key) != 0 else { return nil }
        return fields.first { $0.key == key }?.field
    }

    private static func bit(_ key: KeyName) -> UInt128 { 1 &<< UInt128(key.rawValue & 127) }

    /// Whether the author wrote a field, even if misspelled or in a part that was not read.
    func mayHave(_ key: KeyName) -> Bool {
        isCut || self[key] != nil || (!misspelled.isEmpty && misspelled.contains(key.name))
    }

    /// The first of several fields that the map has.
    func first(_ keys: [KeyName]) -> Field? { keys.lazy.compactMap { self[$0] }.first }
}

extension ReadingContext {
    /// The fields of a map, keys that have no meaning reported; nil when the value is no map.
    mutating func fields(
        _ field: Field, of owner: Owner, _ schema: MapSchema, place: SourceSpan? = nil
    ) -> Fields? {
        guard isMap(field, example: schema.example) else { return nil }
        var fields: [(key: KeyName, field: Field)] = []
        fields.reserveCapacity(Int(tree.nodes[field.value].count) / 2)
        var unknown: [YAMLTree.Entry] = []
        let tree = tree
        tree.forEachEntry(field.value) { key, value in
            if let name = KeyName.of(tree.bytes(key)), schema.allows(name) {
                fields.append((name, Field(name: name.name, key: key, value: value)))
            } else {
                unknown.append(YAMLTree.Entry(key: key, value: value))
            }
        }
        return Fields(
            owner: owner, place: place ?? tree.span(field.key), isCut: tree.nodes[field.value].marks.contains(.cut),
            schema: schema, fields: fields, misspelled: unknown.isEmpty ? [] : report(unknown, owner, schema))
    }

    /// The entries of a map whose keys are the author's; nil, and reported, when the value is no map.
    mutating func entries(_ field: Field, example: String) -> [Field]? {
        guard isMap(field, example: example) else { return nil }
        var fields: [Field] = []
        fields.reserveCapacity(Int(tree.nodes[field.value].count) / 2)
        let tree = tree
        tree.forEachEntry(field.value) { fields.append(Field(name: tree.string($0), key: $0, value: $1)) }
        return fields
    }

    private mutating func isMap(_ field: Field, example: String) -> Bool {
        let node = tree.nodes[field.value]
        // What stands behind a bracket that is never closed was perhaps not meant to be in it.
        guard !node.marks.contains(.reported), !node.marks.isSuperset(of: [.cut, .flow]) else { return false }
        guard node.kind != .mapping else { return true }
        guard !isSettled(field.value), hasValue(field, example: example) else { return false }
        reportKind(field, "a map", example: example)
        return false
    }

    /// The field of that name; nil, and reported, when the map has none.
    mutating func require(_ key: KeyName, in fields: Fields) -> Field? {
        if let field = fields[key] { return field }
        guard !fields.mayHave(key) else { return nil }
        let example = fields.schema[key]?.example ?? ""
        log.error(
            .missingKey, at: fields.place, "\(fields.owner) has no `\(key.name)`",
            help: "add `\(key.name): \(example)`")
        return nil
    }

    /// Reports keys without a meaning, and returns the keys that were probably meant.
    private mutating func report(_ entries: [YAMLTree.Entry], _ owner: Owner, _ schema: MapSchema) -> Set<String> {
        var misspelled: Set<String> = []
        for entry in entries where tree.nodes[entry.key].marks.isDisjoint(with: [.cut, .reported]) {
            let name = tree.string(entry.key)
            guard !(schema === MapSchema.file || schema === MapSchema.includedFile) || !name.hasPrefix("x-") else {
                continue
            }
            if schema.allows(.stripe), ProviderName.known.contains(ProviderName(rawValue: name)) {
                log.error(
                    .adoptionNotSupported, at: tree.span(entry.key),
                    "this version cannot adopt an object of \(name)", help: "remove `\(name)`")
                continue
            }
            let meant = KeyNames.meant(by: name, among: schema.names)
            if let meant { misspelled.insert(meant) }
            log.error(
                .unknownKey, at: tree.span(entry.key), "`\(Quoting.clipped(name))` has no meaning in \(owner)",
                help: meant.map { "did you mean `\($0)`?" }
                    ?? (schema.keys.count > 12
                        ? "`catalog explain \(schema.name)` lists what it may have"
                        : "it may have \(KeyNames.list(schema.names))"))
        }
        return misspelled
    }
}
