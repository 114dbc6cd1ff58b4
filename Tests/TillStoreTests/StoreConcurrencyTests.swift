import Testing
import TillModel
import TillStore
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What holds when many write at the same time, from one server and from several.
@Suite struct StoreConcurrencyTests {
    struct Refused: Error {}

    /// As many stores on one database as there can be: one on SQLite, three on PostgreSQL.
    static func withServers<Value>(
        _ kind: DatabaseKind, _ body: ([any Store]) async throws -> Value
    ) async throws -> Value {
        try await TestDatabase.with(kind) { database in
            var open: [OpenDatabase] = []
            for _ in 0..<(kind == .sqlite ? 1 : 3) { open.append(try await database.open()) }
            let value = try await body(open.map(\.store))
            for database in open { try await database.close() }
            return value
        }
    }

    @Test(arguments: DatabaseKind.available, [WriteGroup.ingest, .work])
    func `one that fails among many takes nobody with it`(_ kind: DatabaseKind, _ group: WriteGroup) async throws {
        try await TestDatabase.withStore(kind) { store in
            let failed = await withTaskGroup(of: Int?.self) { tasks in
                for number in 0..<300 {
                    tasks.addTask {
                        do {
                            try await store.write(group) { connection in
                                try connection.execute("INSERT INTO secret VALUES ('t', $1, 'v')", "\(number)")
                                if number.isMultiple(of: 7) { throw Refused() }
                                if number.isMultiple(of: 11) {
                                    try connection.execute("INSERT INTO nothing VALUES (1)")
                                }
                            }
                            return nil
                        } catch {
                            return number
                        }
                    }
                }
                return await tasks.reduce(into: Set<Int>()) { if let number = $1 { $0.insert(number) } }
            }
            let wrong = Set((0..<300).filter { $0.isMultiple(of: 7) || $0.isMultiple(of: 11) })
            let kept = try await store.read { connection in
                Set(try connection.rows("SELECT name FROM secret").map { Int(try $0.text("name")) })
            }
            #expect(failed == wrong)
            #expect(kept == Set((0..<300).filter { !wrong.contains($0) }))
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `the same row from many at once is stored once`(_ kind: DatabaseKind) async throws {
        try await Self.withServers(kind) { stores in
            let stored = try await withThrowingTaskGroup(of: Int.self) { tasks in
                for attempt in 0..<240 {
                    tasks.addTask {
                        // Each name eight times, from every server, in an order of its own.
                        try await stores[attempt % stores.count].write(.ingest, bytes: 100) { connection in
                            try connection.execute(
                                "INSERT INTO secret VALUES ('t', $1, 'v') ON CONFLICT DO NOTHING", "\(attempt * 7 % 30)"
                            )
                        }
                    }
                }
                return try await tasks.reduce(0, +)
            }
            #expect(stored == 30)
            #expect(try await stores[0].read { try $0.rows("SELECT name FROM secret").count } == 30)
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `a count that is read under a lock and written back loses nobody's turn`(_ kind: DatabaseKind) async throws {
        try await Self.withServers(kind) { stores in
            try await stores[0].write { _ = try $0.execute("INSERT INTO health_probe VALUES (7, 0)") }
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for turn in 0..<60 {
                    tasks.addTask {
                        try await stores[turn % stores.count].write(turn.isMultiple(of: 2) ? .work : .alone) {
                            connection in
                            let row = try connection.first(
                                "SELECT probed_at FROM health_probe WHERE id = 7\(connection.dialect.lockingRows)")
                            let count = try row?.integer("probed_at") ?? -1_000
                            try connection.execute("UPDATE health_probe SET probed_at = $1 WHERE id = 7", count + 1)
                        }
                    }
                }
                try await tasks.waitForAll()
            }
            let row = try await stores[0].read { try $0.first("SELECT probed_at FROM health_probe WHERE id = 7") }
            #expect(try row?.integer("probed_at") == 60)
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `of two that read the same version of a row one writes`(_ kind: DatabaseKind) async throws {
        try await Self.withServers(kind) { stores in
            try await stores[0].write { _ = try $0.execute("INSERT INTO health_probe VALUES (7, 1)") }
            let winners = try await withThrowingTaskGroup(of: Int.self) { tasks in
                for writer in 0..<12 {
                    tasks.addTask {
                        try await stores[writer % stores.count].write { connection in
                            try connection.execute(
                                "UPDATE health_probe SET probed_at = probed_at + 1 WHERE id = 7 AND probed_at = 1")
                        }
                    }
                }
                return try await tasks.reduce(0, +)
            }
            #expect(winners == 1)
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `work that many claim at once is nobody's twice`(_ kind: DatabaseKind) async throws {
        let now = ManualClock().now()
        try await Self.withServers(kind) { stores in
            try await stores[0].write { connection in
                let lanes = LaneTable(connection, tenant: "t", mode: .test)
                for number in 0..<200 { try lanes.enter("lane-\(number)", at: now) }
            }
            let claimed = try await withThrowingTaskGroup(of: [String].self) { tasks in
                for worker in 0..<18 {
                    tasks.addTask {
                        var mine: [String] = []
                        while true {
                            let some = try await stores[worker % stores.count].write { connection in
                                try LaneTable(connection, tenant: "t", mode: .test).claim(
                                    "token-\(worker)", at: now, until: now.addingTimeInterval(60), limit: 7)
                            }
                            guard !some.isEmpty else { return mine }
                            mine += some
                        }
                    }
                }
                return try await tasks.reduce(into: []) { $0 += $1 }
            }
            #expect(claimed.count == 200)
            #expect(Set(claimed).count == 200)
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `two that take the same rows in opposite orders both get through`(_ kind: DatabaseKind) async throws {
        try await Self.withServers(kind) { stores in
            try await stores[0].write { connection in
                for id in [1, 2] { try connection.execute("INSERT INTO health_probe VALUES ($1, 0)", id) }
            }
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for turn in 0..<10 {
                    tasks.addTask {
                        try await stores[turn % stores.count].write { connection in
                            for id in turn.isMultiple(of: 2) ? [1, 2] : [2, 1] {
                                try connection.execute(
                                    "UPDATE health_probe SET probed_at = probed_at + 1 WHERE id = $1", id)
                            }
                        }
                    }
                }
                try await tasks.waitForAll()
            }
            let counts = try await stores[0].read { connection in
                try connection.rows("SELECT probed_at FROM health_probe ORDER BY id").map { try $0.int("probed_at") }
            }
            #expect(counts == [10, 10])
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `what waits is bounded, and one too many is told so`(_ kind: DatabaseKind) async throws {
        try await TestDatabase.withStore(kind) { store in
            let gates = [Gate(), Gate()]
            let held = kind == .sqlite ? 1 : 2
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for gate in gates.prefix(held) {
                    tasks.addTask { try await store.write(.ingest, bytes: 1) { (_: any SQLConnection) in gate.wait() } }
                    await gate.waitUntilHeld()
                }
                let (codes, told) = AsyncStream<StoreError.Code>.makeStream()
                for _ in 0..<3 {
                    tasks.addTask {
                        do {
                            try await store.write(.ingest, bytes: 30 * 1024 * 1024) { _ in }
                        } catch let error as StoreError {
                            told.yield(error.code)
                        }
                    }
                }
                // Two of the three fit; the third is told at once, while the others still wait.
                var refusals = codes.makeAsyncIterator()
                #expect(await refusals.next() == .unavailable)
                gates.prefix(held).forEach { $0.open() }
                try await tasks.waitForAll()
            }
            try await store.write(.ingest, bytes: 30 * 1024 * 1024) { _ in }
        }
    }
}
