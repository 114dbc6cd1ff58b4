import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What was asked of a provider for an order, and what became of it.
package struct OperationHistoryTable {
    private let connection: any SQLConnection

    package init(_ connection: any SQLConnection) { self.connection = connection }

    /// One request, as it stands now.
    package struct Stored: Sendable, Encodable {
        package let id: String
        package let kind: String
        package let status: String
        package let createdAt: Date
        package let updatedAt: Date
    }

    package func list(order: Order.ID, tenant: String) throws -> [Stored] {
        try connection.rows(
            "SELECT * FROM operation WHERE tenant = $1 AND order_id = $2 ORDER BY created_at, id", tenant,
            order.rawValue
        ).map {
            Stored(
                id: try $0.text("id"), kind: try $0.text("kind"), status: try $0.text("status"),
                createdAt: try $0.date("created_at"), updatedAt: try $0.date("updated_at"))
        }
    }
}
