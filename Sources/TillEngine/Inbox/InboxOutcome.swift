import TillModel

/// What became of one message.
enum InboxOutcome: Sendable {
    case applied(Order.ID, [Event], RecordChanges)
    /// It means nothing to us, and hooks of the team's wait for it.
    case told(Order.ID?, Event)
    case ignored(String)
    /// For one of the provider's objects, or an order, that is not known yet.
    case waiting(for: String)
    case dead(DeadLetter)
}

/// A message of several facts of which a later one cannot be applied: everything it wrote is undone.
struct UndoneMessage: Error {
    let outcome: InboxOutcome
}

/// A message that cannot be judged without asking the provider how one of its objects is now.
///
/// Thrown inside the transaction, so that nothing is written before the answer is there.
struct DoubtfulMessage: Error {
    let object: String
}

/// The lane went to another worker, which found it silent for too long: nothing may be written any more.
struct LostLane: Error {}
