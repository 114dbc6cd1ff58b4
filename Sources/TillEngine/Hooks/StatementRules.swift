import Till

/// Which statements a hook may run: one at a time, writing to the team's own tables only, and nothing that changes the
/// transaction, the connection or the schema.
///
/// Pure, and careful rather than clever: what it does not know it refuses.
struct StatementRules {
    /// What a team's tables begin with.
    static let prefix = "app_"

    private var reader: TokenReader

    /// Checks a statement of a hook's with as many values.
    static func check(_ sql: String, values: Int) throws(HookTransactionError) {
        let tokens = try TokenReader(sql)
        var rules = StatementRules(reader: tokens)
        try rules.checkStatement()
        guard tokens.highestParameter == values else {
            throw HookTransactionError(
                .statementRefused,
                "the statement has parameters up to $\(tokens.highestParameter), and gets \(values) values")
        }
    }

    /// Checks one step of a migration.
    static func checkMigration(_ sql: String) throws(HookTransactionError) {
        let tokens = try TokenReader(sql)
        guard tokens.highestParameter == 0 else {
            throw HookTransactionError(.statementRefused, "a migration has no values, so no parameters either")
        }
        switch tokens.first {
        case "create", "alter", "drop":
            var rules = SchemaRules(reader: tokens)
            try rules.check()
        default:
            var rules = StatementRules(reader: tokens)
            try rules.checkStatement()
        }
    }

    private static let beginnings: Set<String> = ["select", "insert", "update", "delete", "with", "values", "replace"]

    private mutating func checkStatement() throws(HookTransactionError) {
        guard let first = reader.first, Self.beginnings.contains(first) else {
            throw HookTransactionError(
                .statementRefused,
                "a hook runs SELECT, INSERT, UPDATE and DELETE, not \(reader.first?.uppercased() ?? "this")")
        }
        while let token = reader.next() {
            switch token {
            case .word("insert"):
                if reader.take("or") { _ = reader.next() }
                guard reader.take("into") else { throw reader.unclear("INSERT") }
                try reader.takeOwnTable()
            case .word("replace") where reader.peek != .symbol(UInt8(ascii: "(")):
                guard reader.take("into") else { throw reader.unclear("REPLACE") }
                try reader.takeOwnTable()
            case .word("delete"):
                guard reader.take("from") else { throw reader.unclear("DELETE") }
                _ = reader.take("only")
                try reader.takeOwnTable()
            case .word("update"):
                try checkUpdate()
            case .word("into"), .word("merge"):
                throw HookTransactionError(
                    .statementRefused,
                    "write with INSERT, UPDATE or DELETE; MERGE, and INTO after anything else, are not taken"
                )
            default:
                try reader.checkCall(token, besides: [])
            }
        }
    }

    /// After `UPDATE`: a table, or the end of `DO UPDATE` and `FOR UPDATE`, which name none.
    private mutating func checkUpdate() throws(HookTransactionError) {
        switch reader.previous {
        case .word("do"), .word("for"), .word("key"): return
        default:
            if reader.take("or") { _ = reader.next() }
            _ = reader.take("only")
            try reader.takeOwnTable()
        }
    }
}
