/// Why one row was given up: the reason, and what exactly was wrong with it.
package struct DeadLetter: Sendable, Hashable, CustomStringConvertible {
    package let reason: DeadReason
    /// What exactly, in words; may be empty.
    package let detail: String

    package init(_ reason: DeadReason, _ detail: String) {
        self.reason = reason
        self.detail = detail
    }

    /// As it is stored: `code: what exactly`.
    package var description: String { "\(reason.rawValue): \(detail)" }

    /// Reads what is stored with a message; nil when it begins with no reason, as of a message that is not dead.
    package init?(stored text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let code = parts.first, let reason = DeadReason(rawValue: String(code)), parts.count == 2 else {
            return nil
        }
        self.init(reason, String(parts[1].drop { $0 == " " }))
    }

    /// Why a run of a hook is dead, from its last error.
    ///
    /// A hook throws what it likes, so its own words are kept as they are, and the reason is told by how it ended.
    package init(hookError text: String, attempts: Int) {
        if let stored = DeadLetter(stored: text), stored.reason.stage == .hookRun {
            self = stored
        } else {
            self.init(attempts > RetryPolicy.hookDelays.count ? .outOfTries : .gaveUp, text)
        }
    }
}
