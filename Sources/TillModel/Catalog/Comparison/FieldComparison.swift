/// A field of a thing whose difference is told with a sentence of its own.
struct ComparedField {
    /// As the file calls it.
    let name: String
    let before: String?
    let after: String?
    let affected: CatalogChange.Affected
    /// The sentence, from what it was and what it is; nil for the plain one.
    var sentence: ((_ before: String?, _ after: String?) -> String)?

    /// A change when the two differ; `key` is what the sentence calls the thing.
    func change(of key: String, _ subject: CatalogChange.Subject) -> CatalogChange? {
        guard before != after else { return nil }
        return CatalogChange(
            key, subject, .changed, fields: [name], before: before, after: after, affected: affected,
            sentence?(before, after) ?? ComparedField.plain(name, of: key, before, after))
    }

    /// `the name of pro is "Pro" instead of "Plus"`.
    static func plain(_ name: String, of key: String, _ before: String?, _ after: String?) -> String {
        switch (before, after) {
        case (let before?, let after?): "the \(name) of \(key) is \(quoted(after)) instead of \(quoted(before))"
        case (nil, let after?): "\(key) has the \(name) \(quoted(after)) now"
        case (let before?, nil): "\(key) has no \(name) any more; it was \(quoted(before))"
        case (nil, nil): "the \(name) of \(key) is as it was"
        }
    }

    private static func quoted(_ text: String) -> String { "\"\(text)\"" }
}

/// Values of fields as text that is equal only for equal values, and that a person can read.
enum FieldText {
    static func list(_ things: some Sequence<some CustomStringConvertible>) -> String? {
        let text = things.map(\.description).joined(separator: ", ")
        return text.isEmpty ? nil : text
    }

    static func pairs(_ pairs: [String: String]) -> String? {
        list(pairs.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
    }

    static func adopted(_ ids: [ProviderName: String]) -> String? {
        pairs(Dictionary(ids.map { ($0.key.rawValue, $0.value) }, uniquingKeysWith: { first, _ in first }))
    }

    static func range(_ range: ClosedRange<Int>?) -> String? {
        range.map { range in
            switch (range.lowerBound, range.upperBound) {
            case (let least, .max): "at least \(least)"
            case (...1, let most): "at most \(most)"
            case (let least, let most): "\(least) to \(most)"
            }
        }
    }

    static func translations(_ translations: [String: Translation]) -> String? {
        list(
            translations.sorted { $0.key < $1.key }.map { language, texts in
                let parts = [("name", texts.name), ("description", texts.details), ("badge", texts.badge)]
                return "\(language): "
                    + parts.compactMap { name, text in text.map { "\(name) \"\($0)\"" } }
                    .joined(separator: " ")
            })
    }

    static func yes(_ isTrue: Bool) -> String { isTrue ? "yes" : "no" }
}
