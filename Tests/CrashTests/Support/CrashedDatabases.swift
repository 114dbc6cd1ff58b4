import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The databases on which the program is killed: SQLite, and with the full counts PostgreSQL as well, where each restart
/// waits for what the one before it held.
enum CrashedDatabases {
    static let all: [DatabaseKind] =
        ProcessInfo.processInfo.environment["TILL_TEST_LONG"] == nil
        ? DatabaseKind.available.filter { $0 == .sqlite } : DatabaseKind.available
}
