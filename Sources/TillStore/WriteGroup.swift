/// What a write may share its flush with.
package enum WriteGroup: Sendable, Hashable {
    /// Stores what a provider waits for an answer to.
    case ingest
    /// Everything else of our own.
    case work
    /// Runs statements of the team's: nothing shares its transaction.
    case alone
}
