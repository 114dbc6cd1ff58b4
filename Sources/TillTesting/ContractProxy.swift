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

/// The program that holds requests and answers against a provider's own contract, while it stands in between.
package struct ContractProxy: Sendable {
    /// Where the program is, when this machine has it.
    package static let path = ProcessInfo.processInfo.environment["TILL_CONTRACT_PROXY"]

    /// What it has to say of everything that went through it.
    package struct Report: Decodable, Sendable {
        /// Something that the contract does not know: whose, and where in it.
        package struct Violation: Decodable, Sendable, CustomStringConvertible {
            package let method: String
            package let path: String
            package let pointer: String?
            package let message: String

            package var description: String { "\(method) \(path) \(pointer ?? ""): \(message)" }
        }

        /// What was asked of one part of the API.
        package struct Operation: Decodable, Sendable {
            package let requests: Int
        }

        package let violations: [Violation]
        /// By method and path, as the contract writes them.
        package let operations: [String: Operation]

        /// What is wrong: without what the contract as it is kept is known to lack.
        ///
        /// Of Paddle's discounts that ran out it knows nothing, though they have a status of their own; a server that
        /// knows none refuses to be asked for it, and is asked again without.
        package var faults: [Violation] {
            violations.filter {
                $0.method != "GET" || $0.path != "/discounts" || $0.pointer?.hasPrefix("/status/") != true
            }
        }
    }

    /// Where it listens.
    package let address: String
    private let pid: pid_t

    /// Where its report is read.
    package var report: String { "\(address)/__contract/report" }

    /// Starts it in front of an API.
    ///
    /// - `provider`: Whose contract it is, by the provider's name.
    package static func start(_ program: String, _ provider: String, upstream: String) async throws -> ContractProxy {
        let said = FileManager.default.temporaryDirectory.appending(path: "till-contract-\(UUID().uuidString)")
        let path = said.path(percentEncoded: false)
        defer { try? FileManager.default.removeItem(at: said) }
        let pid = try ChildProcess.start(
            [
                program, "--provider", provider, "--listen", "127.0.0.1:0", "--upstream", upstream,
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

    /// It ended before it listened.
    package struct NotStarted: Error {
        package let status: Int32
    }

    /// Ends it.
    package func stop() async throws {
        kill(pid, SIGKILL)
        while ChildProcess.status(of: pid) == nil { try await Task.sleep(for: .milliseconds(3)) }
    }
}
