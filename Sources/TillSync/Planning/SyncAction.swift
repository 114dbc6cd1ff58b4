import TillModel

/// What is done with one object at one provider.
package enum SyncAction: String, Sendable, Hashable, Codable, CaseIterable {
    /// There is none: one is made.
    case create
    /// It is changed in place.
    case update
    /// It cannot be changed: another one is made, and this one archived.
    case replace
    /// It is no longer for sale.
    case archive
    /// It is for sale again.
    case restore
    /// One that is there already becomes ours, or is called otherwise by now.
    case adopt
    /// Nothing is done there; the lock learns what is so.
    case lockOnly = "lock-only"
    /// A person has to do it on the provider's pages.
    case manual
    /// It must not be done, or cannot be; nothing is written anywhere until that is settled.
    case blocked
    /// There is nothing to do.
    case noop

    /// Whether the provider is written to.
    package var writes: Bool {
        switch self {
        case .create, .update, .replace, .archive, .restore, .adopt: true
        case .lockOnly, .manual, .blocked, .noop: false
        }
    }
}

/// Who notices a change.
package enum Affected: Sendable, Hashable {
    case nobody, newBuyers, existingAtRenewal, existingNow
    case existingOnDate(CalendarDate)
}
