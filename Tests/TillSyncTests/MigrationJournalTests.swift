import Testing
import TillModel
import TillSync

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What is on disk of a migration, wherever it was cut off.
@Suite struct MigrationJournalTests {
    private static let header = MigrationHeader(
        job: "m1", environment: "test", startedAt: "2026-11-21T18:00:00.000Z", accounts: ["stripe": "acct_1"])

    private static func plan(_ count: Int) throws -> MigrationPlan {
        let prices = ["old", "new"].map {
            SubscribedPrice(
                id: $0, currencies: [.usd], amounts: [Money(minorUnits: 1_900, .usd)],
                interval: BillingInterval(.month), isActive: $0 == "new")
        }
        let july = try #require(CalendarDate(year: 2027, month: 7, day: 1))
        let transition = PriceTransition(
            provider: .stripe, reference: "pro/monthly", from: prices[0], to: prices[1],
            rule: .on(july, instant: 1_000))
        let people = (0..<count).map {
            PriceSubscriber(
                subscription: "sub_\($0)", item: "si_\($0)", price: "old", quantity: 1, currency: .usd,
                status: .renewing, renewsAt: 2_000)
        }
        return MigrationPlan(parts: [MigrationPlan.part(transition, at: 0, people)])
    }

    private static func inFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "migration-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.appending(path: "journal").path(percentEncoded: false))
    }

    @Test func `what was planned and what came of it is read back`() throws {
        try Self.inFolder { path in
            let plan = try Self.plan(5)
            let journal = try MigrationJournal(path: path, header: Self.header, plan: plan)
            for record: MigrationRecord in [
                .intent(0), .moved(0, requestID: "req_1"), .stayed(1, .trial), .intent(2),
                .failed(2, code: "refused", message: "no"), .intent(3),
            ] { try journal.append(record) }
            let state = try #require(try MigrationJournal.state(at: path))
            #expect(state.header == Self.header)
            #expect(state.transitions == plan.parts.map(\.transition))
            #expect(state.moves == plan.moves)
            #expect(state.moved == [0])
            #expect(state.stayed.map(\.reason) == [.trial])
            #expect(state.failures.map(\.move) == [2])
            #expect(state.pending == [2, 3, 4], "what failed is tried again, and so is what was cut off")
            #expect(!state.isOver)
            try journal.append(.ended(failures: 1))
            #expect(try MigrationJournal.state(at: path)?.isOver == true)
        }
    }

    @Test func `after a line that was cut off, the next one stands by itself`() throws {
        try Self.inFolder { path in
            let journal = try MigrationJournal(path: path, header: Self.header, plan: try Self.plan(2))
            try journal.append(.moved(0, requestID: nil))
            let whole = try Data(contentsOf: URL(filePath: path))
            try (whole + Data(#"{"move":1,"rec"#.utf8)).write(to: URL(filePath: path))
            #expect(try MigrationJournal.state(at: path)?.pending == [1])
            try MigrationJournal(continuing: path).append(.stayed(1, .paused))
            let state = try #require(try MigrationJournal.state(at: path))
            #expect(state.pending.isEmpty)
            #expect(state.stayed.map(\.reason) == [.paused])
        }
    }

    @Test func `a line that is no record is told with its number`() throws {
        try Self.inFolder { path in
            _ = try MigrationJournal(path: path, header: Self.header, plan: try Self.plan(1))
            let whole = try String(contentsOfFile: path, encoding: .utf8)
            try (whole + #"{"record":"unheard"}"# + "\n").write(toFile: path, atomically: true, encoding: .utf8)
            let failure = #expect(throws: SyncJournal.Failure.self) { try MigrationJournal.state(at: path) }
            #expect(failure?.description.contains("journal:4 ") == true)
        }
    }
}
