import Testing
import TillModel
import TillStore
import TillTesting

/// What every store promises, on each kind of database that is here.
@Suite struct StoreContractTests {
    struct Refused: Error {}

    @Test(arguments: DatabaseKind.available)
    func `what was written is read, and what was not is not there`(_ kind: DatabaseKind) async throws {
        try await TestDatabase.withStore(kind) { store in
            try await store.write { _ = try $0.execute("INSERT INTO secret VALUES ($1, $2, $3)", "t", "one", "1") }
            let row = try await store.read { try $0.first("SELECT * FROM secret WHERE name = $1", "one") }
            #expect(try row?.text("value") == "1")
            #expect(try await store.read { try $0.first("SELECT * FROM secret WHERE name = $1", "two") } == nil)
        }
    }

    /// Values at the edges of what a column holds.
    static let values: [(SQLValue, SQLValue)] = [
        (.integer(.max), .text("")), (.integer(.min), .text("ß 日本 🐘 e\u{301}")), (.integer(0), .text("'; DROP --")),
        (.integer(-1), .text("line\nline\ttab \\x00 %s")), (.null, .null),
        (.integer(255), .text(String(repeating: "long ", count: 50_000))),
    ]

    @Test(arguments: DatabaseKind.available)
    func `every value comes back as it was`(_ kind: DatabaseKind) async throws {
        try await TestDatabase.withStore(kind) { store in
            try await store.write { connection in
                _ = try connection.execute("CREATE TABLE app_values (n BIGINT, t TEXT, b \(connection.dialect.blob))")
            }
            let blobs: [SQLValue] = [
                .blob([]), .blob([0]), .blob(Array(0...255)), .null, .blob([UInt8](repeating: 7, count: 1_000_000)),
                .blob([92, 120, 48]),
            ]
            for ((number, text), blob) in zip(Self.values, blobs) {
                let row = try await store.write { connection in
                    try connection.execute("DELETE FROM app_values")
                    try connection.execute("INSERT INTO app_values VALUES ($1, $2, $3)", number, text, blob)
                    return try connection.first("SELECT * FROM app_values")
                }
                let found = try #require(row)
                #expect(try found.optionalInteger("n").sqlValue == number)
                #expect(try found.optionalText("t").sqlValue == text)
                if blob == .null {
                    #expect(throws: StoreError.self) { try found.bytes("b") }
                } else {
                    #expect(try SQLValue.blob(found.bytes("b")) == blob)
                }
            }
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `a parameter may stand anywhere and be used twice`(_ kind: DatabaseKind) async throws {
        try await TestDatabase.withStore(kind) { store in
            let row = try await store.read { connection in
                try connection.first(
                    "SELECT $2 AS second, $1 AS first, $2 AS again, $3 AS absent, $4 AS bytes", "one", 2,
                    String?.none, [UInt8]([0, 255]))
            }
            #expect(try row?.text("first") == "one")
            #expect(try row?.int("second") == 2)
            #expect(try row?.int("again") == 2)
            #expect(try row?.optionalText("absent") == nil)
            #expect(try row?.bytes("bytes") == [0, 255])
            #expect(throws: StoreError.self) { try row?.integer("first") }
            #expect(throws: StoreError.self) { try row?.text("absent") }
            #expect(throws: StoreError.self) { try row?.text("missing") }
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `counts, sums and truths are whole numbers`(_ kind: DatabaseKind) async throws {
        try await TestDatabase.withStore(kind) { store in
            let row = try await store.write { connection in
                try connection.execute("CREATE TABLE app_n (n BIGINT NOT NULL)")
                for number in [3, 5, -9] { try connection.execute("INSERT INTO app_n VALUES ($1)", number) }
                return try connection.first(
                    """
                    SELECT COUNT(*) AS count, SUM(n) AS sum, MIN(n) AS least, 7 AS literal,
                        EXISTS (SELECT 1 FROM app_n WHERE n > 4) AS there,
                        EXISTS (SELECT 1 FROM app_n WHERE n > 5) AS missing FROM app_n
                    """)
            }
            let found = try #require(row)
            let numbers = try ["count", "sum", "least", "literal"].map { try found.int($0) }
            #expect(numbers == [3, -1, -9, 7])
            #expect(try found.bool("there"))
            #expect(try !found.bool("missing"))
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `a statement says how many rows it changed`(_ kind: DatabaseKind) async throws {
        try await TestDatabase.withStore(kind) { store in
            try await store.write { connection in
                let insert = "INSERT INTO secret VALUES ($1, $2, 'v') ON CONFLICT DO NOTHING"
                #expect(try connection.execute(insert, "t", "a") == 1)
                #expect(try connection.execute(insert, "t", "a") == 0)
                #expect(try connection.execute(insert, "t", "b") == 1)
                #expect(try connection.execute("UPDATE secret SET value = 'w' WHERE tenant = $1", "t") == 2)
                #expect(try connection.execute("DELETE FROM secret WHERE tenant = $1", "nobody") == 0)
                let returned = try connection.rows("DELETE FROM secret WHERE tenant = $1 RETURNING name", "t")
                #expect(try Set(returned.map { try $0.text("name") }) == ["a", "b"])
            }
        }
    }

    @Test(arguments: DatabaseKind.available, [WriteGroup.ingest, .work, .alone])
    func `a transaction reads its own writes, and holds as a whole`(
        _ kind: DatabaseKind, _ group: WriteGroup
    ) async throws {
        try await TestDatabase.withStore(kind) { store in
            let seen = try await store.write(group) { connection in
                for name in ["a", "b"] { try connection.execute("INSERT INTO secret VALUES ('t', $1, 'v')", name) }
                return try connection.rows("SELECT name FROM secret").count
            }
            #expect(seen == 2)
            #expect(try await store.read { try $0.rows("SELECT name FROM secret").count } == 2)
        }
    }

    @Test(arguments: DatabaseKind.available, [WriteGroup.ingest, .work, .alone])
    func `a closure that throws leaves nothing behind, and its error goes on`(
        _ kind: DatabaseKind, _ group: WriteGroup
    ) async throws {
        try await TestDatabase.withStore(kind) { store in
            await #expect(throws: Refused.self) {
                try await store.write(group) { connection in
                    try connection.execute("INSERT INTO secret VALUES ('t', 'n', 'v')")
                    throw Refused()
                }
            }
            #expect(try await store.read { try $0.rows("SELECT name FROM secret").count } == 0)
            try await store.write(group) { _ = try $0.execute("INSERT INTO secret VALUES ('t', 'n', 'v')") }
            #expect(try await store.read { try $0.rows("SELECT name FROM secret").count } == 1)
        }
    }

    /// Statements that no database takes.
    static let wrong = [
        "INSERT INTO nothing VALUES (1)", "SELEC 1", "INSERT INTO secret VALUES ('t', 'there', 'again')",
        "INSERT INTO secret (tenant, name) VALUES ('t', 'without a value')", "SELECT 1; SELECT 2",
    ]

    @Test(arguments: DatabaseKind.available, wrong)
    func `a statement that the database refuses undoes its own write only`(
        _ kind: DatabaseKind, _ sql: String
    ) async throws {
        try await TestDatabase.withStore(kind) { store in
            try await store.write { _ = try $0.execute("INSERT INTO secret VALUES ('t', 'there', 'v')") }
            let error = await #expect(throws: StoreError.self) {
                try await store.write { connection in
                    try connection.execute("INSERT INTO secret VALUES ('t', 'other', 'v')")
                    try connection.execute(sql)
                }
            }
            #expect(error?.code == .refused)
            #expect(try await store.read { try $0.rows("SELECT name FROM secret").count } == 1)
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `a read sees one moment, whatever is written meanwhile`(_ kind: DatabaseKind) async throws {
        try await TestDatabase.withStore(kind) { store in
            let gate = Gate()
            let counts = try await withThrowingTaskGroup(of: (Int, Int)?.self) { group in
                group.addTask {
                    try await store.read { connection in
                        let before = try connection.rows("SELECT name FROM secret").count
                        gate.wait()
                        return (before, try connection.rows("SELECT name FROM secret").count)
                    }
                }
                await gate.waitUntilHeld()
                try await store.write { _ = try $0.execute("INSERT INTO secret VALUES ('t', 'n', 'v')") }
                gate.open()
                return try await group.next() ?? nil
            }
            #expect(counts?.0 == 0)
            #expect(counts?.1 == 0)
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `a read changes nothing`(_ kind: DatabaseKind) async throws {
        try await TestDatabase.withStore(kind) { store in
            await #expect(throws: StoreError.self) {
                try await store.read { _ = try $0.execute("INSERT INTO secret VALUES ('t', 'n', 'v')") }
            }
            let count = try await store.read { try $0.rows("SELECT name FROM secret").count }
            #expect(count == 0)
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `a command beside a server reads and writes its rows, and never its tables`(_ kind: DatabaseKind) async throws
    {
        try await TestDatabase.with(kind) { database in
            await #expect(throws: StoreError.self) { try await database.withStore(access: .writing) { _ in } }
            try await database.withStore { server in
                try await database.withStore(access: .writing) { command in
                    try await command.write { _ = try $0.execute("INSERT INTO secret VALUES ('t', 'n', 'v')") }
                }
                #expect(try await server.read { try $0.rows("SELECT name FROM secret").count } == 1)
                try await database.withStore(access: .reading) { command in
                    let count = try await command.read { try $0.rows("SELECT name FROM secret").count }
                    #expect(count == 1)
                }
            }
        }
    }

    @Test func `a database says whether others may use it too`() async throws {
        for kind in DatabaseKind.available {
            try await TestDatabase.withStore(kind) { #expect($0.isShared == (kind == .postgreSQL)) }
        }
    }
}
