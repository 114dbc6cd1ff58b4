import Crypto
import Till
import TillModel
import TillStore

/// Brings the team's own tables up to date: every step once, in order, all of them or none.
package struct TeamMigrator: Sendable {
    private let store: any Store
    private let clock: any WallClock

    package init(store: any Store, clock: any WallClock) {
        self.store = store
        self.clock = clock
    }

    /// Why the tables cannot be brought up to date.
    package struct Mistake: Error, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// Runs the steps that have not run yet; nothing is left of them when one cannot.
    package func migrate(_ migrations: [TeamMigration]) async throws {
        guard !migrations.isEmpty else { return }
        for migration in migrations { try Self.check(migration) }
        let now = clock.now()
        try await store.write(.alone) { connection in
            // Two servers that start together take turns.
            try HeldTable(connection).hold("app-migrations")
            let table = AppMigrationTable(connection)
            let applied = try table.applied()
            var waiting: [TeamMigration] = []
            for migration in migrations {
                guard let digest = applied[migration.name] else {
                    waiting.append(migration)
                    continue
                }
                guard digest == Self.digest(migration) else {
                    throw Mistake(
                        description: "migration '\(migration.name)' has run on this database with another text; "
                            + "put its text back, and make the change in a new migration after it")
                }
                if let late = waiting.first {
                    throw Mistake(
                        description: "migration '\(late.name)' stands before '\(migration.name)', which has run on "
                            + "this database already; move it behind")
                }
            }
            for migration in waiting {
                for statement in migration.statements {
                    do {
                        try connection.execute(statement)
                    } catch let error as StoreError where error.code == .refused {
                        throw Mistake(description: "migration '\(migration.name)': \(error)")
                    }
                }
                try table.insert(migration.name, digest: Self.digest(migration), at: now)
            }
        }
    }

    private static func check(_ migration: TeamMigration) throws {
        for statement in migration.statements {
            do throws(HookTransactionError) {
                try StatementRules.checkMigration(statement)
            } catch {
                throw Mistake(description: "migration '\(migration.name)': \(error)")
            }
        }
    }

    /// The same for the same text, and another for any other.
    private static func digest(_ migration: TeamMigration) -> String {
        var hash = SHA256()
        for statement in migration.statements { hash.update(data: Array("\(statement.utf8.count):\(statement)".utf8)) }
        let digits = Array("0123456789abcdef")
        return String(hash.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
