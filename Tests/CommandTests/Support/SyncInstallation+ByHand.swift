import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What people do on the providers' own pages, and what the providers were asked.
extension SyncInstallation {
    /// What somebody does to a product of ours.
    enum Deed: CaseIterable, Sendable {
        case rename, archive
    }

    /// The id that the lock has for a key.
    func id(_ key: String, at seller: Seller) throws -> String {
        struct Lock: Decodable {
            struct Provider: Decodable { let objects: [String: Object] }
            struct Object: Decodable { let id: String }
            let providers: [String: Provider]
        }
        let lock = try JSONDecoder().decode(Lock.self, from: Data(program.read("products.test.lock").utf8))
        return try #require(lock.providers[seller.rawValue]?.objects[key]?.id)
    }

    /// Changes a product as somebody does on the provider's own pages.
    ///
    /// - `name`: What it is called then.
    func byHand(_ deed: Deed, _ product: String, at seller: Seller, name: String = "Mine") async throws {
        let isStripe = seller == .stripe
        let form =
            switch deed {
            case .rename: isStripe ? "name=\(name)" : #"{"name":"\#(name)"}"#
            case .archive: isStripe ? "active=false" : #"{"status":"archived"}"#
            }
        let base = environment[seller.addressName] ?? ""
        var request = HTTPClientRequest(url: "\(base)\(isStripe ? "/v1" : "")/products/\(product)")
        request.method = isStripe ? .POST : .PATCH
        request.headers.add(
            name: "authorization",
            value: "Bearer \(environment[isStripe ? "STRIPE_SECRET_KEY" : "PADDLE_API_KEY"] ?? "")")
        request.headers.add(
            name: "content-type", value: isStripe ? "application/x-www-form-urlencoded" : "application/json")
        request.body = .bytes(Array(form.utf8))
        let answer = try await ServerLifeTests.client.execute(request, timeout: .seconds(300))
        #expect(answer.status == .ok)
        _ = try await answer.body.collect(upTo: 1 << 20)
    }

    /// How often something was written to an object, by whomever.
    func writes(to id: String, at seller: Seller) async throws -> Int {
        try await asked()[seller.rawValue]?.log.count { $0.method != "GET" && $0.path.contains(id) } ?? 0
    }

    /// How often both providers were read.
    func reads() async throws -> Int { try await asked().values.reduce(0) { $0 + $1.reads } }
}
