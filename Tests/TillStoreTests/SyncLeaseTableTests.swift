import Testing
import TillModel
import TillStore
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Who may write to the providers of an environment, on each kind of database that is here.
@Suite struct SyncLeaseTableTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)

    private static func write<Value: Sendable>(
        _ store: any Store, _ environment: String = "test", tenant: String = "t",
        _ body: @escaping @Sendable (SyncLeaseTable) throws -> Value
    ) async throws -> Value {
        try await store.write { try body(SyncLeaseTable($0, tenant: tenant, environment: environment)) }
    }

    /// Takes the lease at a second, from whoever was silent for a minute.
    private static func take(
        _ store: any Store, _ run: String, _ owner: String, at second: Double = 0, _ environment: String = "test"
    ) async throws -> SyncLeaseTable.Holder? {
        let now = Self.now.addingTimeInterval(second)
        return try await write(store, environment) {
            try $0.take(run: run, owner: owner, silentSince: now.addingTimeInterval(-60), at: now)
        }
    }

    private static func holder(_ store: any Store) async throws -> SyncLeaseTable.Holder? {
        try await write(store) { try $0.find() }
    }

    @Test(arguments: DatabaseKind.available)
    func `one of many that come at once has the lease, and the others are told whose it is`(
        _ kind: DatabaseKind
    ) async throws {
        try await TestDatabase.withStore(kind) { store in
            let answers = try await withThrowingTaskGroup(of: SyncLeaseTable.Holder?.self) { group in
                for number in 1...8 { group.addTask { try await Self.take(store, "run\(number)", "owner\(number)") } }
                var answers: [SyncLeaseTable.Holder?] = []
                for try await answer in group { answers.append(answer) }
                return answers
            }
            let holder = try #require(try await Self.holder(store))
            #expect(answers.filter { $0 == nil }.count == 1)
            #expect(Set(answers.compactMap { $0 }) == [holder])
            #expect(holder.heartbeatAt == Self.now)
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `it is taken over after a minute without a sign of life, and the first is told`(
        _ kind: DatabaseKind
    ) async throws {
        try await TestDatabase.withStore(kind) { store in
            #expect(try await Self.take(store, "first", "one") == nil)
            let isExtended = try await Self.write(store) {
                try $0.extend(run: "first", owner: "one", at: Self.now.addingTimeInterval(30))
            }
            #expect(isExtended)
            #expect(try await Self.take(store, "second", "two", at: 89.9)?.run == "first")
            #expect(try await Self.take(store, "second", "two", at: 90) == nil)
            let isStillOurs = try await Self.write(store) {
                try $0.extend(run: "first", owner: "one", at: Self.now.addingTimeInterval(91))
            }
            #expect(!isStillOurs)
            // It gives back nothing that is another's.
            try await Self.write(store) { try $0.release(run: "first", owner: "one") }
            #expect(try await Self.holder(store)?.owner == "two")
            try await Self.write(store) { try $0.release(run: "second", owner: "two") }
            #expect(try await Self.holder(store) == nil)
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `an owner takes what it left itself at once`(_ kind: DatabaseKind) async throws {
        try await TestDatabase.withStore(kind) { store in
            let first = try await Self.take(store, "cut-off", "one")
            let second = try await Self.take(store, "next", "one", at: 1)
            #expect([first, second] == [nil, nil])
            let holder = try await Self.holder(store)
            #expect(holder?.run == "next")
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `environments and tenants do not wait for each other`(_ kind: DatabaseKind) async throws {
        try await TestDatabase.withStore(kind) { store in
            #expect(try await Self.take(store, "a", "one") == nil)
            #expect(try await Self.take(store, "b", "two", "live") == nil)
            let other = try await Self.write(store, tenant: "u") {
                try $0.take(run: "c", owner: "three", silentSince: Self.now, at: Self.now)
            }
            #expect(other == nil)
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `a person takes it from a run by its name, and from no other`(_ kind: DatabaseKind) async throws {
        try await TestDatabase.withStore(kind) { store in
            #expect(try await Self.take(store, "a", "one") == nil)
            let wrong = try await Self.write(store) { try $0.clear(run: "b") }
            let right = try await Self.write(store) { try $0.clear(run: "a") }
            #expect(!wrong)
            #expect(right)
            #expect(try await Self.take(store, "c", "two") == nil)
        }
    }
}
