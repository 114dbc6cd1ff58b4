import TillModel

/// A closure with its name, the event it waits for, and how it is run.
package struct Hook: Sendable {
    /// How the closure meets the database.
    package enum Body: Sendable {
        /// Runs after the commit, from its row, at least once.
        case durable(@Sendable (Event, HookContext) async throws -> Void)
        /// Runs inside the transaction that records the event, exactly once.
        case transactional(@Sendable (Event, HookTransaction) throws -> Void)
    }

    package let name: String
    /// The event it waits for; nil for every event.
    package let kind: EventKind?
    package let filter: ItemFilter
    /// How many of its runs go on at the same time; nil for as many as there is room for.
    package let concurrency: Int?
    /// How long one run may take.
    package let timeout: Duration
    package let body: Body

    /// How long a run may take when nothing else is said.
    package static let usualTimeout = Duration.seconds(30)
    /// The longest that may be asked for.
    static let longestTimeout = Duration.seconds(3_600)

    package init(
        name: String, kind: EventKind?, filter: ItemFilter = ItemFilter(), concurrency: Int? = nil,
        timeout: Duration = Hook.usualTimeout, body: Body
    ) {
        self.name = name
        self.kind = kind
        self.filter = filter
        self.concurrency = concurrency
        self.timeout = timeout
        self.body = body
    }

    /// Whether it runs inside the transaction that records its event.
    package var isTransactional: Bool {
        if case .transactional = body { true } else { false }
    }

    /// Whether it waits for events of that kind.
    package func waits(for kind: EventKind) -> Bool { self.kind == nil || self.kind == kind }
}
