import Logging
import TillModel

/// What a hook may know about its run, and use.
public struct HookContext: Sendable {
    /// The event's identifier: the same on every attempt, so that what is done elsewhere can be done once.
    public let eventID: Event.ID
    /// Counted from 1.
    ///
    /// Above 1, an earlier attempt threw, ran out of time or was cut off.
    public let attempt: Int
    /// Whether a person asked for this run, so that what it tells of may be long past.
    public let isReplay: Bool
    /// Whether another event of the order should have come first, or has overtaken this one.
    ///
    /// A run waits for the same hook's earlier runs for the order, but not for ever: at most fifteen minutes or five of
    /// their attempts.
    public let isOutOfOrder: Bool
    /// Writes to the server's log, marked with the hook, the order and the event.
    public let logger: Logger
    /// Calls other services, with the event's id as idempotency key.
    public let http: any HookHTTP
    private let completion: Completion

    /// Ends the run in one transaction with writes of its own.
    package typealias Completion =
        @Sendable (_ writes: @escaping @Sendable (HookTransaction) throws -> Void) async throws -> Void

    /// A context for one run.
    package init(
        eventID: Event.ID, attempt: Int, isReplay: Bool = false, isOutOfOrder: Bool = false, logger: Logger,
        http: any HookHTTP, completion: @escaping Completion
    ) {
        self.eventID = eventID
        self.attempt = attempt
        self.isReplay = isReplay
        self.isOutOfOrder = isOutOfOrder
        self.logger = logger
        self.http = http
        self.completion = completion
    }

    /// Marks the run as done in the same transaction as writes to the team's own tables, so that they happen once.
    ///
    /// When it returns, the run has succeeded whatever the closure does afterwards.
    ///
    /// - Throws: What the writes throw, or ``HookTransactionError``; nothing was written then, and the run goes on.
    /// - Parameter writes: Runs inside the transaction, perhaps more than once before one holds; it has no effect but
    ///   through its transaction.
    public func complete(
        _ writes: @escaping @Sendable (_ transaction: HookTransaction) throws -> Void
    ) async throws {
        try await completion(writes)
    }
}
