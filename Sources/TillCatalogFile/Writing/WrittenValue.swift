/// A value of a catalog file that is about to be written.
enum WrittenValue: Sendable {
    /// Something that is written as it is: a number, an amount, a date, a word of the format.
    case word(String)
    /// Somebody's text.
    case text(String)
    case list([WrittenValue])
    case map(WrittenMap)

    /// A map; a short one stands on one line where it fits.
    static func map(_ entries: [(key: String, value: WrittenValue)], isShort: Bool) -> WrittenValue {
        .map(WrittenMap(entries: entries, isShort: isShort))
    }

    /// One value as itself, several as a list.
    static func oneOrMore(_ values: [WrittenValue]) -> WrittenValue {
        values.count == 1 ? values[0] : .list(values)
    }

    /// A list of words.
    static func words(_ words: [String]) -> WrittenValue { .list(words.map { .word($0) }) }

    /// A list of texts.
    static func texts(_ texts: [String]) -> WrittenValue { .list(texts.map { .text($0) }) }

    /// A map of texts, by key.
    static func texts(_ texts: [String: String]) -> WrittenValue {
        .map(texts.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) }, isShort: true)
    }

    /// A map that stands on one line where it fits.
    static func short(_ entries: [(key: String, value: WrittenValue)]) -> WrittenValue { .map(entries, isShort: true) }

    /// A map with a line for each entry.
    static func long(_ entries: [(key: String, value: WrittenValue)]) -> WrittenValue { .map(entries, isShort: false) }

    /// Whether it is a single word or text.
    var isScalar: Bool {
        switch self {
        case .word, .text: true
        case .list, .map: false
        }
    }
}

/// A map that is about to be written.
struct WrittenMap: Sendable {
    /// Its keys and values.
    let entries: [(key: String, value: WrittenValue)]
    /// Whether it stands on one line where it fits.
    let isShort: Bool
}
