/// The failpoint that is armed, handed to whoever may reach it.
///
/// The program arms one at its start; nothing here decides what is done there.
package struct Failpoints: Sendable {
    private let armed: Failpoint?
    private let action: (any FailpointAction)?

    /// No failpoint is armed.
    package static let none = Failpoints()

    private init() {
        armed = nil
        action = nil
    }

    /// One failpoint is armed, with what is done there.
    package init(arming point: Failpoint, with action: any FailpointAction) {
        armed = point
        self.action = action
    }

    /// Says that a place inside a transaction was reached.
    package func reachedInTransaction(_ point: Failpoint) {
        guard let armed, armed == point else { return }
        action?.strikeInTransaction()
    }

    /// Says that a place was reached.
    package func reached(_ point: Failpoint) async {
        guard let armed, armed == point else { return }
        await action?.strike()
    }
}
