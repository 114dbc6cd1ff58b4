import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Certificates that `openssl` makes for one test, in a folder that is removed afterwards.
struct Certificates {
    /// The name that the server's certificate is for.
    static let host = "db.till.test"

    private let folder: String

    /// The authority that signed the server's certificate.
    var authority: String { "\(folder)/authority.pem" }
    /// Another authority, which signed nothing.
    var stranger: String { "\(folder)/stranger.pem" }

    /// Whether the program that makes them is here.
    static let areAvailable: Bool = {
        let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
        return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/openssl") }
    }()

    /// A command of `openssl` failed.
    struct Failed: Error {
        let arguments: [String]
        let words: String
    }

    static func with(_ body: (Certificates) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "till-certificates-\(UUID())")
            .path(percentEncoded: false)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let made = Certificates(folder: folder)
        for name in ["authority", "stranger"] {
            try await made.openssl(
                ["req", "-x509", "-days", "2", "-subj", "/CN=\(name)", "-out", "\(name).pem"] + made.newKey(name))
        }
        try await made.openssl(["req", "-subj", "/CN=\(host)", "-out", "server.csr"] + made.newKey("server"))
        try "subjectAltName=DNS:\(host)\n".write(toFile: "\(folder)/names", atomically: true, encoding: .utf8)
        try await made.openssl([
            "x509", "-req", "-days", "2", "-in", "server.csr", "-CA", "authority.pem", "-CAkey", "authority.key",
            "-CAcreateserial", "-extfile", "names", "-out", "server.pem",
        ])
        try await body(made)
    }

    /// The lines of one of the server's files.
    func lines(of name: String) throws -> [String] {
        try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8).split(separator: "\n").map(String.init)
    }

    private func newKey(_ name: String) -> [String] {
        ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "\(name).key"]
    }

    private func openssl(_ arguments: [String]) async throws {
        let log = "\(folder)/log"
        let process = try ChildProcess.start(["openssl"] + arguments, in: folder, output: (log, log))
        while true {
            if let status = ChildProcess.status(of: process) {
                guard status == 0 else {
                    throw Failed(arguments: arguments, words: try String(contentsOfFile: log, encoding: .utf8))
                }
                return
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
