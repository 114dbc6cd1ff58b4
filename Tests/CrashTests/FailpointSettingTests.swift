import Testing
import TillModel
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `TILL_FAILPOINT`: never where money is real, and never misunderstood.
@Suite(.timeLimit(.minutes(15))) struct FailpointSettingTests {
    /// Starts a server that must refuse, and returns how.
    private func refusal(_ environment: [String: String]) async throws -> (status: Int32, words: String, left: Bool) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "till-refused-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try "version: 1\nproducts: { thing: { name: Thing, price: 1.00 USD } }\n"
            .write(toFile: "\(folder)/products.yaml", atomically: true, encoding: .utf8)
        let server = try CatalogProcess.start(
            ["serve"],
            environment: environment.merging(["TILL_PORT": "\(try await TestPorts.next())"]) { given, _ in given },
            in: folder, log: "server")
        let status = try await server.end()
        return (status, server.error, FileManager.default.fileExists(atPath: "\(folder)/.till"))
    }

    @Test(arguments: Failpoint.allCases)
    func `a failpoint is refused with 4 where money is real, before the database is touched`(
        _ point: Failpoint
    ) async throws {
        let refused = try await refusal([
            "TILL_ENV": "live", "TILL_PUBLIC_URL": "https://shop.example", "STRIPE_SECRET_KEY": "sk_live_of_nobody",
            "STRIPE_WEBHOOK_SECRET": "whsec_of_nobody", "TILL_FAILPOINT": point.rawValue,
        ])
        #expect(refused.status == 4)
        #expect(refused.words.contains("TILL_FAILPOINT is for tests"), "\(refused.words)")
        #expect(!refused.left)
    }

    @Test(arguments: [
        "nowhere", "hook-ran:0", "hook-ran:-1", "hook-ran:x", "hook-ran:1:later", "hook-ran:1:stall:2", ":",
        "hook-ran:",
        "hook-ran:99999999999999999999",
    ])
    func `a failpoint that cannot be is refused with the words that can`(_ setting: String) async throws {
        let refused = try await refusal([
            "TILL_ENV": "test", "STRIPE_SECRET_KEY": "sk_test_of_nobody", "TILL_FAILPOINT": setting,
        ])
        #expect(refused.status == 64)
        #expect(refused.words.contains("TILL_FAILPOINT"), "\(refused.words)")
        #expect(refused.words.contains("hook-ran") || refused.words.contains("NAME:N"))
        #expect(!refused.left)
    }
}
