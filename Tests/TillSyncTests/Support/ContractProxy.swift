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

/// The program that holds requests and answers against a provider's own contract, while it stands in between.
struct ContractProxy {
    /// Where the program is, when this machine has it.
    static let path = ProcessInfo.processInfo.environment["TILL_CONTRACT_PROXY"]

    /// What it has to say of everything that went through it.
    struct Report: Decodable {
        /// Something that the contract does not know: whose, and where in it.
        struct Violation: Decodable, CustomStringConvertible {
            let method: String
            let path: String
            let pointer: String?
            let message: String

            var description: String { "\(method) \(path) \(pointer ?? ""): \(message)" }
        }

        let violations: [Violation]
    }

    /// Where it listens.
    let address: String
    private let pid: pid_t

    /// Starts it in front of an API.
    static func start(_ program: String, _ provider: SandboxProvider, upstream: String) async throws -> ContractProxy {
        let said = FileManager.default.temporaryDirectory.appending(path: "till-contract-\(UUID().uuidString)")
        let path = said.path(percentEncoded: false)
        defer { try? FileManager.default.removeItem(at: said) }
        let pid = try ChildProcess.start(
            [
                program, "--provider", provider.rawValue, "--listen", "127.0.0.1:0", "--upstream", upstream,
                "--ignore", "/v1/account",
            ], output: (path, path))
        while true {
            if let status = ChildProcess.status(of: pid) { throw NotStarted(status: status) }
            let text = (try? String(contentsOf: said, encoding: .utf8)) ?? ""
            if text.contains("\n"), let word = text.split(separator: "\n").first?.split(separator: " ").last {
                return ContractProxy(address: String(word), pid: pid)
            }
            try await Task.sleep(for: .milliseconds(3))
        }
    }

    struct NotStarted: Error {
        let status: Int32
    }

    /// Ends it.
    func stop() async throws {
        kill(pid, SIGKILL)
        while ChildProcess.status(of: pid) == nil { try await Task.sleep(for: .milliseconds(3)) }
    }
}
