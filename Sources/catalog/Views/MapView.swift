import TillCatalogFile

/// A part of products.yaml, for a terminal.
enum MapView {
    /// Every key of a map.
    static func text(_ map: MapSchema) -> String {
        let keys = map.keys.map(KeyReference.init)
        let width = keys.map(\.name.count).max() ?? 0
        let lines = keys.map { key in
            let padding = String(repeating: " ", count: width - key.name.count)
            let text = (key.isRequired ? "Required. " : "") + key.meaning
            return "  \(key.name)\(padding)  " + hanging(text, indent: width + 4)
        }
        return "\(map.name): \(map.summary)\n\nExample:\n\n    \(map.example)\n\nKeys:\n\n\(lines.joined())\n"
            + "`catalog explain \(map.name).\(keys.first?.name ?? "name")` tells more of one of them.\n"
    }

    /// One key of a map.
    static func text(_ key: KeySchema, in map: MapSchema) -> String {
        let reference = KeyReference(key)
        var text = "\(map.name).\(reference.name)" + (reference.isRequired ? " (required)" : "") + "\n\n"
        text += Paragraph.text(reference.meaning)
        text += "\n" + Paragraph.text("What may stand there: \(reference.value).")
        for word in reference.words { text += "  \(word.word): \(word.meaning)\n" }
        if let fallback = reference.fallback { text += Paragraph.text("When left out: \(fallback).") }
        return text + "\nExample:\n\n    \(reference.example)\n"
    }

    private static func hanging(_ text: String, indent: Int) -> String {
        String(Paragraph.text(text, indent: indent).dropFirst(indent))
    }
}

/// A part of products.yaml on the wire.
struct MapAnswer: Encodable {
    let name: String
    let meaning: String
    let example: String
    let keys: [KeyAnswer]

    init(_ map: MapSchema) {
        name = map.name
        meaning = map.summary
        example = map.example
        keys = map.keys.map { KeyAnswer($0, in: map) }
    }
}

// The names are those of every command's envelope.
// swift-format-ignore: AlwaysUseLowerCamelCase
/// A key of products.yaml on the wire.
struct KeyAnswer: Encodable {
    let map: String
    let key: String
    let required: Bool
    let value: String
    let meaning: String
    let when_left_out: String?
    let example: String

    init(_ key: KeySchema, in map: MapSchema) {
        let reference = KeyReference(key)
        self.map = map.name
        self.key = reference.name
        required = reference.isRequired
        value = reference.value
        meaning = reference.meaning
        when_left_out = reference.fallback
        example = reference.example
    }
}
