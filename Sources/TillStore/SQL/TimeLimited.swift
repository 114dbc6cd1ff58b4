/// A connection that can hold statements of somebody else's to a time.
package protocol TimeLimited {
    /// Runs a closure whose statements the database gives up once they have gone on for longer together.
    ///
    /// - Throws: ``TimeLimitExceeded`` then; the transaction may be undone already.
    func limited<Value>(to limit: Duration, _ body: () throws -> Value) throws -> Value
}

/// Statements went on for longer than they may.
package struct TimeLimitExceeded: Error, Sendable, Hashable {
    package let limit: Duration

    package init(limit: Duration) { self.limit = limit }
}
