import TillModel
import TillProviders
import TillSandbox
import TillStore
import TillSync

/// How an error ends a command.
struct CommandEnding {
    let status: ExitStatus
    /// What is wrong and what to do about it.
    let message: String
    /// The same for programs.
    let mistakes: [Mistake]

    /// nil for what is no end that a command means, such as wrong usage.
    init?(_ error: any Error) {
        switch error {
        case let failure as CommandFailure:
            self.init(failure.status, failure.description, failure.mistakes)
        case let error as StoreError:
            self.init(ExitStatus(error.code), error.description, code: error.code.description)
        case let error as ProviderError:
            self.init(
                error.code == .unauthorized ? .environmentMismatch : .providerFailure, error.debugDescription,
                [Mistake(code: error.code.description, message: error.debugDescription, provider: error.provider)])
        case let error as ConfigurationMistake: self.init(.environmentMismatch, "\(error)")
        case let error as SandboxError: self.init(.environmentMismatch, "\(error)")
        case is Interrupted: self.init(.interrupted, "it was told to stop.")
        default: return nil
        }
    }

    private init(_ status: ExitStatus, _ message: String, _ mistakes: [Mistake] = [], code: String? = nil) {
        self.status = status
        self.message = message
        self.mistakes = mistakes.isEmpty ? [Mistake(code: code ?? status.word, message: message)] : mistakes
    }
}
