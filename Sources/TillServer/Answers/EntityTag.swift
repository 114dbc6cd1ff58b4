/// A name for the exact bytes of an answer, with which a caller asks whether it has them already.
struct EntityTag: Sendable, Hashable {
    /// The tag as headers carry it: strong, in quotes.
    let text: String

    /// A tag of parts that no quotation mark stands in.
    init(_ parts: String...) { text = "\"\(parts.joined(separator: "."))\"" }

    /// Whether the values of `If-None-Match` say that the caller has these bytes.
    ///
    /// Tags are compared weakly, as that header is; what is not a tag says nothing.
    func isKnown(to values: [String]) -> Bool {
        values.contains { value in
            var rest = value.utf8[...]
            while let mark = Self.nextMark(&rest) {
                if mark == "*" || mark == text[...] { return true }
            }
            return false
        }
    }

    /// Takes the next tag, without its `W/`, or the `*` that stands for any.
    private static func nextMark(_ rest: inout Substring.UTF8View) -> Substring? {
        rest = rest.drop { [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: ",")].contains($0) }
        if rest.starts(with: "W/".utf8) { rest = rest.dropFirst(2) }
        guard let first = rest.first else { return nil }
        guard first == UInt8(ascii: "\"") else {
            // A star, or what is no tag: up to the next comma.
            let mark = Substring(rest.prefix { $0 != UInt8(ascii: ",") })
            rest = rest.dropFirst(mark.utf8.count)
            return mark.trimmingSpaces
        }
        guard let end = rest.dropFirst().firstIndex(of: UInt8(ascii: "\"")) else { return nil }
        defer { rest = rest[rest.index(after: end)...] }
        return Substring(rest[...end])
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        var text = drop { $0 == " " || $0 == "\t" }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
