import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Messages that repeated the id of a stored one with other contents: kept aside, never applied.
package struct InboxConflictTable {
    private let connection: any SQLConnection

    package init(_ connection: any SQLConnection) { self.connection = connection }

    /// One that was kept aside.
    package struct Stored: Sendable {
        package let digest: String
        package let body: [UInt8]
        package let receivedAt: Date
    }

    /// What was kept aside for a message, oldest first.
    package func list(message id: String, tenant: String) throws -> [Stored] {
        try connection.rows(
            "SELECT * FROM inbox_conflict WHERE tenant = $1 AND inbox_id = $2 ORDER BY received_at, digest", tenant, id
        ).map {
            Stored(
                digest: try $0.text("digest"), body: try $0.bytes("body"), receivedAt: try $0.date("received_at"))
        }
    }

    /// When the object that lies beside a message was read from the provider, and when the message was finished.
    package func instants(of id: String, tenant: String) throws -> (fetchedAt: Date?, finishedAt: Date?) {
        let row = try connection.first(
            "SELECT fetched_at, finished_at FROM inbox WHERE tenant = $1 AND id = $2", tenant, id)
        return (try row?.optionalDate("fetched_at"), try row?.optionalDate("finished_at"))
    }
}
