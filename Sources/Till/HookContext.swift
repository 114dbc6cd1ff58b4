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
    /// Writes to the server's log, marked with the hook, the order and the event.
    public let logger: Logger

    /// A context for one run.
    package init(eventID: Event.ID, attempt: Int, logger: Logger) {
        self.eventID = eventID
        self.attempt = attempt
        self.logger = logger
    }
}
