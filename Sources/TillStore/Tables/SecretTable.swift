/// Secrets of our own making that every process on this database must share.
package struct SecretTable {
    private let connection: any SQLConnection

    package init(_ connection: any SQLConnection) { self.connection = connection }

    /// The secret of that name: the one that is there, else the one offered.
    package func findOrInsert(_ name: String, tenant: String, offered: String) throws -> String {
        try connection.execute(
            "INSERT INTO secret (tenant, name, value) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", tenant, name, offered
        )
        let row = try connection.first("SELECT value FROM secret WHERE tenant = $1 AND name = $2", tenant, name)
        return try row?.text("value") ?? offered
    }
}
