import Testing
import Till
import TillModel
import TillStore
import TillTesting

@testable import TillEngine

/// What a hook writes together with the end of its run.
@Suite(.timeLimit(.minutes(15))) struct HookCompletionTests {
    static let table = ["CREATE TABLE app_ledger (order_id TEXT PRIMARY KEY, minor_units BIGINT NOT NULL)"]

    @Test func `what is written with the run's end happens once, whatever the hook does afterwards`() async throws {
        try await HookBench.run { till in
            till.on(.orderPaid, named: "ledger") { event, context in
                try await context.complete { transaction in
                    try transaction.execute(
                        "INSERT INTO app_ledger VALUES ($1, $2)", event.order.id, event.order.total.minorUnits)
                }
                throw HookRunnerTests.Trouble()
            }
        } migrations: {
            Self.table
        } _: { bench in
            try await bench.record(about: try HookBench.order())
            try await bench.step()
            bench.clock.advance(by: 100_000)
            try await bench.step()
            #expect(try await bench.count("app_ledger") == 1)
            #expect(try await bench.runs().map(\.status) == [.succeeded])
        }
    }

    @Test func `a statement that fails leaves neither its writes nor the run's end`() async throws {
        try await HookBench.run { till in
            till.on(.orderPaid, named: "ledger") { event, context in
                try await context.complete { transaction in
                    try transaction.execute("INSERT INTO app_ledger VALUES ($1, $2)", event.order.id, 1)
                    // Caught, and still the end of it: one of the databases could not go on either.
                    _ = try? transaction.execute("INSERT INTO app_ledger VALUES ($1, $2)", event.order.id, 2)
                }
            }
        } migrations: {
            Self.table
        } _: { bench in
            try await bench.record(about: try HookBench.order())
            try await bench.step()
            #expect(try await bench.count("app_ledger") == 0)
            let run = try #require(try await bench.runs().first)
            #expect(run.status == .retrying)
            #expect(run.error?.contains("UNIQUE constraint failed: app_ledger.order_id") == true)
        }
    }

    @Test func `a run cannot be completed twice`() async throws {
        try await HookBench.run { till in
            till.on(.orderPaid, named: "ledger") { event, context in
                try await context.complete { try $0.execute("INSERT INTO app_ledger VALUES ($1, 1)", event.order.id) }
                await #expect(throws: HookTransactionError.self) {
                    try await context.complete { try $0.execute("DELETE FROM app_ledger") }
                }
            }
        } migrations: {
            Self.table
        } _: { bench in
            try await bench.record(about: try HookBench.order())
            try await bench.step()
            #expect(try await bench.count("app_ledger") == 1)
        }
    }

    @Test func `a transaction that is kept is over`() async throws {
        try await HookBench.run { _ in
        } migrations: {
            Self.table
        } _: { bench in
            let error = try await bench.store.write(.alone) { connection in
                var kept: HookTransaction?
                try TeamTransaction.run(on: connection) { kept = $0 }
                return #expect(throws: HookTransactionError.self) { try kept?.execute("DELETE FROM app_ledger") }
            }
            #expect(error?.code == .over)
        }
    }

    @Test func `values come back as they were written`() async throws {
        try await HookBench.run { _ in
        } migrations: {
            ["CREATE TABLE app_kinds (a TEXT, b BIGINT, c BIGINT, d BIGINT, e BLOB, f TEXT)"]
        } _: { bench in
            let order = try HookBench.order()
            let now = bench.clock.now()
            try await bench.store.write(.alone) { connection in
                try TeamTransaction.run(on: connection) { transaction in
                    let nothing: String? = nil
                    let changed = try transaction.execute(
                        "INSERT INTO app_kinds VALUES ($1, $2, $3, $4, $5, $6)", order.id, Int64.min, true, now,
                        [0, 255] as [UInt8], nothing)
                    #expect(changed == 1)
                    let row = try #require(try transaction.rows("SELECT * FROM app_kinds WHERE b < $1", 0).first)
                    #expect(try row.text("a") == order.id.rawValue)
                    #expect(try row.integer("b") == Int64.min)
                    #expect(try row.bool("c") == true)
                    #expect(try row.date("d") == now)
                    #expect(try row.bytes("e") == [0, 255])
                    #expect(try row.text("f") == nil)
                    #expect(throws: HookTransactionError.self) { try row.integer("a") }
                    #expect(throws: HookTransactionError.self) { try row.text("z") }
                }
            }
        }
    }

    @Test func `the database ends statements that take too long, and nothing of them stays`() async throws {
        try await HookBench.run { _ in
        } migrations: {
            Self.table
        } _: { bench in
            let error = try await #require(throws: HookTransactionError.self) {
                try await bench.store.write(.alone) { connection in
                    try TeamTransaction.run(on: connection) { transaction in
                        try transaction.execute("INSERT INTO app_ledger VALUES ('a', 1)")
                        _ = try transaction.rows(
                            """
                            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000000)
                            SELECT MAX(i) AS most FROM n
                            """)
                    }
                }
            }
            #expect(error.code == .tookTooLong)
            #expect(try await bench.count("app_ledger") == 0)
        }
    }
}
