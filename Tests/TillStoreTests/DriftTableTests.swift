import Testing
import TillModel
import TillStore
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What is kept of the looks at providers, on each kind of database that is here.
@Suite struct DriftTableTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)

    /// Takes the turn of a look every hour.
    private static func begin(
        _ store: any Store, after seconds: Double, mode: Mode = .test
    ) async throws -> Bool {
        let now = Self.now.addingTimeInterval(seconds)
        return try await store.write {
            try DriftTable($0, tenant: "t", mode: mode).begin(since: now.addingTimeInterval(-3_600), at: now)
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `one looks at a time, and nobody again before the hour is over`(_ kind: DatabaseKind) async throws {
        try await TestDatabase.withStore(kind) { store in
            let begun = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 1...8 { group.addTask { try await Self.begin(store, after: 0) } }
                var begun = 0
                for try await one in group where one { begun += 1 }
                return begun
            }
            #expect(begun == 1)
            #expect(try await !Self.begin(store, after: 3_599))
            #expect(try await Self.begin(store, after: 0, mode: .live))
            let isDue = try await store.read { connection in
                try [3_599.0, 3_600].map { seconds in
                    let now = Self.now.addingTimeInterval(seconds)
                    return try DriftTable(connection, tenant: "t", mode: .test)
                        .isDue(since: now.addingTimeInterval(-3_600), at: now)
                }
            }
            #expect(isDue == [false, true])
            #expect(try await Self.begin(store, after: 3_600))
            #expect(try await !Self.begin(store, after: 3_600))
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `a look of the future does not keep anybody from looking`(_ kind: DatabaseKind) async throws {
        try await TestDatabase.withStore(kind) { store in
            #expect(try await Self.begin(store, after: 86_400))
            let isDue = try await store.read { connection in
                try DriftTable(connection, tenant: "t", mode: .test)
                    .isDue(since: Self.now.addingTimeInterval(-3_600), at: Self.now)
            }
            #expect(isDue)
            #expect(try await Self.begin(store, after: 0))
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `a difference is there until it is removed, for its own mode and tenant`(_ kind: DatabaseKind) async throws {
        try await TestDatabase.withStore(kind) { store in
            let found = DriftTable.Stored(
                finding: "stripe price pro/monthly changed price_1 name", provider: "stripe",
                event: Event.ID(bits: (1, 2)))
            try await store.write { connection in
                let table = DriftTable(connection, tenant: "t", mode: .test)
                try table.hold()
                try table.insert(found, at: Self.now)
            }
            try await store.write { connection in
                let table = DriftTable(connection, tenant: "t", mode: .test)
                #expect(try table.list() == [found])
                #expect(try table.count() == 1)
                for other in [("t", Mode.live), ("u", .test)] {
                    let table = DriftTable(connection, tenant: other.0, mode: other.1)
                    #expect(try table.list().isEmpty)
                    try table.remove(found.finding)
                }
                #expect(try table.count() == 1)
                try table.remove(found.finding)
                #expect(try table.list().isEmpty)
            }
        }
    }
}
