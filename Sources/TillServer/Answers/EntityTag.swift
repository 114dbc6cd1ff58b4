/// A name for the exact bytes of an answer, with which a caller asks whether it has them already.
struct EntityTag: Sendable, Hashable {
    /// The tag as headers carry it: strong, in quotes.
    let text: String

    /// A tag of parts that no quotation mark stands in.
    init(_ parts: String...) { text = "\"\(parts.joined(separator: "."))\"" }

    /// Whether the values of `If-None-Match` say that the caller has these bytes.
    ///
    /// Tags are compared weakly, as that header is; what is not a tag says nothing. A star alone stands for any.
    func isKnown(to values: [String]) -> Bool {
        values.contains { value in
            var rest = value.utf8[...]
            Self.skip(Self.isBlank, in: &rest)
            if rest.first == UInt8(ascii: "*") {
                return rest.dropFirst().allSatisfy(Self.isBlank)
            }
            while let tag = Self.nextTag(&rest) {
                if tag == text[...] { return true }
            }
            return false
        }
    }

    /// Takes the next tag, in its quotes and without its `W/`; nil when there is none, or what is there is no tag.
    private static func nextTag(_ rest: inout Substring.UTF8View.SubSequence) -> Substring? {
        skip({ isBlank($0) || $0 == UInt8(ascii: ",") }, in: &rest)
        if rest.starts(with: "W/".utf8) { rest = rest.dropFirst(2) }
        guard rest.first == UInt8(ascii: "\""),
            let end = rest.dropFirst().firstIndex(of: UInt8(ascii: "\""))
        else { return nil }
        let tag = Substring(rest[...end])
        rest = rest[rest.index(after: end)...]
        return tag
    }

    private static func skip(_ isSkipped: (UInt8) -> Bool, in rest: inout Substring.UTF8View.SubSequence) {
        rest = rest.drop(while: isSkipped)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
