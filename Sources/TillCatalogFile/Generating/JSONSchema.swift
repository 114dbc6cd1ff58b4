/// The JSON Schema of `products.yaml`, with which editors complete keys, explain them and mark mistakes.
///
/// It is of draft 7, which YAML's language server knows best. What it refuses, the reader refuses too; rules that
/// need more than one place of the file are the reader's alone.
package struct JSONSchema {
    /// The document, with a line feed at its end.
    package static let text: String = {
        var schema = JSONSchema()
        return schema.document().text + "\n"
    }()

    private var definitions: [JSONText.Member] = []
    private var known: Set<String> = []

    private mutating func document() -> JSONText {
        let members = self.members(of: .file, isPartial: false)
        let head = JSONText.object([
            "$schema": "http://json-schema.org/draft-07/schema#",
            "$id": "urn:till:products:1",
            "title": "products.yaml",
            "$comment": "Do not edit: `catalog generate json-schema` makes it.",
        ])
        // Keys that begin with `x-` are the team's own, for anchors.
        let own = JSONText.object(["patternProperties": .object(["^x-": true])])
        return .object(
            head.members + members + own.members + [JSONText.Member(key: "definitions", value: .object(definitions))])
    }
}

// MARK: - Maps

extension JSONSchema {
    /// A reference to a map's definition, which is made when it is met first.
    ///
    /// A partial map is one that an overlay changes: nothing in it is required, and an empty value removes.
    mutating func map(_ map: MapSchema, isPartial: Bool) -> JSONText {
        let name = (isPartial ? "changed-" : "") + map.name.replacing(" ", with: "-")
        return define(name) { .object($0.members(of: map, isPartial: isPartial)) }
    }

    /// A reference to a definition, which is made when it is met first.
    mutating func define(_ name: String, _ make: (inout JSONSchema) -> JSONText) -> JSONText {
        if known.insert(name).inserted {
            let position = definitions.count
            // Held before its contents are made, since a map may come to contain itself.
            definitions.append(JSONText.Member(key: name, value: .object([])))
            definitions[position] = JSONText.Member(key: name, value: make(&self))
        }
        return .object(["$ref": .string("#/definitions/\(name)")])
    }

    private mutating func members(of map: MapSchema, isPartial: Bool) -> [JSONText.Member] {
        var properties: [JSONText.Member] = []
        for key in map.keys {
            let property = isPartial ? changedProperty(key) : property(key, of: map)
            properties.append(JSONText.Member(key: key.key.name, value: .object(property)))
        }
        // An included file may be the one that has the products.
        let required = map.keys.filter { $0.isRequired && !(map === MapSchema.file && $0.key == .products) }
        let isWhole = !isPartial
        let fixed = JSONText.object([
            "description": .string(map.summary),
            "type": "object",
            "additionalProperties": false,
            "required": isWhole && !required.isEmpty ? .strings(required.map(\.key.name)) : nil,
            "properties": .object(properties),
        ])
        return fixed.members + (isWhole ? rules(of: map).members : [])
    }

    private mutating func property(_ key: KeySchema, of map: MapSchema) -> [JSONText.Member] {
        let example = "\(key.key.name): \(key.example)"
        let words = JSONText.object([
            "description": .string(key.summary),
            "markdownDescription": .string("\(key.summary)\n\n```yaml\n\(example)\n```"),
        ])
        // What these hold depends on the keys beside them: the price's rules say it.
        if map.allows(.graduated), key.key == .price || key.key == .also {
            return words.members + [JSONText.Member(key: "type", value: key.key == .price ? "string" : "array")]
        }
        return words.members + beside(value(key.value, of: key.key, isPartial: false))
    }

    private mutating func changedProperty(_ key: KeySchema) -> [JSONText.Member] {
        let value = value(key.value, of: key.key, isPartial: true)
        return JSONText.object([
            "description": .string(key.summary),
            "anyOf": .array([value, .object(["type": "null"])]),
        ]).members
    }

    /// What may stand beside a description: draft 7 ignores everything beside a reference.
    private func beside(_ value: JSONText) -> [JSONText.Member] {
        guard value.members.first?.key == "$ref" else { return value.members }
        return [JSONText.Member(key: "allOf", value: .array([value]))]
    }
}

extension JSONText {
    /// The members of an object; none for anything else.
    var members: [Member] {
        guard case .object(let members) = self else { return [] }
        return members
    }
}
