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

    init(_ status: ExitStatus, _ description: String) {
        self.status = status
        self.description = description
    }
}
