import Synchronization
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

/// Ends the program, or holds whoever comes by, at the failpoint that `TILL_FAILPOINT` names.
///
/// The setting is `NAME[:N][:stall[=FILE]]`: at the N-th time, or the first, the program kills itself as a power loss
/// would, or only who came by is held until a file appears.
final class ArmedFailpoint: FailpointAction {
    /// What is done when the count is reached.
    enum Deed: Sendable, Hashable {
        case kill
        /// Until a file is there; nil for as long as the program runs.
        case stall(until: String?)
    }

    private let deed: Deed
    private let remaining: Mutex<Int>

    private init(_ deed: Deed, at count: Int) {
        self.deed = deed
        remaining = Mutex(count)
    }

    /// What a setting arms; without one nothing is armed.
    static func failpoints(_ setting: String?) throws(CommandFailure) -> Failpoints {
        guard let setting else { return .none }
        var parts = setting.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard let point = Failpoint(rawValue: parts.removeFirst()) else {
            throw CommandFailure(
                .usage,
                "TILL_FAILPOINT names no failpoint; it is one of "
                    + Failpoint.allCases.map(\.rawValue).joined(separator: ", ") + ".")
        }
        var count = 1
        if let first = parts.first, let number = Int(first), number > 0 {
            count = number
            parts.removeFirst()
        }
        let deed: Deed? =
            switch parts.first {
            case nil: .kill
            case "stall": .stall(until: nil)
            case let text?: text.hasPrefix("stall=") ? .stall(until: String(text.dropFirst("stall=".count))) : nil
            }
        guard let deed, parts.count <= 1 else {
            throw CommandFailure(.usage, "TILL_FAILPOINT is NAME, NAME:N, NAME:stall or NAME:N:stall=FILE.")
        }
        return Failpoints(arming: point, with: ArmedFailpoint(deed, at: count))
    }

    /// Whether this is the time that was waited for.
    private func isDue() -> Bool {
        remaining.withLock { remaining in
            remaining -= 1
            return remaining == 0
        }
    }

    func strikeInTransaction() {
        guard isDue() else { return }
        switch deed {
        case .kill: Self.killProgram()
        case .stall(let file): while !Self.isThere(file) { usleep(5_000) }
        }
    }

    func strike() async {
        guard isDue() else { return }
        switch deed {
        case .kill: Self.killProgram()
        case .stall(let file):
            do {
                while !Self.isThere(file) { try await Task.sleep(for: .milliseconds(5)) }
            } catch {
                // Cancelled: the program ends, and so does the wait.
                return
            }
        }
    }

    private static func isThere(_ file: String?) -> Bool {
        file.map { FileManager.default.fileExists(atPath: $0) } ?? false
    }

    /// As nothing in the program can hear: no cleaning up, no flush.
    private static func killProgram() {
        kill(getpid(), SIGKILL)
        // The signal may reach another thread first; this one goes no further.
        while true { pause() }
    }
}
