import TillModel

/// Decimal numbers as people write them.
enum DecimalText {
    /// Whether a text is digits, perhaps with a leading minus and a point between digits, and no needless zero first.
    static func isDecimal(_ text: String) -> Bool {
        let unsigned = text.hasPrefix("-") ? text.utf8.dropFirst() : text.utf8[...]
        let parts = unsigned.split(separator: 0x2E, maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, whole.count == 1 || whole.first != 0x30 else { return false }
        return parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isDigit) }
    }

    /// The plain decimal that is meant by `1,299.00`, `1.299,00`, `1 299` or `99,00`; nil for anything else.
    static func withoutGrouping(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        let separators: Set<UInt8> = [0x2C, 0x2E, 0x27, 0x5F, 0x20]
        guard bytes.count <= 40, bytes.first?.isDigit == true, bytes.last?.isDigit == true,
            bytes.allSatisfy({ $0.isDigit || separators.contains($0) }), bytes.contains(where: separators.contains),
            !isDecimal(text)
        else { return nil }
        let digits = { (part: ArraySlice<UInt8>) in String(decoding: part.filter(\.isDigit), as: UTF8.self) }
        // The last separator is a decimal point or comma, unless it groups thousands.
        guard let last = bytes.lastIndex(where: separators.contains), [0x2C, 0x2E].contains(bytes[last]),
            bytes.count - last - 1 != 3, bytes.count(where: { $0 == bytes[last] }) == 1
        else { return digits(bytes[...]) }
        return digits(bytes[..<last]) + "." + digits(bytes[(last + 1)...])
    }

    /// `99.00 USD`, when a text is a number and a currency that stand in another order or distance.
    static func respaced(_ text: String) -> String? {
        let symbols = ["$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW"]
        let number = text.filter { $0.isASCII && $0.isNumber || $0 == "." }
        let rest = text.filter { !($0.isASCII && $0.isNumber || $0 == ".") && !$0.isWhitespace }
        guard isDecimal(number), text.contains(number), let code = symbols[rest] ?? Currency(code: rest)?.code else {
            return nil
        }
        return "\(number) \(code)"
    }

    /// A decimal with at most so many decimals, the rest left off; the least above zero where nothing would be left.
    static func shortened(_ text: String, decimals: Int) -> String {
        guard let point = text.firstIndex(of: ".") else { return text }
        let short =
            decimals > 0
            ? String(text[...point] + text[point...].dropFirst().prefix(decimals)) : String(text[..<point])
        guard short.utf8.allSatisfy({ $0 == 0x30 || $0 == 0x2E }) else { return short }
        return decimals > 0 ? "0." + String(repeating: "0", count: decimals - 1) + "1" : "1"
    }

    /// A number of percents in millionths of one, when it is a plain decimal with four decimals at most.
    static func millionths(_ text: String) -> Int64? {
        guard isDecimal(text), text.utf8.count <= 16 else { return nil }
        let parts = text.split(separator: ".")
        let decimals = parts.count == 2 ? String(parts[1]) : ""
        guard decimals.utf8.count <= 4 else { return nil }
        return Int64(parts[0] + decimals + String(repeating: "0", count: 4 - decimals.utf8.count))
    }
}
