import TillModel

/// What would be done at one provider, in the order in which it would be done.
package struct SyncPlan: Sendable, Hashable {
    package let changes: [PlannedChange]
    /// Active objects that are not ours: nothing is ever done with them.
    package let foreign: Int

    /// Whether nothing would be done, there or in the lock.
    package var isEmpty: Bool { changes.allSatisfy { $0.action == .noop } }

    /// How often the provider would be written to: once for each object that is made, changed or archived.
    package var writes: Int { changes.reduce(0) { $0 + $1.writes } }

    /// What stands in the way of writing anything.
    package var blocked: [PlannedChange] { changes.filter { $0.action == .blocked } }
}
