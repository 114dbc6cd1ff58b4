import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The real binary as a process, in a folder where it leaves what it prints.
struct CatalogProcess: Sendable {
    let pid: pid_t
    private let log: String

    /// The binary: `TILL_CHAOS_PROGRAM`, else the one that is built together with these tests and lies beside them.
    static let binary =
        ProcessInfo.processInfo.environment["TILL_CHAOS_PROGRAM"]
        ?? URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "catalog").path()

    /// It ended while something was still awaited of it.
    struct Ended: Error {
        let status: Int32
        let log: String
    }

    static func start(
        _ arguments: [String], environment: [String: String], in folder: String, log name: String
    ) throws -> CatalogProcess {
        let log = "\(folder)/\(name)"
        let pid = try ChildProcess.start(
            [binary] + arguments,
            environment: environment.merging(["PATH": "/usr/bin:/bin", "TMPDIR": folder]) { given, _ in given },
            in: folder, output: ("\(log).out", "\(log).error"))
        return CatalogProcess(pid: pid, log: log)
    }

    /// What it has printed so far on standard output.
    var out: String { read("\(log).out") }
    /// What it has logged so far.
    var error: String { read("\(log).error") }

    private func read(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }

    func signal(_ signal: Int32) { _ = systemKill(pid, signal) }

    /// Waits for its end; a signal is told as its negative number.
    func end() async throws -> Int32 {
        while true {
            if let status = ChildProcess.status(of: pid) { return status }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    /// Kills it if it still runs, and waits for its end.
    ///
    /// A number that is nobody's any more may be another program's by now, so it is asked for first.
    func kill() async throws {
        var status: Int32 = 0
        guard waitpid(pid, &status, WNOHANG) == 0 else { return }
        signal(SIGKILL)
        _ = try await end()
    }

    /// Waits until it has printed something.
    func until(_ condition: (CatalogProcess) -> Bool) async throws {
        while !condition(self) {
            if let status = ChildProcess.status(of: pid) { throw Ended(status: status, log: error) }
            try await Task.sleep(for: .milliseconds(2))
        }
    }
}

/// The system's `kill`, under a name that does not hide behind the function above.
private func systemKill(_ pid: pid_t, _ signal: Int32) -> Int32 { kill(pid, signal) }
