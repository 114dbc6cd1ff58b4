/// What the reference says of one key.
package struct KeyReference: Sendable {
    /// The key.
    package let name: String
    /// Whether the map must have it.
    package let isRequired: Bool
    /// What may stand there, in words.
    package let value: String
    /// Each word that may stand there, with its meaning; none for other values.
    package let words: [(word: String, meaning: String)]
    /// What it means.
    package let meaning: String
    /// What holds when it is left out; nil when nothing does.
    package let fallback: String?
    /// A line as a file would write it.
    package let example: String

    /// What is said of a key where maps are named by their names alone.
    package init(_ key: KeySchema) { self.init(key, ValueWords(name: { "a map: `\($0.name)`" })) }

    init(_ key: KeySchema, _ words: ValueWords) {
        name = key.key.name
        isRequired = key.isRequired
        value = words.words(key.value)
        self.words = key.value.words.filter { !$0.meaning.isEmpty }
        example = "\(key.key.name): \(key.example)"
        let ending = " when left out."
        let sentences = KeyReference.sentences(key.summary)
        meaning = sentences.filter { !$0.hasSuffix(ending) }.joined(separator: " ")
        fallback = sentences.first { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }
    }

    /// The sentences of a summary, each with its full stop.
    private static func sentences(_ text: String) -> [String] {
        let parts = text.split(separator: ". ")
        return parts.enumerated().map { position, part in part + (position < parts.count - 1 ? "." : "") }
    }
}

extension ValueSchema {
    /// The words that may stand there.
    fileprivate var words: [(word: String, meaning: String)] {
        switch self {
        case .words(let words): words
        case .either(let forms): forms.flatMap(\.words)
        case .list(let item): item.words
        default: []
        }
    }
}
