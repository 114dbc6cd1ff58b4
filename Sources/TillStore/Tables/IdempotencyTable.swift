import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Requests that carry a key, so that repeating one does nothing again.
package struct IdempotencyTable {
    private let connection: any SQLConnection

    package init(_ connection: any SQLConnection) { self.connection = connection }

    /// A request that was made before with the same key.
    package struct Stored: Sendable {
        package let fingerprint: String
        /// The order it began: where it goes on from when it was left half done.
        package let order: Order.ID
        /// Until when whoever began it is believed to be at it.
        package let leaseUntil: Date
        /// The answer; nil while there is none.
        package let response: String?
    }

    package func find(scope: String, key: String, tenant: String) throws -> Stored? {
        try connection.first(
            "SELECT * FROM idempotency WHERE tenant = $1 AND scope = $2 AND key = $3", tenant, scope, key
        ).map { row in
            Stored(
                fingerprint: try row.text("fingerprint"), order: try row.identifier("order_id"),
                leaseUntil: try row.date("lease_until"), response: try row.optionalText("response"))
        }
    }

    package func insert(
        scope: String, key: String, tenant: String, fingerprint: String, order: Order.ID, leaseUntil: Date, at now: Date
    ) throws {
        try connection.execute(
            """
            INSERT INTO idempotency (tenant, scope, key, fingerprint, order_id, lease_until, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            tenant, scope, key, fingerprint, order.rawValue, leaseUntil.millisecondsSince1970, now.millisecondsSince1970
        )
    }

    /// Takes over a request that was left half done, or lets go of one that may be taken over.
    package func lease(scope: String, key: String, tenant: String, until instant: Date) throws {
        try connection.execute(
            "UPDATE idempotency SET lease_until = $4 WHERE tenant = $1 AND scope = $2 AND key = $3",
            tenant, scope, key, instant.millisecondsSince1970)
    }

    package func complete(scope: String, key: String, tenant: String, response: String) throws {
        try connection.execute(
            "UPDATE idempotency SET response = $4 WHERE tenant = $1 AND scope = $2 AND key = $3",
            tenant, scope, key, response)
    }
}
