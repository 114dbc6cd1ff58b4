import Testing
import TillModel
import TillStore
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `catalog db`, as a person runs it, on each kind of database that is here.
@Suite struct DatabaseCommandTests {
    /// Lends the program, and the variables that name a database whose tables are made.
    static func withDatabase<Value>(
        _ kind: DatabaseKind, _ body: (Program, TestDatabase, [String: String]) async throws -> Value
    ) async throws -> Value {
        try await Program.inFolder { program in
            try await TestDatabase.with(kind) { database in
                let url =
                    switch database.address {
                    case .sqlite(let path): "sqlite:\(path)"
                    case .postgreSQL(let url): url
                    }
                return try await body(program, database, ["TILL_ENV": "test", "DATABASE_URL": url])
            }
        }
    }

    static func names(_ database: TestDatabase) async throws -> [String] {
        try await database.withStore(access: .reading) { store in
            try await store.read { connection in
                try connection.rows("SELECT name FROM secret ORDER BY name").map { try $0.text("name") }
            }
        }
    }

    static func add(_ name: String, _ database: TestDatabase) async throws {
        try await database.withStore { store in
            try await store.write { _ = try $0.execute("INSERT INTO secret VALUES ('t', $1, 'v')", name) }
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `the tables are made, and their state is told without a password`(_ kind: DatabaseKind) async throws {
        try await Self.withDatabase(kind) { program, database, environment in
            let made = try await program.run("db", "migrate", environment: environment)
            #expect(made.status == 0, "\(made.error)")
            let status = try await program.run("db", "status", environment: environment)
            #expect(status.status == 0, "\(status.error)")
            #expect(status.out.contains("database    \(kind)"))
            #expect(status.out.contains("the newest"))
            #expect(status.out.contains("nothing is to be done"))
            if case .postgreSQL(let url) = database.address {
                #expect(status.out.contains("till:********@"))
                #expect(!status.out.contains(url))
            }
            let json = try await program.run("db", "status", "--json", environment: environment)
            #expect(json.out.contains("till.catalog.db.status/1"))
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `a backup brings back what was there, and nothing that came later`(_ kind: DatabaseKind) async throws {
        try await Self.withDatabase(kind) { program, database, environment in
            try await Self.add("before", database)
            let backup = try await program.run("db", "backup", "copy", environment: environment)
            #expect(backup.status == 0, "\(backup.error)")
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(program.folder)/copy")
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            try await Self.add("after", database)
            let refused = try await program.run("db", "restore", "copy", environment: environment)
            #expect(refused.status == 6)
            let names = try await Self.names(database)
            #expect(names == ["after", "before"])
            let restored = try await program.run("db", "restore", "copy", "--force", environment: environment)
            #expect(restored.status == 0, "\(restored.error)")
            let left = try await Self.names(database)
            #expect(left == ["before"])
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `a backup writes over a file only when told to`(_ kind: DatabaseKind) async throws {
        try await Self.withDatabase(kind) { program, database, environment in
            try await Self.add("one", database)
            try program.write("mine", to: "copy")
            let refused = try await program.run("db", "backup", "copy", environment: environment)
            #expect(refused.status == 6)
            #expect(program.read("copy") == "mine")
            let forced = try await program.run("db", "backup", "copy", "--force", environment: environment)
            #expect(forced.status == 0, "\(forced.error)")
            #expect(program.read("copy") != "mine")
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `nothing is restored under a running server, nor from a file that is no backup`(_ kind: DatabaseKind)
        async throws
    {
        try await Self.withDatabase(kind) { program, database, environment in
            try await Self.add("kept", database)
            _ = try await program.run("db", "backup", "copy", environment: environment)
            // In a scope of its own: the lock goes with whoever holds it.
            do {
                let server = try await database.open()
                try await server.store.write { _ = try $0.execute("UPDATE secret SET value = 'w'") }
                let locked = try await program.run("db", "restore", "copy", "--force", environment: environment)
                #expect(locked.status == 8)
                try await server.close()
            }
            try program.write("no backup at all", to: "junk")
            let junk = try await program.run("db", "restore", "junk", "--force", environment: environment)
            #expect(junk.status == 3)
            let names = try await Self.names(database)
            #expect(names == ["kept"])
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `room is given back, and nothing is lost`(_ kind: DatabaseKind) async throws {
        try await Self.withDatabase(kind) { program, database, environment in
            try await Self.add("kept", database)
            let done = try await program.run("db", "vacuum", environment: environment)
            #expect(done.status == 0, "\(done.error)")
            let names = try await Self.names(database)
            #expect(names == ["kept"])
        }
    }

    @Test(.enabled(if: DatabaseKind.hasPostgreSQL, "TILL_TEST_POSTGRES is not set"))
    func `a program that is missing is told by name`() async throws {
        try await Self.withDatabase(.postgreSQL) { program, database, environment in
            try await Self.add("one", database)
            let backup = try await program.run(
                "db", "backup", "copy", environment: environment.merging(["PATH": "/nowhere"]) { $1 })
            #expect(backup.status == 4)
            #expect(backup.error.contains("pg_dump is not installed"))
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: program.folder).allSatisfy {
                    !$0.hasSuffix(".part")
                })
        }
    }
}
