/// Things that only one transaction does at a time.
///
/// On a database with several writers the row's lock keeps the others waiting; where there is one writer nobody waits.
package struct HeldTable {
    private let connection: any SQLConnection

    package init(_ connection: any SQLConnection) { self.connection = connection }

    /// Waits until nobody else holds a name, and holds it until the transaction ends.
    package func hold(_ name: String) throws {
        try connection.execute(
            """
            INSERT INTO held (name, times) VALUES ($1, 1)
            ON CONFLICT (name) DO UPDATE SET times = held.times + 1
            """,
            name)
    }
}
