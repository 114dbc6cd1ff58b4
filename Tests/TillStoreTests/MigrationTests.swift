import Testing
import TillModel
import TillTesting

@testable import TillStore

/// How tables come to be, and come to be newer, on each kind of database that is here.
@Suite struct MigrationTests {
    @Test(arguments: DatabaseKind.available)
    func `an empty database gets the newest tables, and a second start changes nothing`(_ kind: DatabaseKind)
        async throws
    {
        try await TestDatabase.with(kind) { database in
            try await database.withStore { store in
                let version = try await store.read(Migrator.version)
                #expect(version == Migrator.newest)
                try await store.write { _ = try $0.execute("INSERT INTO secret VALUES ('t', 'n', 'v')") }
            }
            try await database.withStore { store in
                let version = try await store.read(Migrator.version)
                #expect(version == Migrator.newest)
                #expect(try await store.read { try $0.rows("SELECT name FROM secret").count } == 1)
            }
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `tables of the first version are brought up to date with their rows`(_ kind: DatabaseKind) async throws {
        try await TestDatabase.with(kind) { database in
            try await Self.makeFirstVersion(database)
            await #expect(throws: StoreError.self) { try await database.withStore(access: .reading) { _ in } }
            try await database.withStore { store in
                let version = try await store.read(Migrator.version)
                #expect(version == Migrator.newest)
                let versions = try await store.read { connection in
                    try connection.rows("SELECT version FROM schema_version ORDER BY version").map {
                        try $0.integer("version")
                    }
                }
                #expect(versions == Migrator.migrations.map(\.version))
                #expect(try await store.read { try $0.rows("SELECT name FROM secret").count } == 1)
            }
        }
    }

    /// The tables as the first version made them, with a row.
    private static func makeFirstVersion(_ database: TestDatabase) async throws {
        let statements: @Sendable (any SQLConnection) throws -> Void = { connection in
            try connection.execute("CREATE TABLE schema_version (version BIGINT NOT NULL PRIMARY KEY)")
            for statement in Migration.createTables.statements(connection.dialect) { try connection.execute(statement) }
            try connection.execute("INSERT INTO schema_version VALUES (1)")
            try connection.execute("INSERT INTO secret VALUES ('t', 'n', 'v')")
        }
        // Made as a newer one would be, then emptied: nothing else makes a database.
        try await database.withStore { store in
            try await store.write { connection in
                try DatabaseCensus.dropTables(connection)
                #expect(try connection.rows(connection.dialect.listingTables).isEmpty)
                try statements(connection)
            }
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `tables of a newer version are refused, for serving too, and not touched`(_ kind: DatabaseKind) async throws {
        try await TestDatabase.with(kind) { database in
            try await database.withStore { store in
                try await store.write { _ = try $0.execute("INSERT INTO schema_version VALUES (1000)") }
            }
            for access in [StoreAccess.serving, .writing, .reading] {
                let error = await #expect(throws: StoreError.self) {
                    try await database.withStore(access: access) { _ in }
                }
                #expect(error?.code == .unknownVersion)
            }
            try await database.withStore(access: .anyVersion) { store in
                let version = try await store.read(Migrator.version)
                #expect(version == 1_000)
            }
        }
    }

    @Test(.enabled(if: DatabaseKind.hasPostgreSQL, "TILL_TEST_POSTGRES is not set"))
    func `servers that start together on an empty database make its tables once`() async throws {
        try await TestDatabase.with(.postgreSQL) { database in
            let open = try await withThrowingTaskGroup(of: OpenDatabase.self) { tasks in
                for _ in 0..<6 { tasks.addTask { try await database.open() } }
                return try await tasks.reduce(into: []) { $0.append($1) }
            }
            let rows = try await open[0].store.read { try $0.rows("SELECT version FROM schema_version").count }
            #expect(rows == Migrator.migrations.count)
            for database in open { try await database.close() }
        }
    }
}
