import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What the server that started last was made of.
package struct FingerprintTable {
    private let connection: any SQLConnection

    package init(_ connection: any SQLConnection) { self.connection = connection }

    /// Keeps a fingerprint and returns the one before; nil when there was none.
    package func exchange(_ value: String, tenant: String, mode: Mode, at instant: Date) throws -> String? {
        let before = try connection.first(
            "SELECT value FROM fingerprint WHERE tenant = $1 AND mode = $2\(connection.dialect.lockingRows)", tenant,
            mode.rawValue)
        try connection.execute(
            """
            INSERT INTO fingerprint (tenant, mode, value, taken_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (tenant, mode) DO UPDATE SET value = excluded.value, taken_at = excluded.taken_at
            """,
            tenant, mode.rawValue, value, instant.millisecondsSince1970)
        return try before?.text("value")
    }
}
