import Foundation
import Testing

@testable import TillSandbox

@Suite(.timeLimit(.minutes(15))) struct StripeAccountTests {
    @Test func `the account is the same after a restart and another in another database`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "sandbox-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func account(_ name: String, startingAt first: UInt64) async throws -> JSONValue {
            let path = folder.appending(path: name).path()
            let (accounts, found) = AsyncStream<JSONValue>.makeStream()
            try await Shop.open(databasePath: path, identifiers: CountingIdentifiers(startingAt: first)) { shop in
                found.yield(try await shop.get("/v1/account").json)
            }
            return try #require(await accounts.first { _ in true })
        }
        let first = try await account("a.db", startingAt: 1)
        #expect(first["id"].string?.hasPrefix("acct_") == true)
        #expect(first["object"] == "account")
        #expect(first["livemode"] == nil)
        #expect(try await account("a.db", startingAt: 500) == first)
        #expect(try await account("b.db", startingAt: 900)["id"] != first["id"])
    }

    @Test func `a key that may only read reads, and is refused every write in Stripe's words`() async throws {
        try await Shop.open { shop in
            let headers = [("Authorization", "Bearer \(Shop.readOnlyKey)")]
            _ = try await shop.post("/v1/products", [("id", "pro"), ("name", "A")])
            #expect(try await shop.send(.get, "/v1/products/pro", headers: headers)["name"] == "A")
            let account = try await shop.send(.get, "/v1/account", headers: headers).id
            let refused = try await shop.send(.post, "/v1/products/pro", form: [("name", "B")], headers: headers)
            #expect(refused.status == 403)
            #expect(refused.error["type"] == "invalid_request_error")
            #expect(refused.code == nil)
            let message = refused.error["message"].string ?? ""
            #expect(
                message.contains("does not have the required permissions for this endpoint on account '\(account)'"))
            #expect(message.contains("'rak_product_write'"))
            #expect(!message.contains(Shop.readOnlyKey))
            #expect(try await shop.send(.delete, "/v1/products/pro", headers: headers).status == 403)
            #expect(try await shop.get("/v1/products/pro")["name"] == "A")
            let counted = try await shop.send(.get, "/sandbox/requests")["stripe"]
            #expect(counted["refused_writes"] == 2)
        }
    }
}
