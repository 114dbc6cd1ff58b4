/// The database, seen from the engine.
///
/// Both ways in take a synchronous closure, so that nothing can be awaited, and no network called, inside a
/// transaction.
///
/// A closure may run more than once before one of its transactions holds, so it has no effect but through its
/// connection.
package protocol Store: Sendable {
    /// Whether other servers may work on the same database at the same time.
    var isShared: Bool { get }

    /// How much room is left where the rows are kept; nil where nobody here can tell, as for a database elsewhere.
    var freeBytes: Int64? { get }

    /// Runs a closure that only reads, on one snapshot.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value

    /// Runs a closure in a transaction of its own and returns once what it wrote is durable.
    ///
    /// Closures that wait at the same time may share one flush; one that throws undoes its own writes only.
    ///
    /// - `group`: What it may share its flush with.
    /// - `bytes`: About how much it writes, so that a shared flush stays small.
    func write<Value: Sendable>(
        _ group: WriteGroup, bytes: Int, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value
}

extension Store {
    package var freeBytes: Int64? { nil }

    /// Runs a closure that writes little in a transaction of its own.
    package func write<Value: Sendable>(
        _ group: WriteGroup = .work, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await write(group, bytes: 0, body)
    }
}
