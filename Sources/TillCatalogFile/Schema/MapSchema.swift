/// A map of `products.yaml`: which keys it may have, each documented once.
///
/// The readers take the allowed keys from here; the JSON Schema, its hover texts, the reference in the documentation
/// and the formatter's order are made from it.
package final class MapSchema: Sendable {
    /// What the reference and the JSON Schema call it: `price`.
    package let name: String
    /// What one such map says.
    package let summary: String
    /// Its keys, in canonical order.
    package let keys: [KeySchema]
    /// A value as a file would write it.
    package let example: String
    private let isAllowed: [Bool]

    init(_ name: String, _ summary: String, example: String, _ keys: [KeySchema]) {
        self.name = name
        self.summary = summary
        self.example = example
        self.keys = keys
        isAllowed = KeyName.allCases.map { key in keys.contains { $0.key == key } }
    }

    /// Whether it may have a key.
    func allows(_ key: KeyName) -> Bool { isAllowed[Int(key.rawValue)] }

    /// What a key means in it; nil when it may not have it.
    package subscript(_ key: KeyName) -> KeySchema? { keys.first { $0.key == key } }

    /// The names of its keys, in canonical order.
    package var names: [String] { keys.map(\.key.name) }
}

/// A key of a map: what it means, and what may stand under it.
package struct KeySchema: Sendable {
    /// The key.
    package let key: KeyName
    /// What may stand under it.
    package let value: ValueSchema
    /// What it means, in a sentence or two for whoever writes the file.
    package let summary: String
    /// A value as a file would write it.
    package let example: String
    /// Whether the map must have it.
    package let isRequired: Bool

    init(_ key: KeyName, _ value: ValueSchema, _ summary: String, example: String, isRequired: Bool = false) {
        self.key = key
        self.value = value
        self.summary = summary
        self.example = example
        self.isRequired = isRequired
    }

    /// The same where it may be left out.
    var optional: KeySchema { KeySchema(key, value, summary, example: example) }
}
