import TillModel

/// A list of what becomes what, as a table that people and programs write: `provider,id,key`.
package struct ImportMap: Sendable, Hashable {
    /// What one object becomes.
    package struct Line: Sendable, Hashable {
        /// Counted from 1, the heading included.
        package let number: Int
        package let provider: ProviderName
        /// The provider's id.
        package let id: String
        /// As it would be typed: `pro`, `pro/monthly`, `price job`.
        package let key: String
    }

    /// Something that is wrong with a line.
    package struct Mistake: Sendable, Hashable {
        package let line: Int
        package let message: String

        package init(line: Int, message: String) {
            self.line = line
            self.message = message
        }
    }

    /// Why a text is no such list: everything that is wrong with it.
    package struct Mistakes: Error, Sendable, Hashable {
        package let all: [Mistake]
    }

    package let lines: [Line]

    private static let heading = ["provider", "id", "key"]

    /// - Throws: ``Mistakes``.
    package init(_ text: String) throws(Mistakes) {
        var mistakes: [Mistake] = []
        var lines: [Line] = []
        var known: [String: Int] = [:]
        let rows = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().map {
            (number: $0 + 1, fields: Self.fields($1))
        }.filter { $0.fields != [""] }
        guard let first = rows.first, first.fields.map({ $0.lowercased() }) == Self.heading else {
            throw Mistakes(
                all: [Mistake(line: rows.first?.number ?? 1, message: "the first line must be provider,id,key")])
        }
        for (number, fields) in rows.dropFirst() {
            guard fields.count == Self.heading.count, !fields.contains("") else {
                mistakes.append(
                    Mistake(
                        line: number, message: "write it as stripe,price_123,pro/monthly; commas divide three values")
                )
                continue
            }
            guard let provider = ProviderName.known.first(where: { $0.rawValue == fields[0] }) else {
                let names = ProviderName.known.map(\.rawValue).joined(separator: ", ")
                mistakes.append(
                    Mistake(line: number, message: "'\(fields[0])' is not a provider; there are \(names)"))
                continue
            }
            if let other = known.updateValue(number, forKey: "\(fields[0]):\(fields[1])") {
                mistakes.append(Mistake(line: number, message: "\(fields[1]) is in line \(other) already"))
            }
            lines.append(Line(number: number, provider: provider, id: fields[1], key: fields[2]))
        }
        if lines.isEmpty, mistakes.isEmpty {
            mistakes.append(Mistake(line: first.number, message: "nothing is listed below the heading"))
        }
        guard mistakes.isEmpty else { throw Mistakes(all: mistakes) }
        self.lines = lines
    }

    /// The values of a line, without blanks and quotes around them.
    private static func fields(_ line: Substring) -> [String] {
        // Some programs write this mark at the beginning of a file.
        let line = line.drop { $0 == "\u{FEFF}" }
        return line.split(separator: ",", omittingEmptySubsequences: false).map { field in
            var field = field.drop(while: \.isWhitespace)
            while field.last?.isWhitespace == true { field.removeLast() }
            if field.count > 1, field.first == "\"", field.last == "\"" { field = field.dropFirst().dropLast() }
            return String(field)
        }
    }
}
