import TillModel

/// Reads texts in other languages.
enum TranslationReader {
    /// The texts of a product, by language.
    static func texts(_ field: Field, _ context: inout ReadingContext) -> [String: Translation]? {
        read(field, .translation, &context)
    }

    /// The names of something, by language.
    static func names(_ field: Field, _ context: inout ReadingContext) -> [String: Translation]? {
        read(field, .nameTranslation, &context)
    }

    private static func read(
        _ field: Field, _ schema: MapSchema, _ context: inout ReadingContext
    ) -> [String: Translation]? {
        guard let entries = context.entries(field, example: "{ de: \(schema.example) }") else { return nil }
        var result: [String: Translation] = [:]
        for entry in entries where !context.isSettled(entry.key) {
            let isLanguage = LanguageTag.check(entry.name, at: context.tree.span(entry.key), &context)
            guard let fields = context.fields(entry, of: Owner("translation", key: entry.name), schema) else {
                continue
            }
            if isLanguage, context.translated[entry.name] == nil {
                context.translated[entry.name] = context.tree.span(entry.key)
            }
            // A name is all that most translations have.
            let name = schema[.name]?.isRequired == true ? context.require(.name, in: fields) : fields[.name]
            result[entry.name] = Translation(
                name: name.flatMap { context.text($0) },
                details: fields[.description].flatMap { context.text($0) },
                badge: fields[.badge].flatMap { context.text($0) })
        }
        return result
    }
}

/// The names of languages, as BCP 47 writes those that buyers read: `de`, `pt-BR`, `zh-Hant`.
enum LanguageTag {
    /// Reports a text that is not of that form; returns whether it is.
    static func check(_ text: String, at place: SourceSpan, _ context: inout ReadingContext) -> Bool {
        guard !isTag(text) else { return true }
        let parts = text.split(whereSeparator: { $0 == "-" || $0 == "_" }).map(String.init)
        let repaired = parts.enumerated().map { position, part in
            guard position > 0 else { return part.lowercased() }
            return part.utf8.count == 4
                ? part.prefix(1).uppercased() + part.dropFirst().lowercased() : part.uppercased()
        }.joined(separator: "-")
        context.log.error(
            .badLanguage, at: place, "`\(Quoting.clipped(text))` is not a language",
            help: isTag(repaired) ? "write `\(repaired)`" : "write two letters, and a region if need be: `de`, `pt-BR`")
        return false
    }

    private static func isTag(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Array($0.utf8) }
        guard let language = parts.first, (2...3).contains(language.count), parts.count <= 3,
            language.allSatisfy({ $0.isLetter && $0 >= 0x61 })
        else { return false }
        return parts.dropFirst().allSatisfy { part in
            switch part.count {
            case 2: part.allSatisfy { $0.isLetter && $0 < 0x61 }
            case 3: part.allSatisfy(\.isDigit)
            case 4: part[0].isLetter && part[0] < 0x61 && part.dropFirst().allSatisfy { $0.isLetter && $0 >= 0x61 }
            default: false
            }
        }
    }
}
