import TillModel

/// Scalars, read as what the schema says they are rather than as what YAML would guess.
extension ReadingContext {
    /// Text of any form: `no`, `1.10` and `2024-01-01` stay what they are.
    ///
    /// `isID` is whether a variable of the environment may stand for it.
    mutating func text(_ field: Field, example: String? = nil, isID: Bool = false) -> String? {
        guard let node = scalar(field, "text", example: example) else { return nil }
        let text = tree.string(node)
        // Most text begins with a letter and is ASCII; only the rest needs a closer look.
        let bytes = tree.bytes(node)
        if let first = bytes.first, first > 0x20, bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x24 }) {
            return text
        }
        guard text.contains(where: { !$0.isWhitespace }) else {
            log.error(
                .emptyValue, at: tree.span(node), "\(field.title) is empty", help: "write something, or remove the key"
            )
            return nil
        }
        guard !text.unicodeScalars.contains(where: { TextFault.isControl($0.value) }) else {
            log.error(
                .controlCharacter, at: tree.span(node), "\(field.title) contains a control character",
                help: "remove the escape: databases, terminals and pages cannot show it")
            return nil
        }
        guard isID || !text.contains("${") else {
            log.error(
                .substitution, at: tree.span(node), "a variable has no meaning in \(field.title)",
                help: "write the text itself: variables stand only for ids of providers")
            return nil
        }
        return text
    }

    /// `true` or `false`.
    mutating func boolean(_ field: Field) -> Bool? {
        guard let node = scalar(field, "`true` or `false`", example: "true") else { return nil }
        let text = tree.string(node)
        if tree.nodes[node].marks.contains(.plain), text == "true" || text == "false" { return text == "true" }
        let meant: String? =
            switch text.lowercased() {
            case "true", "yes", "on", "y", "1": "true"
            case "false", "no", "off", "n", "0": "false"
            default: nil
            }
        log.error(
            .notABoolean, at: tree.span(node),
            "expected `true` or `false` for \(field.title), found \(tree.writtenForm(node))",
            help: meant.map { "write \(field.written($0))" })
        return nil
    }

    /// One of some words; nil, and reported, for every other.
    mutating func word<Word>(_ field: Field, _ words: [(String, Word)]) -> Word? {
        let names = words.map(\.0)
        guard let first = names.first,
            let node = scalar(field, KeyNames.list(names, "or"), example: first)
        else { return nil }
        let text = tree.string(node)
        if let match = words.first(where: { $0.0 == text }) { return match.1 }
        log.error(
            .unknownWord, at: tree.span(node), "`\(Quoting.clipped(text))` is not one of \(KeyNames.list(names))",
            help: NearestName.of(text, among: names).map { "did you mean `\($0)`?" }
                ?? "write \(KeyNames.list(names.map { field.isItem ? $0 : "\(field.name): \($0)" }, "or"))")
        return nil
    }

    /// The texts of a list, each told twice left out and reported.
    mutating func names(_ field: Field, of expected: String, example: String) -> [(name: String, place: SourceSpan)] {
        var result: [(name: String, place: SourceSpan)] = []
        var seen = SeenNames()
        for item in items(field, of: expected, example: example) ?? [] {
            guard let name = text(item) else { continue }
            if seen.insert(name) {
                result.append((name, tree.span(item.value)))
            } else {
                reportRepeated(name, at: tree.span(item.value))
            }
        }
        return result
    }

    /// Reports something that a list names a second time.
    mutating func reportRepeated(_ name: String, at place: SourceSpan) {
        log.error(
            .repeatedEntry, at: place, "`\(Quoting.clipped(name))` is listed twice", help: "remove one of the two")
    }

    /// A day.
    mutating func date(_ field: Field, example: String = "2027-01-01") -> CalendarDate? {
        guard let node = scalar(field, "a date", example: example) else { return nil }
        let text = tree.string(node)
        if let date = CalendarDate(text) { return date }
        log.error(
            .badDate, at: tree.span(node), "`\(Quoting.clipped(text))` is not a date",
            help: "write year, month and day, as in \(field.written(example))")
        return nil
    }

    /// A number of percents, with four decimals at most.
    mutating func percentage(
        _ field: Field, in range: ClosedRange<Int64> = 1...1_000_000, example: String = "20"
    ) -> Percentage? {
        guard let node = scalar(field, "a percentage", example: example) else { return nil }
        if tree.nodes[node].marks.contains(.plain), let millionths = DecimalText.millionths(tree.string(node)),
            range.contains(millionths)
        {
            return Percentage(millionths: millionths)
        }
        let most = Percentage(millionths: range.upperBound)
        log.error(
            .badPercentage, at: tree.span(node),
            "expected a percentage \(range.lowerBound == 0 ? "from 0" : "above 0 and") up to \(most), found \(tree.writtenForm(node))",
            help: "write a number without a sign, with four decimals at most, as in \(field.written(example))")
        return nil
    }

    /// A whole number within bounds, written plainly in decimal digits.
    mutating func wholeNumber(_ field: Field, in range: ClosedRange<Int64>, example: String) -> Int64? {
        guard let digits = digits(field, example: example) else { return nil }
        guard let number = Int64(digits), range.contains(number) else {
            log.error(
                .numberOutOfRange, at: tree.span(field.value), "\(field.title) cannot be \(Quoting.clipped(digits))",
                help: "it may be \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    /// The digits of a whole number of any size, perhaps with a minus.
    mutating func digits(_ field: Field, example: String) -> String? {
        guard let node = scalar(field, "a whole number", example: example) else { return nil }
        let text = tree.string(node)
        let isPlain = tree.nodes[node].marks.contains(.plain)
        guard isPlain, WholeNumber.isPlain(text) else {
            log.error(
                .notAWholeNumber, at: tree.span(node),
                "expected a whole number for \(field.title), found \(tree.writtenForm(node))",
                help: WholeNumber.remedy(text, isQuoted: !isPlain, field: field))
            return nil
        }
        return text
    }
}

/// Whole numbers as people write them.
enum WholeNumber {
    /// Whether a text is decimal digits with nothing that a reader could take in two ways.
    static func isPlain(_ text: some StringProtocol) -> Bool {
        let bytes = text.utf8
        let digits = bytes.first == 0x2D ? bytes.dropFirst() : bytes.dropFirst(0)
        return !digits.isEmpty && digits.allSatisfy(\.isDigit) && (digits.count == 1 || digits.first != 0x30)
    }

    /// How to mend what is not a plain whole number.
    static func remedy(_ text: String, isQuoted: Bool, field: Field) -> String {
        let bytes = Array(text.utf8)
        let digits = bytes.filter(\.isDigit)
        let joined = String(decoding: digits, as: UTF8.self)
        if isQuoted, isPlain(text) { return "remove the quotes: \(field.written(text))" }
        if !digits.isEmpty, bytes.count <= 24, bytes.allSatisfy({ $0.isDigit || [0x5F, 0x2C, 0x20].contains($0) }) {
            if isPlain(joined) { return "write the digits without anything between them: \(field.written(joined))" }
            let trimmed = String(joined.drop { $0 == "0" })
            return "some readers take a leading zero as octal: write \(field.written(trimmed.isEmpty ? "0" : trimmed))"
        }
        if text.lowercased().hasPrefix("0x") || text.lowercased().hasPrefix("0o") {
            return "write the number in decimal digits"
        }
        if bytes.contains(0x3A), bytes.allSatisfy({ $0.isDigit || $0 == 0x3A }) {
            return "some readers take this as hours and minutes: write one number in decimal digits"
        }
        if let point = text.firstIndex(of: "."), isPlain(String(text[..<point])),
            text[point...].dropFirst().allSatisfy({ $0 == "0" })
        {
            return "write it without a decimal point: \(field.written(String(text[..<point])))"
        }
        return "write decimal digits only"
    }
}
