#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Numbers and lines as they are printed.
enum Text {
    static func tenths(_ number: Double) -> String { rounded(number, 10) }

    static func hundredths(_ number: Double) -> String { rounded(number, 100) }

    private static func rounded(_ number: Double, _ scale: Int) -> String {
        let units = Int((number * Double(scale)).rounded())
        let rest = "\(units % scale + scale)".dropFirst()
        return "\(units / scale).\(rest)"
    }

    /// 12,345.
    static func grouped(_ number: Double) -> String {
        var digits = "\(Int(number.rounded()))"
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return ([digits] + groups).joined(separator: ",")
    }

    /// Prints a line at once, also into a file.
    static func line(_ name: String, _ words: String) { line(name.padded(to: 36) + words) }

    static func line(_ words: String) {
        print(words)
        fflush(nil)
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        "  " + self + String(repeating: " ", count: max(1, width - count))
    }
}
