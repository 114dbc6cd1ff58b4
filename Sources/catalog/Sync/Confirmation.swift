import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Asks before anything is written; where nobody can be asked, the answer must have been given already.
enum Confirmation {
    /// - `isGiven`: Whether `--yes` was.
    /// - `namesMode`: Whether `--env` was: for real money an environment variable is not enough.
    static func ask(mode: Mode, isGiven: Bool, namesMode: Bool) throws(CommandFailure) {
        if isGiven {
            guard mode != .live || namesMode else {
                throw CommandFailure(.blocked, "for real money, --yes needs --env live beside it. Nothing was written.")
            }
            return
        }
        let isCI = ProcessInfo.processInfo.environment["CI"].map { $0 != "false" && !$0.isEmpty } ?? false
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1, !isCI else {
            throw CommandFailure(
                .blocked,
                "nobody can be asked here; add \(mode == .live ? "--env live --yes" : "--yes"). Nothing was written.")
        }
        let wanted = mode == .live ? "live" : "y"
        Output.standardError(
            mode == .live ? "This is real money. Type the environment's name to go on: " : "Go on? [y/N] ")
        guard let answer = readLine(), answer.lowercased() == wanted || (mode != .live && answer == "yes") else {
            throw CommandFailure(.blocked, "not confirmed. Nothing was written.")
        }
    }
}
