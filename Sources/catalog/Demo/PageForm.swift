/// The first form of a page, as a browser that runs no script sees it.
struct PageForm {
    /// Where the form goes; nil for the page's own address.
    let action: String?
    /// Its fields, with the values they start with.
    let fields: [(name: String, value: String)]
    /// Its first button that has a name, as if it had been pressed.
    let button: (name: String, value: String)?

    /// The first form that satisfies a condition; nil when there is none.
    init?(in html: String, where isWanted: (PageForm) -> Bool = { _ in true }) {
        var rest = html[...]
        while let start = rest.firstRange(of: "<form") {
            let tail = rest[start.lowerBound...]
            let end = tail.firstRange(of: "</form>")?.upperBound ?? tail.endIndex
            let form = PageForm(tags: Self.tags(in: tail[..<end]))
            if isWanted(form) {
                self = form
                return
            }
            rest = rest[end...]
        }
        return nil
    }

    private init(tags: [(name: String, attributes: [String: String])]) {
        action = tags.first?.attributes["action"]
        fields = tags.filter { $0.name == "input" }.compactMap { tag in
            guard let name = tag.attributes["name"], !["checkbox", "radio", "submit"].contains(tag.attributes["type"])
            else { return nil }
            return (name, tag.attributes["value"] ?? "")
        }
        button =
            tags.filter { $0.name == "button" }.compactMap { tag in
                tag.attributes["name"].map { ($0, tag.attributes["value"] ?? "") }
            }.first
    }

    private static func tags(in html: Substring) -> [(name: String, attributes: [String: String])] {
        html.split(separator: "<").map { piece in
            let tag = piece.prefix { $0 != ">" }
            let name = tag.prefix { $0.isLetter }
            var attributes: [String: String] = [:]
            for match in tag.matches(of: /([a-z-]+)="([^"]*)"/) {
                attributes[String(match.1)] = String(match.2)
                    .replacing("&quot;", with: "\"").replacing("&lt;", with: "<").replacing("&gt;", with: ">")
                    .replacing("&amp;", with: "&")
            }
            return (String(name), attributes)
        }
    }

    /// The body that a browser sends.
    var body: String {
        (fields + [button].compactMap { $0 }).map { "\(Self.escape($0.name))=\(Self.escape($0.value))" }
            .joined(separator: "&")
    }

    private static func escape(_ text: String) -> String {
        text.utf8.map { byte in
            let character = Character(Unicode.Scalar(byte))
            return character.isASCII && (character.isLetter || character.isNumber)
                ? String(character) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
