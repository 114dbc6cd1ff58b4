#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The kinds of database that a test can run on.
package enum DatabaseKind: String, CaseIterable, Sendable, CustomStringConvertible {
    case sqlite = "SQLite"
    case postgreSQL = "PostgreSQL"

    package var description: String { rawValue }

    /// The address of a PostgreSQL that tests may make schemas in; nil when there is none.
    package static let postgreSQLAddress = ProcessInfo.processInfo.environment["TILL_TEST_POSTGRES"]

    /// The kinds that are here: SQLite always, PostgreSQL when `TILL_TEST_POSTGRES` says where.
    ///
    /// A run says so when PostgreSQL is left out.
    package static let available: [DatabaseKind] = {
        guard postgreSQLAddress == nil else { return allCases }
        print("SKIPPED: TILL_TEST_POSTGRES is not set; nothing is tried on PostgreSQL")
        return [.sqlite]
    }()

    /// Whether PostgreSQL is here.
    package static var hasPostgreSQL: Bool { available.contains(.postgreSQL) }
}
