import Till

/// Goes over a statement's tokens, one after another.
struct TokenReader {
    private let tokens: [SQLTokens.Token]
    private let namedQueries: Set<String>
    private var position = 0

    /// Cuts one statement; more than one is refused.
    init(_ sql: String) throws(HookTransactionError) {
        var tokens = try SQLTokens(sql).tokens
        if tokens.last == .symbol(UInt8(ascii: ";")) { tokens.removeLast() }
        guard !tokens.contains(.symbol(UInt8(ascii: ";"))) else {
            throw HookTransactionError(.severalStatements, "one statement at a time; run each by itself")
        }
        guard !tokens.isEmpty else { throw HookTransactionError(.statementRefused, "the statement is empty") }
        self.tokens = tokens
        namedQueries = Self.namedQueries(tokens)
    }

    /// The first word; nil when the statement begins with something else.
    var first: String? {
        if case .word(let word)? = tokens.first { word } else { nil }
    }

    /// The number of the last parameter; 0 when there is none.
    var highestParameter: Int {
        tokens.map { if case .parameter(let number) = $0 { number } else { 0 } }.max() ?? 0
    }

    /// What comes next, without taking it.
    var peek: SQLTokens.Token? { position < tokens.count ? tokens[position] : nil }

    /// What came before the token that was taken last.
    var previous: SQLTokens.Token? { position >= 2 ? tokens[position - 2] : nil }

    mutating func next() -> SQLTokens.Token? {
        guard let token = peek else { return nil }
        position += 1
        return token
    }

    /// Takes a word if it comes next.
    mutating func take(_ word: String) -> Bool {
        guard peek == .word(word) else { return false }
        position += 1
        return true
    }

    /// Takes several words if all of them come next.
    mutating func take(_ words: [String]) -> Bool {
        guard tokens[position...].starts(with: words.map(SQLTokens.Token.word)) else { return false }
        position += words.count
        return true
    }

    /// Takes the name of a table, which must be one of the team's.
    mutating func takeOwnTable() throws(HookTransactionError) {
        let name: String
        switch next() {
        case .word(let word): name = word
        case .quoted(let text): name = text
        default:
            throw HookTransactionError(.statementRefused, "write the table's name as it is, or in double quotes")
        }
        guard peek != .symbol(UInt8(ascii: ".")) else {
            throw HookTransactionError(.tableRefused, "write the table's name alone, without '\(name).' before it")
        }
        guard name.hasPrefix(StatementRules.prefix), name.utf8.count > StatementRules.prefix.utf8.count else {
            throw HookTransactionError(
                .tableRefused,
                "'\(name)' is not a table of yours: those begin with app_, and till.migrate makes them")
        }
    }

    /// Why a statement that began with a word does not go on as it should.
    func unclear(_ word: String) -> HookTransactionError {
        HookTransactionError(
            .statementRefused, "\(word) must name its table, which begins with app_")
    }

    // MARK: - Calls

    /// Refuses a call of a function that is not known to only work out a value.
    func checkCall(_ token: SQLTokens.Token, besides more: Set<String>) throws(HookTransactionError) {
        guard peek == .symbol(UInt8(ascii: "(")) else { return }
        let name: String
        switch token {
        case .word(let word):
            name = word
            if SQLCalls.known.contains(word) || more.contains(word) { return }
        case .quoted(let text):
            name = text
        default:
            return
        }
        guard !name.hasPrefix(StatementRules.prefix), !namedQueries.contains(name) else { return }
        throw HookTransactionError(
            .statementRefused, "'\(name)(' is not a function that a hook may call; work the value out in Swift")
    }

    /// The names that `WITH name (column, …) AS (` gives to queries.
    private static func namedQueries(_ tokens: [SQLTokens.Token]) -> Set<String> {
        var names: Set<String> = []
        for start in tokens.indices where tokens[start] == .symbol(UInt8(ascii: "(")) && start > 0 {
            guard let end = tokens[start...].firstIndex(of: .symbol(UInt8(ascii: ")"))) else { break }
            guard tokens[(end + 1)...].starts(with: [.word("as"), .symbol(UInt8(ascii: "("))]) else { continue }
            switch tokens[start - 1] {
            case .word(let name), .quoted(let name): names.insert(name)
            default: continue
            }
        }
        return names
    }
}
