import Till

/// A statement cut into its words, without its comments.
///
/// It takes what SQLite and PostgreSQL read alike, and refuses what one of them would read otherwise: quoting with
/// backticks, brackets or dollars, and strings with escapes.
struct SQLTokens {
    /// One piece of a statement.
    enum Token: Hashable {
        /// A keyword or a name, in lower case.
        case word(String)
        /// A name in double quotes, as it is written.
        case quoted(String)
        case string
        case number
        /// The number of a parameter, from 1.
        case parameter(Int)
        case symbol(UInt8)
    }

    let tokens: [Token]

    init(_ sql: String) throws(HookTransactionError) {
        var scanner = Scanner(bytes: Array(sql.utf8))
        while try scanner.skipSpace() { try scanner.scanToken() }
        tokens = scanner.tokens
    }
}

/// Goes over the bytes of a statement.
private struct Scanner {
    let bytes: [UInt8]
    var tokens: [SQLTokens.Token] = []
    private var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    private func byte(_ offset: Int = 0) -> UInt8? {
        position + offset < bytes.count ? bytes[position + offset] : nil
    }

    private func refused(_ sentence: String) -> HookTransactionError {
        HookTransactionError(.statementRefused, sentence)
    }

    /// Goes past white space and comments; false at the end.
    mutating func skipSpace() throws(HookTransactionError) -> Bool {
        while let first = byte() {
            if first == UInt8(ascii: "-"), byte(1) == UInt8(ascii: "-") {
                while let next = byte(), next != UInt8(ascii: "\n"), next != UInt8(ascii: "\r") { position += 1 }
            } else if first == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "*") {
                try skipComment()
            } else if first == UInt8(ascii: " ") || (9...13).contains(first) {
                position += 1
            } else {
                return true
            }
        }
        return false
    }

    private mutating func skipComment() throws(HookTransactionError) {
        position += 2
        while let next = byte() {
            if next == UInt8(ascii: "*"), byte(1) == UInt8(ascii: "/") {
                position += 2
                return
            }
            guard next != UInt8(ascii: "/") || byte(1) != UInt8(ascii: "*") else {
                throw refused("a comment inside a comment ends at different places on different databases; take it out")
            }
            position += 1
        }
        throw refused("a comment does not end; close it with */")
    }

    mutating func scanToken() throws(HookTransactionError) {
        guard let first = byte() else { return }
        switch first {
        case UInt8(ascii: "'"):
            _ = try scanQuoted(first, "a string does not end; close it with '")
            tokens.append(.string)
        case UInt8(ascii: "\""):
            tokens.append(.quoted(try scanQuoted(first, "a quoted name does not end; close it with \"")))
        case UInt8(ascii: "`"), UInt8(ascii: "["):
            throw refused("write names in double quotes, or in none, since every database reads those")
        case UInt8(ascii: "?"):
            throw refused("number the parameters: $1, $2, …")
        case 0:
            throw refused("a statement cannot hold a zero byte")
        case UInt8(ascii: "$"):
            try scanParameter()
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            while let next = byte(), Self.isWord(next) || next == UInt8(ascii: ".") { position += 1 }
            tokens.append(.number)
        case _ where Self.isWord(first):
            try scanWord()
        default:
            tokens.append(.symbol(first))
            position += 1
        }
    }

    private mutating func scanWord() throws(HookTransactionError) {
        let start = position
        while let next = byte(), Self.isWord(next) { position += 1 }
        let word = String(decoding: bytes[start..<position], as: UTF8.self).lowercased()
        let isQuoteNext = byte() == UInt8(ascii: "'") || byte() == UInt8(ascii: "\"")
        if isQuoteNext, ["e", "b", "n"].contains(word) {
            throw refused("a string with escapes is read differently by each database; hand it over as a value, $1")
        }
        if word == "u", byte() == UInt8(ascii: "&") {
            throw refused("text with U& is read by one database only; hand it over as a value, $1")
        }
        tokens.append(.word(word))
    }

    private mutating func scanParameter() throws(HookTransactionError) {
        position += 1
        let start = position
        while let next = byte(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next) { position += 1 }
        let digits = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let number = Int(digits), number > 0, byte().map(Self.isWord) != true, byte() != UInt8(ascii: "$") else {
            throw refused("a dollar begins a parameter, $1, $2, …; hand text over as a value instead of quoting it")
        }
        tokens.append(.parameter(number))
    }

    /// What is between two quotes, of which two together stand for one.
    private mutating func scanQuoted(_ quote: UInt8, _ unended: String) throws(HookTransactionError) -> String {
        position += 1
        var content: [UInt8] = []
        while let next = byte() {
            position += 1
            if next == quote {
                guard byte() == quote else { return String(decoding: content, as: UTF8.self) }
                position += 1
            }
            content.append(next)
        }
        throw refused(unended)
    }

    /// Letters, digits, underscores, and everything beyond ASCII.
    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 128...255:
            true
        default: false
        }
    }
}
