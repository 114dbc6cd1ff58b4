import Till

/// Which definitions a team's migration may run: tables and indexes whose names begin with `app_`.
///
/// Pure.
struct SchemaRules {
    var reader: TokenReader

    /// What would reach beyond the team's own tables, or fails only when a transaction ends.
    private static let refusedWords: Set<String> = [
        "deferrable", "initially", "trigger", "owner", "schema", "tablespace", "inherit", "inherits", "partition",
        "server", "execute", "procedure", "function",
    ]

    /// Types whose values are not exact.
    private static let inexactTypes: Set<String> = ["real", "double", "float", "float4", "float8"]

    mutating func check() throws(HookTransactionError) {
        switch reader.next() {
        case .word("create"):
            if reader.take("table") {
                _ = reader.take(["if", "not", "exists"])
                try reader.takeOwnTable()
            } else {
                _ = reader.take("unique")
                guard reader.take("index") else { throw refused("CREATE") }
                _ = reader.take(["if", "not", "exists"])
                try reader.takeOwnTable()
                guard reader.take("on") else { throw refused("CREATE INDEX app_…") }
                _ = reader.take("only")
                try reader.takeOwnTable()
            }
        case .word("alter"):
            guard reader.take("table") else { throw refused("ALTER") }
            _ = reader.take(["if", "exists"])
            _ = reader.take("only")
            try reader.takeOwnTable()
        default:
            guard reader.take("table") || reader.take("index") else { throw refused("DROP") }
            _ = reader.take(["if", "exists"])
            try reader.takeOwnTable()
            guard reader.peek == nil else { throw refused("DROP with more than one name, or CASCADE,") }
        }
        try checkRest()
    }

    private mutating func checkRest() throws(HookTransactionError) {
        while let token = reader.next() {
            guard case .word(let word) = token else {
                try reader.checkCall(token, besides: [])
                continue
            }
            if word == "references" {
                try reader.takeOwnTable()
            } else if word == "rename", reader.take("to") {
                try reader.takeOwnTable()
            } else if Self.refusedWords.contains(word) {
                throw refused(word.uppercased())
            } else if Self.inexactTypes.contains(word) {
                throw HookTransactionError(
                    .statementRefused, "\(word.uppercased()) is not exact; keep whole numbers in BIGINT, others as TEXT"
                )
            } else {
                try reader.checkCall(token, besides: SQLCalls.schemaWords)
            }
        }
    }

    private func refused(_ words: String) -> HookTransactionError {
        HookTransactionError(
            .statementRefused,
            "\(words) is not for a migration: it makes, changes and drops tables and indexes that begin with app_")
    }
}
