import Foundation
import Testing

@testable import TillSandbox

/// The program that holds requests, answers and webhook bodies against Stripe's own contract.
struct ContractProgram: Sendable {
    /// Where the program is, when this machine has it.
    static let path = ProcessInfo.processInfo.environment["TILL_CONTRACT_PROXY"]

    /// Puts the program between a client and a server, runs the body, and gives the program's report.
    static func between(_ shop: Shop, _ body: @Sendable (Shop) async throws -> Void) async throws -> JSONValue {
        try await between("stripe", shop.base, ignoring: ["/c/", "/sandbox/"]) { address in
            try await body(Shop(base: address, clock: shop.clock))
        } report: {
            try await shop.send(.get, $0).json
        }
    }

    /// Puts the program between a provider's client and a server, and gives the report from where `report` finds it.
    static func between(
        _ provider: String, _ server: String, ignoring paths: [String] = [],
        _ body: @Sendable (String) async throws -> Void, report: @Sendable (String) async throws -> JSONValue
    ) async throws -> JSONValue {
        let program = try ContractProgram(
            ["--provider", provider, "--listen", "127.0.0.1:0", "--upstream", server]
                + paths.flatMap { ["--ignore", $0] })
        // A child inherits the blocked signals of the thread that starts it, so only this one surely ends it.
        defer { kill(program.process.processIdentifier, SIGKILL) }
        var text = ""
        for await part in program.output {
            text += part
            if text.contains("\n") { break }
        }
        let line = try #require(text.split(separator: "\n").first)
        let address = try #require(line.split(separator: " ").last.map(String.init))
        try await body(address)
        return try await report(address + "/__contract/report")
    }

    /// Checks webhook bodies, each in its file, and gives the exit status and what was said.
    static func checkSamples(_ files: [URL]) async throws -> (status: Int32, output: String) {
        let program = try ContractProgram(["check-samples", "--provider", "stripe"] + files.map { $0.path() })
        var text = ""
        for await part in program.output { text += part }
        let status = try #require(await program.ended.first { _ in true })
        return (status, text)
    }

    private let process = Process()
    /// What the program says, until it ends.
    private let output: AsyncStream<String>
    private let ended: AsyncStream<Int32>

    private init(_ arguments: [String]) throws {
        let (output, said) = AsyncStream<String>.makeStream()
        let (ended, end) = AsyncStream<Int32>.makeStream()
        self.output = output
        self.ended = ended
        let pipe = Pipe()
        process.executableURL = URL(filePath: try #require(ContractProgram.path))
        process.arguments = arguments
        process.standardOutput = pipe
        process.standardError = pipe
        process.terminationHandler = { end.yield($0.terminationStatus) }
        pipe.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            if data.isEmpty {
                handle.readabilityHandler = nil
                said.finish()
            } else {
                said.yield(String(decoding: data, as: UTF8.self))
            }
        }
        try process.run()
    }
}
