import Logging
import TillModel

/// A database that is open.
package enum OpenDatabase: Sendable {
    case sqlite(SQLiteStore, ServerLock?)
    #if PostgreSQL
        case postgreSQL(PostgreSQLStore)
    #endif

    /// What differs from one environment to another.
    package struct Settings: Sendable {
        /// The most connections to a PostgreSQL database.
        let connections: Int
        /// Whether money is real: a connection to another machine must be encrypted then, and the server durable.
        let isLive: Bool
        /// Numbers from 0 to 1, for waits that are not the same everywhere.
        let random: @Sendable () -> Double
        let failpoints: Failpoints
        let logger: Logger

        package init(
            connections: Int, isLive: Bool, random: @escaping @Sendable () -> Double, failpoints: Failpoints = .none,
            logger: Logger
        ) {
            self.connections = connections
            self.isLive = isLive
            self.random = random
            self.failpoints = failpoints
            self.logger = logger
        }
    }

    /// Opens the database at an address.
    ///
    /// A server keeps other servers off a SQLite file; a PostgreSQL database takes any number of them.
    package init(_ address: DatabaseAddress, _ settings: Settings, access: StoreAccess) async throws {
        switch address {
        case .sqlite(let path):
            // Before the tables are brought up to date: nobody may be using them then.
            let lock = access == .serving ? try ServerLock(databasePath: path) : nil
            self = .sqlite(try SQLiteStore(path: path, access: access, failpoints: settings.failpoints), lock)
        case .postgreSQL(let url):
            #if PostgreSQL
                let options = PostgreSQLOptions(
                    url: url, connections: settings.connections, requiresTLS: settings.isLive, random: settings.random,
                    failpoints: settings.failpoints, logger: settings.logger)
                self = .postgreSQL(try await PostgreSQLStore.open(options, access: access))
            #else
                throw StoreError(
                    .unusable,
                    "DATABASE_URL names a PostgreSQL database, and this program was built without the trait "
                        + "PostgreSQL: build it with the trait, or use sqlite:PATH")
            #endif
        }
    }

    package var store: any Store {
        switch self {
        case .sqlite(let store, _): store
        #if PostgreSQL
            case .postgreSQL(let store): store
        #endif
        }
    }

    /// Wakes other servers on the same database; nil where there can be none.
    package var wakeHint: WakeHint? {
        switch self {
        case .sqlite: nil
        #if PostgreSQL
            case .postgreSQL(let store): store.wakeHint
        #endif
        }
    }

    /// Gives back the room that removed rows left in a PostgreSQL database; a SQLite file is written anew by
    /// ``SQLiteFile/vacuum(_:)``, when nobody uses it.
    package func vacuum() async throws {
        #if PostgreSQL
            if case .postgreSQL(let store) = self { try await store.vacuum() }
        #endif
    }

    /// Gives connections and files back; nothing can be read or written afterwards.
    package func close() async throws {
        switch self {
        case .sqlite(let store, let lock):
            try store.close()
            withExtendedLifetime(lock) {}
        #if PostgreSQL
            case .postgreSQL(let store): await store.close()
        #endif
        }
    }
}
