import Testing
import TillModel
import TillStore

@testable import TillEngine

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite struct RecordChangesTests {
    private static func told(_ changes: RecordChanges) -> [String] { changes.changes.map(\.description) }

    @Test func `a payment that makes an order paid is told field by field`() throws {
        let before = OrderRecord(order: try ProjectorTests.order())
        let fact = ProjectorTests.fact(ProjectorTests.completed())
        let after = try Projector.project(fact, cause: "evt_1", onto: before).record
        let id = before.order.id.rawValue
        #expect(
            Self.told(RecordChanges(before: before, after: after)) == [
                "order \(id) status pending → paid",
                "order \(id) paid_at (none) → 1970-01-01T00:00:10.000Z",
                "payment pi_1 status (none) → succeeded",
                "payment pi_1 total (none) → 99.00 USD",
            ])
    }

    @Test func `what did not change is not told`() throws {
        let record = OrderRecord(order: try ProjectorTests.order())
        #expect(RecordChanges(before: record, after: record).isEmpty)
    }

    @Test func `a new order is told as made from nothing`() throws {
        let record = OrderRecord(order: try ProjectorTests.order())
        #expect(
            Self.told(RecordChanges(before: nil, after: record)) == [
                "order \(record.order.id) status (none) → pending", "order \(record.order.id) total (none) → 99.00 USD",
            ])
    }

    @Test func `a message that changed something without an event says what, and one that did not says so`() throws {
        #expect(RecordChanges().sentence.hasPrefix("nothing new: "))
        let change = RecordChange(entity: "payment", id: "pi_1", field: .alias, from: nil, to: "in_1")
        #expect(RecordChanges([change]).sentence == "no event: payment pi_1 alias (none) → in_1")
    }

    @Test func `changes are read back as they were kept`() throws {
        let record = OrderRecord(order: try ProjectorTests.order())
        let changes = RecordChanges(before: nil, after: record).changes
        let text = try jsonText(changes)
        #expect(try JSONDecoder().decode([RecordChange].self, from: Data(text.utf8)) == changes)
    }
}
