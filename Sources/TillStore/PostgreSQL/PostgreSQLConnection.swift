#if PostgreSQL
    /// ``SQLConnection`` over a session, for as long as its transaction lasts.
    struct PostgreSQLConnection: SQLConnection {
        static let dialect = SQLDialect(
            name: "PostgreSQL", blob: "BYTEA", lockingRows: " FOR UPDATE",
            skippingLockedRows: " FOR UPDATE SKIP LOCKED",
            findingTable: "SELECT tablename FROM pg_tables WHERE tablename = $1 AND schemaname = current_schema()",
            listingTables: "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()",
            askingVersion: "SELECT current_setting('server_version') AS version",
            askingSize: """
                SELECT COALESCE(SUM(pg_total_relation_size(pg_class.oid)), 0) AS size
                FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
                WHERE nspname = current_schema() AND relkind = 'r'
                """)

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
