#if PostgreSQL
    import Logging
    import Synchronization
    import Testing
    import TillTesting

    @testable import TillStore

    /// What holds on PostgreSQL alone: connections that break, settings that must be so, hints between servers.
    @Suite(.enabled(if: DatabaseKind.hasPostgreSQL, "TILL_TEST_POSTGRES is not set"))
    struct PostgreSQLStoreTests {
        static func options(_ url: String, requiresTLS: Bool = false) -> PostgreSQLOptions {
            PostgreSQLOptions(
                url: url, connections: 4, requiresTLS: requiresTLS, random: { 0.5 },
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        }

        /// Lends a store in a schema of its own, and the address of that.
        static func withStore<Value>(_ body: (PostgreSQLStore, String) async throws -> Value) async throws -> Value {
            try await TestDatabase.with(.postgreSQL) { database in
                guard case .postgreSQL(let url) = database.address else { throw TestDatabase.Missing() }
                let store = try await PostgreSQLStore.open(options(url))
                do {
                    let value = try await body(store, url)
                    await store.close()
                    return value
                } catch {
                    await store.close()
                    throw error
                }
            }
        }

        /// Counts from any thread.
        final class Count: Sendable {
            private let number = Mutex(0)
            var value: Int { number.withLock { $0 } }
            func add() { number.withLock { $0 += 1 } }
        }

        // MARK: - Connections that break

        @Test func `a connection that broke before the commit is opened again, and the write is done once`()
            async throws
        {
            try await Self.withStore { store, _ in
                let attempts = Count()
                let own = try await store.write { connection in
                    attempts.add()
                    let own = try connection.first("SELECT pg_backend_pid() AS pid")?.int("pid") ?? 0
                    try connection.execute("INSERT INTO secret VALUES ('t', 'n', 'v')")
                    // The connection ends under the first attempt, as it would with the server's restart.
                    if attempts.value == 1 { try connection.execute("SELECT pg_terminate_backend(pg_backend_pid())") }
                    return own
                }
                #expect(attempts.value == 2)
                let now = try await store.read { try $0.first("SELECT pg_backend_pid() AS pid")?.int("pid") }
                #expect(now == own)
                #expect(try await store.read { try $0.rows("SELECT name FROM secret").count } == 1)
            }
        }

        @Test func `a connection that breaks during the commit is told as unknown, and nothing is done again`()
            async throws
        {
            try await Self.withStore { store, _ in
                try await store.write { connection in
                    try connection.execute(
                        """
                        CREATE FUNCTION end_connection() RETURNS trigger LANGUAGE plpgsql AS
                        'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'
                        """)
                    // Deferred, so that it runs within the commit.
                    try connection.execute(
                        """
                        CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON secret DEFERRABLE INITIALLY DEFERRED
                        FOR EACH ROW EXECUTE FUNCTION end_connection()
                        """)
                }
                let attempts = Count()
                for group in [WriteGroup.work, .ingest] {
                    let error = await #expect(throws: StoreError.self) {
                        try await store.write(group) { connection in
                            attempts.add()
                            try connection.execute("INSERT INTO secret VALUES ('t', 'n', 'v')")
                        }
                    }
                    #expect(error?.code == .unavailable)
                    #expect(error?.description.contains("not known") == true)
                }
                #expect(attempts.value == 2)
                #expect(try await store.read { try $0.rows("SELECT name FROM secret").count } == 0)
            }
        }

        @Test func `a server that is gone is told at once, and used again when it is back`() async throws {
            try await PostgreSQLCluster.with { cluster in
                let store = try await PostgreSQLStore.open(Self.options(cluster.address))
                try await store.write(.ingest) { _ = try $0.execute("INSERT INTO secret VALUES ('t', 'before', 'v')") }
                for mode in ["fast", "immediate"] {
                    try await cluster.stop(mode)
                    for group in [WriteGroup.ingest, .work] {
                        let error = await #expect(throws: StoreError.self) {
                            try await store.write(group) { _ = try $0.execute("DELETE FROM secret") }
                        }
                        #expect(error?.code == .unavailable)
                    }
                    let error = await #expect(throws: StoreError.self) {
                        try await store.read { _ = try $0.rows("SELECT name FROM secret") }
                    }
                    #expect(error?.code == .unavailable)
                    try await cluster.start()
                    // It comes back by itself, after a pause that nobody can know.
                    for group in [WriteGroup.ingest, .work] {
                        try await Self.untilAvailable {
                            try await store.write(group) { connection in
                                _ = try connection.execute(
                                    "INSERT INTO secret VALUES ('t', $1, 'v') ON CONFLICT DO NOTHING",
                                    "\(mode)-\(group)")
                            }
                        }
                    }
                }
                #expect(try await store.read { try $0.rows("SELECT name FROM secret").count } == 5)
                await store.close()
            }
        }

        static func untilAvailable(_ body: () async throws -> Void) async throws {
            while true {
                do {
                    return try await body()
                } catch let error as StoreError where error.code == .unavailable {
                    try await Task.sleep(for: .milliseconds(10))
                }
            }
        }

        @Test func `a restart between two writes is not even noticed`() async throws {
            try await PostgreSQLCluster.with { cluster in
                let store = try await PostgreSQLStore.open(Self.options(cluster.address))
                try await store.write { _ = try $0.execute("INSERT INTO secret VALUES ('t', 'a', 'v')") }
                try await cluster.stop()
                try await cluster.start()
                try await store.write { _ = try $0.execute("INSERT INTO secret VALUES ('t', 'b', 'v')") }
                #expect(try await store.read { try $0.rows("SELECT name FROM secret").count } == 2)
                await store.close()
            }
        }

        @Test func `tables that another version changed do not break a statement that is kept`() async throws {
            try await Self.withStore { store, _ in
                try await store.write { _ = try $0.execute("INSERT INTO secret VALUES ('t', 'n', 'v')") }
                #expect(try await store.read { try $0.first("SELECT * FROM secret")?.text("value") } == "v")
                try await store.write { _ = try $0.execute("ALTER TABLE secret ADD COLUMN later BIGINT DEFAULT 7") }
                #expect(try await store.read { try $0.first("SELECT * FROM secret")?.int("later") } == 7)
            }
        }

        @Test func `a connection keeps no more statements than there is room for`() async throws {
            try await Self.withStore { store, _ in
                try await store.write { connection in
                    for number in 0..<PostgreSQLStatements.most + 10 {
                        #expect(try connection.first("SELECT \(number) AS n")?.int("n") == number)
                    }
                    let kept = try connection.first("SELECT COUNT(*) AS n FROM pg_prepared_statements")?.int("n") ?? 0
                    #expect(kept <= PostgreSQLStatements.most)
                    #expect(try connection.first("SELECT 0 AS n")?.int("n") == 0)
                }
            }
        }

        // MARK: - What must be so

        @Test func `a commit is flushed, even where somebody turned that off`() async throws {
            try await TestDatabase.with(.postgreSQL) { database in
                guard case .postgreSQL(let url) = database.address else { return }
                let store = try await PostgreSQLStore.open(Self.options(url + "%20-csynchronous_commit%3Doff"))
                for group in [WriteGroup.ingest, .work] {
                    let setting = try await store.write(group) { connection in
                        try connection.first("SELECT current_setting('synchronous_commit') AS v")?.text("v")
                    }
                    #expect(setting == "on")
                }
                await store.close()
            }
        }

        /// Addresses that money must not be sent through, and the reason that is told.
        static let refused = [
            ("postgres://till:hunter2@db.example/till", "sslmode=prefer"),
            ("postgres://till:hunter2@db.example/till?sslmode=disable", "sslmode=disable"),
            ("postgres://till:hunter2@localhost,db.example/till?sslmode=allow", "sslmode=allow"),
            ("postgres://till:hunter2@/till?host=10.0.0.1", "sslmode=prefer"),
            ("postgres://till:hunter2@localhost/till?hostaddr=10.0.0.1", "sslmode=prefer"),
            ("postgres://till:hunter2@127.0.0.1.db.example/till", "sslmode=prefer"),
            ("postgres://till:hunter2@db.example/till?sslmode=verify", "sslmode"),
            ("postgres://till:hunter2@[db.example/till", "no address"),
        ]

        @Test(arguments: refused)
        func `where money is real nothing goes to another machine unencrypted`(_ url: String, _ reason: String) async {
            let error = await #expect(throws: StoreError.self) {
                try await PostgreSQLStore.open(Self.options(url, requiresTLS: true))
            }
            #expect(error?.code == .unusable)
            #expect(error?.description.contains(reason) == true)
            #expect(error?.description.contains("hunter2") == false)
        }

        @Test func `this machine needs no encryption, and a wrong password is never repeated`() async throws {
            let url = try #require(DatabaseKind.postgreSQLAddress)
            let store = try await PostgreSQLStore.open(Self.options(url, requiresTLS: true), access: .anyVersion)
            await store.close()
            let wrong = DatabaseAddress.masked(url).replacing("********", with: "hun/ter2")
            let error = await #expect(throws: StoreError.self) {
                try await PostgreSQLStore.open(Self.options(wrong), access: .anyVersion)
            }
            #expect(error?.description.contains("hun") == false)
        }

        @Test func `a schema that is not there is told as such`() async throws {
            let url = try #require(DatabaseKind.postgreSQLAddress)
            let error = await #expect(throws: StoreError.self) {
                try await PostgreSQLStore.open(Self.options(url + "?options=-csearch_path%3Dnowhere"))
            }
            #expect(error?.code == .unusable)
            #expect(error?.description.contains("schema") == true)
        }

        @Test func `text that the server cannot keep is refused, and the connection goes on`() async throws {
            try await Self.withStore { store, _ in
                let error = await #expect(throws: StoreError.self) {
                    try await store.write { _ = try $0.execute("INSERT INTO secret VALUES ('t', 'n', $1)", "a\u{0}b") }
                }
                #expect(error?.code == .refused)
                try await store.write { _ = try $0.execute("INSERT INTO secret VALUES ('t', 'n', $1)", "ab") }
            }
        }

        @Test func `statements of somebody else's end with their time, and the connection goes on`() async throws {
            try await Self.withStore { store, _ in
                await #expect(throws: TimeLimitExceeded.self) {
                    try await store.write(.alone) { connection in
                        try connection.execute("INSERT INTO secret VALUES ('t', 'lost', 'v')")
                        try Self.limited(connection, .milliseconds(50)) {
                            try connection.execute("SELECT pg_sleep(20)")
                        }
                    }
                }
                try await store.write(.alone) { connection in
                    try Self.limited(connection, .seconds(20)) {
                        try connection.execute("INSERT INTO secret VALUES ('t', 'kept', 'v')")
                    }
                }
                let names = try await store.read { try $0.rows("SELECT name FROM secret").map { try $0.text("name") } }
                #expect(names == ["kept"])
                let limit = try await store.write { connection in
                    try Self.limited(connection, .seconds(5)) { try connection.execute("SELECT 1") }
                    return try connection.first("SELECT current_setting('statement_timeout') AS v")?.text("v")
                }
                #expect(limit == "30s")
            }
        }

        static func limited(
            _ connection: any SQLConnection, _ limit: Duration, _ body: () throws -> Int
        ) throws {
            let limited = try #require(connection as? any TimeLimited)
            _ = try limited.limited(to: limit, body)
        }

        // MARK: - Hints

        @Test func `a hint reaches every other server in the schema, and not its sender`() async throws {
            try await Self.withStore { store, url in
                let other = try await PostgreSQLStore.open(Self.options(url))
                let elsewhere = try await PostgreSQLStore.open(
                    Self.options(try #require(DatabaseKind.postgreSQLAddress)), access: .anyVersion)
                let (woken, rings) = AsyncStream<String>.makeStream()
                for (name, listener) in [("sender", store), ("other", other), ("elsewhere", elsewhere)] {
                    listener.wakeHint.listen { rings.yield(name) }
                }
                var heard = woken.makeAsyncIterator()
                // Each rings once when it begins to listen: it may have missed something.
                var begun: Set<String> = []
                while begun.count < 3, let name = await heard.next() { begun.insert(name) }
                for _ in 0..<100 { store.wakeHint.send() }
                #expect(await heard.next() == "other")
                // One more from the other side comes after anything that the first could have caused.
                other.wakeHint.send()
                var later: [String] = []
                while let name = await heard.next() {
                    if name == "sender" { break }
                    later.append(name)
                }
                #expect(later.allSatisfy { $0 == "other" })
                #expect(later.count <= 1)
                await other.close()
                await elsewhere.close()
            }
        }
    }
#endif
