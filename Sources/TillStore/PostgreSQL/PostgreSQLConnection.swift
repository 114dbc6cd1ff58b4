#if PostgreSQL
    /// ``SQLConnection`` over a session, for as long as its transaction lasts.
    struct PostgreSQLConnection: SQLConnection {
        static let dialect = SQLDialect(
            name: "PostgreSQL", blob: "BYTEA", lockingRows: " FOR UPDATE",
            skippingLockedRows: " FOR UPDATE SKIP LOCKED",
            findingTable: "SELECT tablename FROM pg_tables WHERE tablename = $1 AND schemaname = current_schema()")

        let session: PostgreSQLSession

        var dialect: SQLDialect { Self.dialect }

        func execute(_ sql: String, _ values: [any SQLConvertible]) throws -> Int {
            try session.run(sql, values).count
        }

        func rows(_ sql: String, _ values: [any SQLConvertible]) throws -> [SQLRow] {
            try session.run(sql, values).rows
        }
    }
#endif
