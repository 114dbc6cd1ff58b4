/// A named place at which a test ends the program, to see that nothing is lost there.
///
/// `docs/crash-table.md` tells for each what is on disk then, and what happens after the restart.
package enum Failpoint: String, Sendable, CaseIterable {
    /// Messages are written and not flushed.
    case inboxBeforeFlush = "inbox-before-flush"
    /// A message is durable, and its 200 has not left.
    case inboxAfterFlush = "inbox-after-flush"
    /// Messages are due, and nobody has taken them.
    case laneBeforeClaim = "lane-before-claim"
    /// Somebody has taken lanes, and nothing was done in them.
    case laneClaimed = "lane-claimed"
    /// A provider was asked how an object is, and nothing of its answer is written.
    case providerRead = "provider-read"
    /// It is known what a message means, and nothing of it is written.
    case applyBeforeWriting = "apply-before-writing"
    /// Everything that a message changes is written, and its transaction is open.
    case applyBeforeCommit = "apply-before-commit"
    /// What a message changes is durable, and no hook was told.
    case applyAfterCommit = "apply-after-commit"
    /// A hook has run, and its row does not say so.
    case hookRan = "hook-ran"
    /// An order is durable, and the provider was not asked for its page.
    case checkoutBegun = "checkout-begun"
    /// The provider has made an order's page, and we have not written its name.
    case checkoutSessionMade = "checkout-session-made"
    /// An operation is durable and taken, and the provider was not asked.
    case operationClaimed = "operation-claimed"
    /// The provider has answered what we asked of it, and nothing of its answer is written.
    case operationAnswered = "operation-answered"
    /// A statement of a migration was run, and its transaction is open.
    case migrationStatement = "migration-statement"
}
