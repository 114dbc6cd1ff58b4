/// The form of the keys that an author chooses.
enum KeyForm {
    /// The most characters of a key.
    static let maximumLength = 64

    /// Whether a text may be the key of a product or price.
    static func isKey(_ text: String) -> Bool {
        (1...maximumLength).contains(text.utf8.count) && text.utf8.allSatisfy(isKeyByte)
    }

    /// Whether a product's or price's key has the allowed form; reported when not.
    static func check(_ entry: Field, _ what: String, _ context: inout ReadingContext) -> Bool {
        check(entry, what, "lower-case letters, digits, `_` and `-`", isKeyByte, &context)
    }

    /// Whether a key of features, meters and the like has the allowed form; reported when not.
    static func checkEntries(_ entries: [Field], _ what: String, _ context: inout ReadingContext) -> [Field] {
        entries.filter { check($0, what, &context) && !context.isSettled($0.key) }
    }

    /// Whether a text may be what buyers type.
    static func isCode(_ text: String) -> Bool {
        (1...maximumLength).contains(text.utf8.count) && text.utf8.allSatisfy(isCodeByte)
    }

    /// The key something had before; nil, and reported, for a text that can never have been one.
    static func formerKey(_ field: Field, _ what: String, _ context: inout ReadingContext) -> String? {
        guard let key = context.text(field, example: "old_key") else { return nil }
        guard isKey(key) else {
            context.log.error(
                .badKey, at: context.tree.span(field.value),
                "a \(what) consists of lower-case letters, digits, `_` and `-`, found `\(Quoting.clipped(key))`",
                help: "write the key it had in this file before")
            return nil
        }
        return key
    }

    /// Whether a coupon's code has the allowed form; reported when not.
    static func checkCode(_ entry: Field, _ context: inout ReadingContext) -> Bool {
        check(entry, "coupon code", "letters, digits, `_` and `-`", isCodeByte, &context)
    }

    private static func check(
        _ entry: Field, _ what: String, _ allowed: String, _ isAllowed: (UInt8) -> Bool,
        _ context: inout ReadingContext
    ) -> Bool {
        let bytes = Array(entry.name.utf8)
        if (1...maximumLength).contains(bytes.count), bytes.allSatisfy(isAllowed) { return true }
        guard !context.isSettled(entry.key) else { return false }
        let isTooLong = bytes.count > maximumLength
        let suggestion = bytes.map { isAllowed($0) ? $0 : replacement($0) }
        context.log.error(
            .badKey, at: context.tree.span(entry.key),
            isTooLong
                ? "a \(what) has at most \(maximumLength) characters, found \(bytes.count)"
                : "a \(what) consists of \(allowed), found `\(Quoting.clipped(entry.name))`",
            help: isTooLong || !suggestion.allSatisfy(isAllowed)
                ? nil : "write `\(String(decoding: suggestion, as: UTF8.self))`")
        return false
    }

    /// What a byte becomes in a suggestion: lower case, and `_` for what people separate words with.
    private static func replacement(_ byte: UInt8) -> UInt8 {
        switch byte {
        case 0x20, 0x2E, 0x2F: 0x5F
        default: byte.lowercased
        }
    }

    private static func isCodeByte(_ byte: UInt8) -> Bool {
        byte.isDigit || byte.isLetter || byte == 0x5F || byte == 0x2D
    }

    private static func isKeyByte(_ byte: UInt8) -> Bool { isCodeByte(byte) && byte.lowercased == byte }
}
