#if PostgreSQL
    import CLibPQ

    /// Opens connections that are set as they must be: durable, in UTF-8, with limits, encrypted where it is required.
    struct PostgreSQLConnector: Sendable {
        let options: PostgreSQLOptions
        /// Whether a server opens them: each then says so for as long as it lasts, so that nothing is restored under it.
        let isServing: Bool

        /// The oldest server that is spoken to.
        private static let oldestServer: Int32 = 140_000

        /// What holds where the address does not say otherwise: how soon a server that is gone is noticed.
        private static let fallbacks = [
            "connect_timeout": "5", "keepalives_idle": "15", "keepalives_interval": "5", "keepalives_count": "3",
            "tcp_user_timeout": "30000", "fallback_application_name": "till",
        ]

        /// Sets limits, and makes `synchronous_commit` durable where somebody turned it off.
        ///
        /// Every statement of ours has its index. A planner that saw a table while it was small would read all of it
        /// for each hook that is claimed, until statistics are taken again.
        private static let settings = """
            SET enable_seqscan = off;
            SET jit = off;
            SET statement_timeout = '30s';
            SET lock_timeout = '10s';
            SET idle_in_transaction_session_timeout = '60s';
            SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
            """

        private static let saysServing = """
            SELECT pg_advisory_lock_shared(hashtextextended('till-serving:' || COALESCE(current_schema(), ''), 0));
            """

        private static let asks = """
            SELECT current_setting('server_encoding'), current_setting('fsync'), current_schema()
            """

        /// Opens a connection.
        ///
        /// - Throws: ``StoreError/Code/unavailable`` when it can be tried again, ``StoreError/Code/unusable`` when a
        ///   person must mend something first.
        func open() throws(StoreError) -> PostgreSQLSession {
            let connection = try connect()
            do throws(StoreError) {
                try prepare(connection)
            } catch {
                PQfinish(connection)
                throw error
            }
            do throws(PostgreSQLFailure) {
                return PostgreSQLSession(try PostgreSQLWire(connection))
            } catch {
                throw error.storeError
            }
        }

        /// Opens a connection that is not in pipeline mode; it is the caller's to end.
        func connect() throws(StoreError) -> OpaquePointer {
            try PostgreSQLEncryption.check(options)
            // What stands later counts, so the address is before what nobody may change and behind the rest.
            let settings = Self.fallbacks.map { ($0, $1) } + [("dbname", options.url), ("client_encoding", "UTF8")]
            let connection = Self.withStrings(settings.map(\.0)) { keywords in
                Self.withStrings(settings.map(\.1)) { values in PQconnectdbParams(keywords, values, 1) }
            }
            guard let connection else { throw StoreError(.unavailable, "there is no memory for a connection") }
            // Otherwise libpq prints what the server remarks.
            PQsetNoticeProcessor(connection, { _, _ in }, nil)
            guard PQstatus(connection) == CONNECTION_OK else {
                defer { PQfinish(connection) }
                throw StoreError(.unavailable, "PostgreSQL cannot be reached: \(words(connection))")
            }
            do throws(StoreError) {
                try PostgreSQLEncryption.check(connection, options)
                return connection
            } catch {
                PQfinish(connection)
                throw error
            }
        }

        /// Runs a command on a connection of its own, however long it takes.
        func runOutsideTransaction(_ command: String) throws(StoreError) {
            let connection = try connect()
            defer { PQfinish(connection) }
            let result = PQexec(connection, command)
            defer { PQclear(result) }
            guard let result, PQresultStatus(result) == PGRES_COMMAND_OK else {
                throw StoreError(.unavailable, words(connection))
            }
        }

        private func prepare(_ connection: OpaquePointer) throws(StoreError) {
            guard PQserverVersion(connection) >= Self.oldestServer else {
                throw StoreError(
                    .unusable, "the server is PostgreSQL \(PQserverVersion(connection) / 10_000); use 14 or later")
            }
            let result = PQexec(connection, Self.settings + (isServing ? Self.saysServing : "") + Self.asks)
            defer { PQclear(result) }
            guard let result, PQresultStatus(result) == PGRES_TUPLES_OK, PQntuples(result) == 1 else {
                throw StoreError(.unavailable, "PostgreSQL cannot be used: \(words(connection))")
            }
            func column(_ index: Int32) -> String { PQgetvalue(result, 0, index).map { String(cString: $0) } ?? "" }
            guard column(0) == "UTF8" else {
                throw StoreError(.unusable, "the database's encoding is \(column(0)); make one with UTF8")
            }
            guard column(1) == "on" || !options.requiresTLS else {
                throw StoreError(
                    .unusable, "the server runs with fsync off, so a power loss could take back what was acknowledged")
            }
            guard PQgetisnull(result, 0, 2) == 0 else {
                throw StoreError(.unusable, "there is no schema to use: none of the search_path's schemas exists")
            }
        }

        /// What libpq says, on one line and without the password.
        private func words(_ connection: OpaquePointer) -> String {
            let words = PQerrorMessage(connection).map { String(cString: $0) } ?? ""
            return DatabaseAddress.masked(words.split { $0.isWhitespace }.joined(separator: " "), of: options.url)
        }

        /// Text as an array of C strings that ends with a null.
        private static func withStrings<Value>(
            _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Value
        ) -> Value {
            let bytes = strings.map { Array($0.utf8CString) }
            var pointers: [UnsafePointer<CChar>?] = []
            func lend(_ rest: ArraySlice<[CChar]>) -> Value {
                guard let first = rest.first else { return body(pointers + [nil]) }
                return first.withUnsafeBufferPointer { buffer in
                    pointers.append(buffer.baseAddress)
                    return lend(rest.dropFirst())
                }
            }
            return lend(bytes[...])
        }
    }
#endif
