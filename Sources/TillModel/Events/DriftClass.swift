/// In which way something at a provider is not as it was pushed there.
public enum DriftClass: String, Sendable, Hashable, Codable, CaseIterable {
    /// Fields differ.
    case changed
    /// The object is gone.
    case missing
    /// The object is no longer for sale.
    case archivedRemotely = "archived_remotely"
    /// An object that we archived is for sale again.
    case reactivated
    /// Several active objects stand for one key.
    case duplicate
    /// The object says that it stands for another key.
    case keyMoved = "key_moved"
    /// An active object is ours and neither in the file nor in the lock.
    case extraOwned = "extra_owned"
    /// Providers disagree about what a price costs.
    case parity
    /// The lock does not know how it was pushed: it was never seen to be right.
    case unverifiable

    /// Those that matter unless somebody says otherwise.
    package static let serious: Set<DriftClass> = [
        .changed, .missing, .archivedRemotely, .duplicate, .keyMoved, .parity,
    ]
}
