/// Writes values as the formatter would.
struct ValuePrinter {
    private(set) var out = ""

    /// Writes the entries of the map at a path, one below the other.
    mutating func write(
        _ entries: [(key: String, value: WrittenValue)], indentation: Int, path: [String], isFirstStarted: Bool = false
    ) {
        let isProducts = CanonicalOrder.isProducts(path)
        var wasOneLine = true
        for (index, entry) in ValuePrinter.ordered(entries, path).enumerated() {
            let key = ValuePrinter.written(entry.key, path)
            let path = path + [entry.key]
            let line = line(entry.value, from: indentation + key.unicodeScalars.count + 2, path)
            if index > 0, isProducts || path.count == 1, !wasOneLine || line == nil { out += "\n" }
            wasOneLine = line != nil
            if index > 0 || !isFirstStarted { indent(indentation) }
            out += key + ":"
            write(entry.value, line, indentation: indentation, path: path)
        }
    }

    private mutating func write(_ value: WrittenValue, _ line: String?, indentation: Int, path: [String]) {
        if let line {
            out += " " + line + "\n"
            return
        }
        switch value {
        case .word(let text): out += " \(text)\n"
        case .text(let text):
            guard let (header, lines) = WrittenText.block(text) else { return }
            out += " \(header)\n"
            for line in lines {
                if !line.isEmpty { indent(indentation + 2) }
                out += line + "\n"
            }
        case .list(let items):
            out += "\n"
            for item in items { write(item: item, indentation: indentation + 2, path: path + ["-"]) }
        case .map(let map):
            out += "\n"
            write(map.entries, indentation: indentation + 2, path: path)
        }
    }

    private mutating func write(item: WrittenValue, indentation: Int, path: [String]) {
        indent(indentation)
        out += "-"
        if case .map(let map) = item, line(item, from: indentation + 2, path) == nil {
            out += " "
            write(map.entries, indentation: indentation + 2, path: path, isFirstStarted: true)
        } else {
            write(item, line(item, from: indentation + 2, path), indentation: indentation, path: path)
        }
    }

    private mutating func indent(_ count: Int) { out += String(repeating: " ", count: count) }

    private static func ordered(
        _ entries: [(key: String, value: WrittenValue)], _ path: [String]
    ) -> [(key: String, value: WrittenValue)] {
        guard let ranks = CanonicalOrder.ranks(of: path) else { return entries }
        return entries.enumerated().sorted {
            (ranks[$0.element.key] ?? .max, $0.offset) < (ranks[$1.element.key] ?? .max, $1.offset)
        }.map(\.element)
    }
}

// MARK: - Lines

extension ValuePrinter {
    /// A key; the format's own, such as `on`, never in quotes.
    private static func written(_ key: String, _ path: [String]) -> String {
        let isOurs = CanonicalOrder.ranks(of: path)?[key] != nil
        return isOurs ? key : WrittenText.written(key, inBrackets: true)
    }
}

extension ValuePrinter {
    /// A value as it stands on the line of its key; nil when it needs lines of its own.
    private func line(_ value: WrittenValue, from column: Int, _ path: [String]) -> String? {
        if case .text(let text) = value {
            return WrittenText.block(text) == nil ? WrittenText.written(text, inBrackets: false) : nil
        }
        guard let line = inline(value, path) else { return nil }
        let fits = value.isScalar || column + line.unicodeScalars.count <= LayoutPrinter.maximumColumns
        return fits || line == "{}" || line == "[]" ? line : nil
    }

    private func inline(_ value: WrittenValue, _ path: [String]) -> String? {
        switch value {
        case .word(let text): return text
        case .text(let text):
            return WrittenText.block(text) == nil ? WrittenText.written(text, inBrackets: true) : nil
        case .list(let items):
            let texts = items.map { inline($0, path + ["-"]) }
            guard !texts.contains(nil) else { return nil }
            return "[" + texts.compactMap(\.self).joined(separator: ", ") + "]"
        case .map(let map):
            guard map.isShort || map.entries.isEmpty else { return nil }
            let texts = ValuePrinter.ordered(map.entries, path).map { entry -> String? in
                let key = ValuePrinter.written(entry.key, path)
                return inline(entry.value, path + [entry.key]).map { "\(key): \($0)" }
            }
            guard !texts.isEmpty else { return "{}" }
            guard !texts.contains(nil) else { return nil }
            return "{ " + texts.compactMap(\.self).joined(separator: ", ") + " }"
        }
    }
}
