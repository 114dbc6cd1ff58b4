#if PostgreSQL
    import CLibPQ

    /// The statements that one connection has prepared, each for the types of its values.
    struct PostgreSQLStatements {
        /// A statement that the server keeps.
        struct Statement {
            let name: String
            /// Whether its rows come in binary: when the binary form of each column is known here.
            let isBinary: Bool
        }

        /// The most that are kept: the server holds memory for each.
        static let most = 256

        private struct Key: Hashable {
            let sql: String
            let types: [Oid]
        }

        private var statements: [Key: Statement] = [:]
        private var oldestFirst: [Key] = []
        private var made = 0

        /// Whether a statement is worth keeping, and can be: one that changes tables is run once.
        static func isKept(_ sql: String) -> Bool {
            let word = sql.drop { $0.isWhitespace }.prefix { $0.isLetter }.uppercased()
            return ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "VALUES"].contains(word)
        }

        func find(_ sql: String, _ types: [Oid]) -> Statement? { statements[Key(sql: sql, types: types)] }

        /// A name for one more statement, and the name of the one that makes room for it.
        mutating func nextName() -> (name: String, dropped: String?) {
            made += 1
            let dropped = statements.count < Self.most ? nil : statements.removeValue(forKey: oldestFirst.removeFirst())
            return ("till_\(made)", dropped?.name)
        }

        mutating func keep(_ sql: String, _ types: [Oid], name: String, isBinary: Bool) -> Statement {
            let statement = Statement(name: name, isBinary: isBinary)
            let key = Key(sql: sql, types: types)
            statements[key] = statement
            oldestFirst.append(key)
            return statement
        }
    }
#endif
