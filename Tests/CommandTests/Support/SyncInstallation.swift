import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Testing
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

/// A folder with a catalog, the sandbox as a process of its own, and what `catalog sync` needs to reach it.
struct SyncInstallation: Sendable {
    let program: Program
    let sandbox: Program.Running
    let sandboxURL: String
    let environment: [String: String]

    /// A catalog that is sold through both providers.
    static let catalog = """
        version: 1
        defaults: { currency: USD, provider: [stripe, paddle] }
        products:
          pro:
            name: Pro
            prices:
              monthly: { price: 29.00 USD, every: month, existing: keep }
              yearly: { price: 290.00 USD, every: year }
          job: { name: Job posting, price: 99.00 USD }

        """

    /// Runs a sandbox around a test.
    static func run(_ body: (SyncInstallation) async throws -> Void) async throws {
        try await Program.inFolder { program in
            try program.write(catalog, to: "products.yaml")
            let sandbox = try program.start(["sandbox", "--port", "\(try await TestPorts.next())"], log: "sandbox")
            try await sandbox.until { $0.out.contains("PADDLE_API_KEY=") }
            var environment: [String: String] = [:]
            for line in sandbox.out.split(separator: "\n") {
                let pair = line.split(separator: "=", maxSplits: 1).map(String.init)
                if pair.count == 2, pair[0] != "STRIPE_WEBHOOK_SECRET" { environment[pair[0]] = pair[1] }
            }
            let shop = SyncInstallation(
                program: program, sandbox: sandbox, sandboxURL: try #require(environment["STRIPE_BASE_URL"]),
                environment: environment)
            let result: Result<Void, any Error>
            do {
                result = .success(try await body(shop))
            } catch {
                result = .failure(error)
            }
            sandbox.signal(SIGKILL)
            _ = try await sandbox.end()
            try result.get()
        }
    }

    /// Starts a command for `test` and goes on.
    func start(
        _ arguments: [String], mode: String = "test", with more: [String: String] = [:], log: String
    ) throws -> Program.Running {
        try program.start(
            arguments + ["--env", mode], environment: environment.merging(more) { $1 }, log: log)
    }

    /// Runs a command for `test` to its end.
    @discardableResult
    func run(
        _ arguments: String..., with more: [String: String] = [:], expecting status: Int32 = 0,
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) async throws -> Program.Ending {
        let running = try start(arguments, with: more, log: "run-\(UUID().uuidString)")
        let ending = Program.Ending(status: try await running.end(), out: running.out, error: running.error)
        #expect(ending.status == status, "\(ending.error)\(ending.out)", sourceLocation: sourceLocation)
        return ending
    }

    /// Rewrites the catalog.
    func edit(_ old: String, _ new: String) throws {
        let text = program.read("products.yaml")
        #expect(text.contains(old))
        try program.write(text.replacing(old, with: new), to: "products.yaml")
    }

    // MARK: - The sandbox's switches

    func control(_ path: String, _ json: String = "{}") async throws {
        var request = HTTPClientRequest(url: "\(sandboxURL)/sandbox/\(path)")
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(Array(json.utf8))
        let answer = try await ServerLifeTests.client.execute(request, timeout: .seconds(300))
        #expect(answer.status == .ok)
    }

    /// What a provider was asked.
    struct Asked: Decodable {
        struct Entry: Decodable {
            let method: String
            let path: String
        }

        let reads: Int
        let writes: Int
        let log: [Entry]
    }

    func asked() async throws -> [String: Asked] {
        try JSONDecoder().decode([String: Asked].self, from: Data(try await get("/sandbox/requests").utf8))
    }

    /// How often both providers were written to.
    func writes() async throws -> Int { try await asked().values.reduce(0) { $0 + $1.writes } }

    private func get(_ path: String, key: String? = nil) async throws -> String {
        var request = HTTPClientRequest(url: sandboxURL + path)
        if let key { request.headers.add(name: "authorization", value: "Bearer \(key)") }
        let answer = try await ServerLifeTests.client.execute(request, timeout: .seconds(300))
        return String(buffer: try await answer.body.collect(upTo: 1 << 24))
    }

    /// An object of either provider's, as far as it matters.
    private struct Object: Decodable {
        let name: String?
    }

    private struct Page: Decodable {
        let data: [Object]
    }

    /// The names of the active products at each provider, sorted.
    func products() async throws -> [String: [String]] {
        let pages = [
            "stripe": try await get("/v1/products?active=true&limit=100", key: environment["STRIPE_SECRET_KEY"]),
            "paddle": try await get("/paddle/products?status=active", key: environment["PADDLE_API_KEY"]),
        ]
        return try pages.mapValues {
            try JSONDecoder().decode(Page.self, from: Data($0.utf8)).data.compactMap(\.name).sorted()
        }
    }

    /// How many active prices there are at each provider.
    func prices() async throws -> [String: Int] {
        let pages = [
            "stripe": try await get("/v1/prices?active=true&limit=100", key: environment["STRIPE_SECRET_KEY"]),
            "paddle": try await get("/paddle/prices?status=active", key: environment["PADDLE_API_KEY"]),
        ]
        return try pages.mapValues { try JSONDecoder().decode(Page.self, from: Data($0.utf8)).data.count }
    }

    /// Nothing is left to do, and everything is there once.
    func expectInStep(sourceLocation: Testing.SourceLocation = #_sourceLocation) async throws {
        try await run("plan", "--detailed-exit-code", sourceLocation: sourceLocation)
        #expect(
            try await products().values.allSatisfy { $0 == ["Job posting", "Pro"] }, sourceLocation: sourceLocation)
        #expect(try await prices() == ["stripe": 3, "paddle": 3], sourceLocation: sourceLocation)
    }
}
