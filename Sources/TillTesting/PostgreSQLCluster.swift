import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A PostgreSQL server of a test's own, to stop and start again; made by `scripts/postgres`.
package struct PostgreSQLCluster: Sendable {
    private let folder: String
    /// Where it is reached, also after it was started again.
    package let address: String

    /// The one database in it, for which nothing has been done yet.
    package var database: TestDatabase { TestDatabase(kind: .postgreSQL, address: .postgreSQL(url: address)) }

    /// The script did not do what it was asked.
    package struct Failed: Error {
        package let words: String
    }

    /// Lends a server, and removes it afterwards.
    package static func with<Value>(_ body: (PostgreSQLCluster) async throws -> Value) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "till-postgres-\(UUID().uuidString)").path(percentEncoded: false)
        let address = try await script("start", folder)
        let cluster = PostgreSQLCluster(
            folder: folder, address: address.split(separator: "\n").last.map(String.init) ?? "")
        do {
            let value = try await body(cluster)
            _ = try await script("remove", folder)
            return value
        } catch {
            _ = try await script("remove", folder)
            throw error
        }
    }

    /// Ends the server: `immediate` as a crash would.
    package func stop(_ mode: String = "fast") async throws { _ = try await Self.script("stop", folder, mode) }

    /// Starts it again where it was.
    package func start() async throws { _ = try await Self.script("start", folder) }

    private static func script(_ arguments: String...) async throws -> String {
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "scripts/postgres").path(percentEncoded: false)
        let output = FileManager.default.temporaryDirectory
            .appending(path: "till-script-\(UUID().uuidString)").path(percentEncoded: false)
        defer { try? FileManager.default.removeItem(atPath: output) }
        let process = try ChildProcess.start([script] + arguments, output: (output, output + ".error"))
        defer { try? FileManager.default.removeItem(atPath: output + ".error") }
        while true {
            if let status = ChildProcess.status(of: process) {
                guard status == 0 else {
                    throw Failed(words: try String(contentsOfFile: output + ".error", encoding: .utf8))
                }
                return try String(contentsOfFile: output, encoding: .utf8)
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
