import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One step of the team's own tables.
package struct TeamMigration: Sendable, Hashable {
    package let name: String
    package let statements: [String]

    package init(name: String, statements: [String]) {
        self.name = name
        self.statements = statements
    }
}

extension Setup {
    /// Makes or changes tables of the team's own, once in a database's life, before anything is served.
    ///
    /// Names of tables and indexes begin with `app_`. Migrations run in the order in which they are registered, each
    /// once; one that has run keeps its name and its text, and a change is another migration after it. Whole numbers
    /// are `BIGINT`, text is `TEXT`; there are no inexact numbers.
    ///
    /// - Parameters:
    ///   - name: A name that no other migration has, such as `001-ledger`: lower-case letters, digits and dashes.
    ///   - statements: One statement each: `CREATE TABLE app_…`, `CREATE INDEX app_…`, `ALTER TABLE app_…`,
    ///     `DROP TABLE app_…`, or a change of such a table's rows.
    public mutating func migrate(_ name: String, _ statements: String...) {
        if !Self.isName(name) {
            mistakes.append("migration name '\(name)': use 1 to 64 lower-case letters, digits and dashes")
        }
        if migrations.contains(where: { $0.name == name }) {
            mistakes.append("migration '\(name)' is registered twice; give each its own name")
        }
        if statements.isEmpty { mistakes.append("migration '\(name)' has no statement") }
        migrations.append(TeamMigration(name: name, statements: statements))
    }

    /// Runs a closure inside the transaction that records an event: what it writes is there exactly when the event is.
    ///
    /// The closure is not asynchronous, so that nothing can be waited for inside the transaction. It writes to the
    /// team's own tables, which ``migrate(_:_:)`` makes, and its statements may take 50 ms together. When it throws,
    /// everything that the provider's message does is undone and tried again; after three failures the order's change
    /// is committed without it, and its run is dead until a person retries it. It may run more than once before one
    /// transaction holds, so it has no effect but through its transaction.
    ///
    /// - Parameters:
    ///   - key: The event to wait for.
    ///   - name: A name that stays the same as long as the closure's meaning does.
    ///   - products: Only orders with an item of one of these products; empty for all.
    ///   - types: Only orders with an item of one of these types; empty for all.
    ///   - body: What to do.
    public mutating func onTransaction<Payload>(
        _ key: EventKey<Payload>, named name: String, products: [ProductKey] = [], types: [String] = [],
        _ body: @escaping @Sendable (_ event: Payload, _ transaction: HookTransaction) throws -> Void
    ) {
        add(
            Hook(
                name: name, kind: key.kind, filter: ItemFilter(products: products, types: types),
                body: .transactional { event, transaction in
                    try body(try JSONDecoder.till.decode(Payload.self, from: Data(event.data.utf8)), transaction)
                }))
    }
}
