import Testing
import Till
import TillModel
import TillStore
import TillTesting

@testable import TillEngine

@Suite(.timeLimit(.minutes(15))) struct TeamMigratorTests {
    static let ledger = TeamMigration(name: "001-ledger", statements: ["CREATE TABLE app_ledger (n BIGINT NOT NULL)"])
    static let first = TeamMigration(
        name: "002-first", statements: ["INSERT INTO app_ledger VALUES (1)", "CREATE INDEX app_by_n ON app_ledger (n)"])

    static func migrate(_ bench: HookBench, _ migrations: TeamMigration...) async throws {
        try await TeamMigrator(store: bench.store, clock: bench.clock).migrate(migrations)
    }

    @Test func `every step runs once, in order, on a database that may have some of them`() async throws {
        try await HookBench.run { _ in
        } _: { bench in
            try await Self.migrate(bench, Self.ledger)
            try await Self.migrate(bench, Self.ledger, Self.first)
            try await Self.migrate(bench, Self.ledger, Self.first)
            #expect(try await bench.count("app_ledger") == 1)
            #expect(try await bench.count("app_migration") == 2)
        }
    }

    @Test func `two servers that start together run each step once`() async throws {
        try await HookBench.run { _ in
        } _: { bench in
            async let one: Void = Self.migrate(bench, Self.ledger, Self.first)
            async let two: Void = Self.migrate(bench, Self.ledger, Self.first)
            _ = try await (one, two)
            #expect(try await bench.count("app_ledger") == 1)
        }
    }

    @Test func `another text for a step that has run is a mistake that says so`() async throws {
        try await HookBench.run { _ in
        } _: { bench in
            try await Self.migrate(bench, Self.ledger)
            let changed = TeamMigration(name: "001-ledger", statements: ["CREATE TABLE app_ledger (m BIGINT)"])
            let error = try await #require(throws: TeamMigrator.Mistake.self) {
                try await Self.migrate(bench, changed, Self.first)
            }
            #expect(error.description.contains("'001-ledger' has run on this database with another text"))
            #expect(try await bench.count("app_ledger") == 0)
        }
    }

    @Test func `a new step before one that has run is a mistake`() async throws {
        try await HookBench.run { _ in
        } _: { bench in
            try await Self.migrate(bench, Self.ledger)
            let early = TeamMigration(name: "000-early", statements: ["CREATE TABLE app_early (n BIGINT)"])
            let error = try await #require(throws: TeamMigrator.Mistake.self) {
                try await Self.migrate(bench, early, Self.ledger)
            }
            #expect(error.description.contains("'000-early' stands before '001-ledger'"))
        }
    }

    @Test func `a step that cannot run leaves nothing of those before it`() async throws {
        try await HookBench.run { _ in
        } _: { bench in
            let wrong = TeamMigration(name: "003-wrong", statements: ["INSERT INTO app_ledger VALUES (NULL)"])
            let error = try await #require(throws: TeamMigrator.Mistake.self) {
                try await Self.migrate(bench, Self.ledger, Self.first, wrong)
            }
            #expect(error.description.contains("migration '003-wrong'"))
            #expect(try await bench.count("app_migration") == 0)
            try await Self.migrate(bench, Self.ledger, Self.first)
            #expect(try await bench.count("app_ledger") == 1)
        }
    }

    @Test func `a step that reaches beyond the team's tables is refused before anything runs`() async throws {
        try await HookBench.run { _ in
        } _: { bench in
            let wrong = TeamMigration(name: "003-wrong", statements: ["DROP TABLE orders"])
            await #expect(throws: TeamMigrator.Mistake.self) { try await Self.migrate(bench, Self.ledger, wrong) }
            let orders = try await bench.count("orders")
            #expect(orders == 0)
            let done = try await bench.count("app_migration")
            #expect(done == 0)
        }
    }
}
