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

    func signal(_ signal: Int32) { kill(pid, signal) }

    /// Waits for its end; a signal is told as its negative number.
    func end() async throws -> Int32 {
        while true {
            if let status = ChildProcess.status(of: pid) { return status }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    /// Waits until it has printed something.
    func until(_ condition: (CatalogProcess) -> Bool) async throws {
        while !condition(self) {
            if let status = ChildProcess.status(of: pid) { throw Ended(status: status, log: error) }
            try await Task.sleep(for: .milliseconds(2))
        }
    }
}
