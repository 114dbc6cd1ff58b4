import GRDB

/// The sandbox's own database: the providers' objects, the answers kept for idempotency keys, and deliveries.
///
/// It has nothing to do with the shop's database. One request is one transaction.
struct DocumentStore: Sendable {
    private let queue: DatabaseQueue

    /// Opens the file, or a database in memory when there is none, and brings its tables up to date.
    init(path: String?) throws {
        var configuration = Configuration()
        configuration.prepareDatabase { database in
            // Play money: speed matters more than what a power cut would lose.
            try database.execute(sql: "PRAGMA synchronous = OFF")
        }
        queue =
            try path.map { try DatabaseQueue(path: $0, configuration: configuration) }
            ?? DatabaseQueue(configuration: configuration)
        try Self.migrator.migrate(queue)
    }

    /// Runs one transaction; an error undoes all of it.
    func write<Value: Sendable>(_ body: @escaping @Sendable (DocumentTransaction) throws -> Value) async throws -> Value
    {
        try await queue.write { try body(DocumentTransaction(database: $0)) }
    }

    /// Runs one transaction before anything else runs, while the sandbox is being made.
    func writeAtStart(_ body: (DocumentTransaction) throws -> Void) throws {
        try queue.write { try body(DocumentTransaction(database: $0)) }
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            try database.execute(
                sql: """
                    CREATE TABLE object (
                        seq INTEGER PRIMARY KEY AUTOINCREMENT,
                        kind TEXT NOT NULL,
                        id TEXT NOT NULL,
                        created INTEGER NOT NULL,
                        json TEXT NOT NULL,
                        hidden TEXT NOT NULL,
                        UNIQUE (kind, id)
                    );
                    CREATE INDEX object_kind ON object (kind, seq);
                    CREATE INDEX object_product ON object (kind, json_extract(json, '$.product'));
                    CREATE INDEX object_lookup_key ON object (kind, json_extract(json, '$.lookup_key'));
                    CREATE INDEX object_status ON object (kind, json_extract(json, '$.status'));
                    CREATE TABLE idempotency (
                        key TEXT PRIMARY KEY,
                        fingerprint TEXT NOT NULL,
                        status INTEGER NOT NULL,
                        body TEXT NOT NULL,
                        created INTEGER NOT NULL
                    );
                    CREATE TABLE delivery (
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        event TEXT NOT NULL,
                        endpoint TEXT NOT NULL,
                        status TEXT NOT NULL,
                        first_at INTEGER NOT NULL,
                        next_at INTEGER NOT NULL,
                        attempts TEXT NOT NULL
                    );
                    CREATE INDEX delivery_due ON delivery (status, next_at);
                    CREATE INDEX delivery_event ON delivery (event);
                    """)
        }
        migrator.registerMigration("list lag") { database in
            try database.execute(
                sql: """
                    ALTER TABLE object ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
                    CREATE TABLE past (
                        seq INTEGER NOT NULL,
                        kind TEXT NOT NULL,
                        id TEXT NOT NULL,
                        since INTEGER NOT NULL,
                        until INTEGER NOT NULL,
                        json TEXT NOT NULL,
                        hidden TEXT NOT NULL
                    );
                    CREATE INDEX past_until ON past (until);
                    """)
        }
        return migrator
    }
}
