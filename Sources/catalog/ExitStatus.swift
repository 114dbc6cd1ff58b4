import ArgumentParser
import TillStore

/// How a command ends.
///
/// The same numbers for every command.
enum ExitStatus: Int32, Sendable {
    /// Done; nothing to report.
    case success = 0
    /// A mistake of the program's own.
    case internalError = 1
    /// Something changed, or a generated file is stale; only where a command says so.
    case changed = 2
    /// What was checked is not valid.
    case invalid = 3
    /// A key, a mode or an account does not fit the environment.
    case environmentMismatch = 4
    /// Some of it was done and some not.
    case partial = 5
    /// A decision or a confirmation is missing.
    case blocked = 6
    /// A provider or the network failed.
    case providerFailure = 7
    /// Somebody else holds what is needed.
    case locked = 8
    /// The command was used wrongly.
    case usage = 64
    /// It was told to stop; what it did is kept.
    case interrupted = 130

    /// As answers write it, where nothing more is known of what went wrong.
    var word: String {
        switch self {
        case .success: "success"
        case .internalError: "internal_error"
        case .changed: "changed"
        case .invalid: "invalid"
        case .environmentMismatch: "environment_mismatch"
        case .partial: "partial"
        case .blocked: "blocked"
        case .providerFailure: "provider_failure"
        case .locked: "locked"
        case .usage: "usage"
        case .interrupted: "interrupted"
        }
    }

    /// How a command ends that the database did not do what it was asked.
    init(_ code: StoreError.Code) {
        self =
            switch code {
            case .locked: .locked
            case .unavailable: .providerFailure
            default: .internalError
            }
    }
}

/// Why a command could not do what it was asked, and how it ends.
struct CommandFailure: Error, CustomStringConvertible {
    let status: ExitStatus
    /// What is wrong and what to do about it.
    let description: String
    /// The same piece by piece, where it is about several things or about places of the file.
    let mistakes: [Mistake]

    init(_ status: ExitStatus, _ description: String, mistakes: [Mistake] = []) {
        self.status = status
        self.description = description
        self.mistakes = mistakes
    }
}
