import Foundation
import NIOCore
import NIOPosix

/// A server that is measured: a process of its own, ended by its id.
final class ServerProcess {
    private let process = Process()
    let port: Int

    /// Starts it and waits until it answers.
    init(_ program: [String], port: Int, folder: String, environment: [String: String] = [:]) async throws {
        self.port = port
        process.executableURL = URL(filePath: program[0])
        process.arguments = Array(program.dropFirst())
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let log = "\(folder)/server.log"
        guard FileManager.default.createFile(atPath: log, contents: nil), let output = FileHandle(forWritingAtPath: log)
        else { throw Failure("\(log) cannot be made") }
        process.standardOutput = output
        process.standardError = output
        try process.run()
        while try await !answers() {
            guard process.isRunning else {
                let words = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
                throw Failure("\(program[0]) ended: \(words.suffix(600))")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// What could not be measured to its end leaves no server behind.
    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    struct Failure: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }

    private func answers() async throws -> Bool {
        do {
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: port).get()
            try await channel.close()
            return true
        } catch is NIOConnectionError {
            return false
        }
    }

    /// Resident memory.
    var megabytes: Double {
        let status = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return (line.flatMap { Double($0.filter(\.isNumber)) } ?? 0) / 1_024
    }

    /// Processor time it took since it began, in seconds.
    var processorSeconds: Double { MachineLoad.processorSeconds(of: "\(process.processIdentifier)") }

    /// Ends it as an operator does, so that its database is left whole.
    func stop() async {
        process.terminate()
        for _ in 0..<1_000 where process.isRunning { try? await Task.sleep(for: .milliseconds(20)) }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }
}
