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

/// The real binary, in a folder of its own.
struct Program: Sendable {
    let folder: String

    /// Lies beside the tests, which are built together with it.
    static let binary = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appending(path: "catalog").path(percentEncoded: false)

    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// How a run ended, and what it printed.
    struct Ending: Sendable {
        let status: Int32
        let out: String
        let error: String
    }

    static func inFolder<Value>(_ body: (Program) async throws -> Value) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "till-command-\(UUID().uuidString)").path(percentEncoded: false)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let program = Program(folder: folder)
        try program.write(
            try String(contentsOf: repository.appending(path: "products.yaml"), encoding: .utf8), to: "products.yaml")
        return try await body(program)
    }

    func write(_ text: String, to name: String) throws {
        try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    }

    func read(_ name: String) -> String { (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)) ?? "" }

    /// Starts the program and goes on.
    func start(_ arguments: [String], environment: [String: String] = [:], log: String = "log") throws -> Running {
        let pid = try ChildProcess.start(
            [Self.binary] + arguments,
            environment: environment.merging(["PATH": "/usr/bin:/bin", "TMPDIR": folder]) { given, _ in given },
            in: folder, output: ("\(folder)/\(log).out", "\(folder)/\(log).error"))
        return Running(pid: pid, program: self, log: log)
    }

    /// Runs the program to its end.
    func run(_ arguments: String..., environment: [String: String] = [:]) async throws -> Ending {
        let log = "run-\(UUID().uuidString)"
        let running = try start(arguments, environment: environment, log: log)
        let status = try await running.end()
        return Ending(status: status, out: read("\(log).out"), error: read("\(log).error"))
    }

    /// The program while it runs.
    struct Running: Sendable {
        let pid: pid_t
        let program: Program
        let log: String

        var out: String { program.read("\(log).out") }
        var error: String { program.read("\(log).error") }

        func signal(_ signal: Int32) { kill(pid, signal) }

        /// Waits for its end.
        func end() async throws -> Int32 {
            while true {
                if let status = ChildProcess.status(of: pid) { return status }
                try await Task.sleep(for: .milliseconds(3))
            }
        }

        /// Waits until it has printed something.
        func until(_ condition: @escaping @Sendable (Running) -> Bool) async throws {
            while !condition(self) {
                if let status = ChildProcess.status(of: pid) { throw Ended(status: status, error: error) }
                try await Task.sleep(for: .milliseconds(3))
            }
        }

        struct Ended: Error {
            let status: Int32
            let error: String
        }
    }
}
