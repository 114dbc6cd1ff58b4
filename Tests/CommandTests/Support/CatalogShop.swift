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

/// Who sells what a file says, as the sandbox plays them.
enum Seller: String, CaseIterable, Sendable {
    case stripe, paddle

    /// The setting that says where its API is.
    var addressName: String { "\(rawValue.uppercased())_BASE_URL" }
}

/// A folder with a catalog, and a sandbox that runs beside it as a process of its own.
struct CatalogShop {
    let program: Program
    let seller: Seller
    let environment: [String: String]

    static func run(_ seller: Seller, _ file: String, _ body: (CatalogShop) async throws -> Void) async throws {
        try await Program.inFolder { program in
            let sandbox = try program.start(["sandbox", "--port", "\(try await TestPorts.next())"], log: "sandbox")
            try await sandbox.until { $0.out.contains("PADDLE_API_KEY=") && $0.out.hasSuffix("\n") }
            var environment = ["TILL_ENV": "test"]
            for line in sandbox.out.split(separator: "\n") {
                let pair = line.split(separator: "=", maxSplits: 1).map(String.init)
                if pair.count == 2 { environment[pair[0]] = pair[1] }
            }
            let shop = CatalogShop(program: program, seller: seller, environment: environment)
            try shop.write(file)
            try await body(shop)
            sandbox.signal(SIGTERM)
            #expect(try await sandbox.end() == 0)
        }
    }

    var file: String { program.read("products.yaml") }
    var lock: String { program.read("products.test.lock") }

    func write(_ file: String) throws {
        try program.write(file.replacing("SELLER", with: seller.rawValue), to: "products.yaml")
    }

    /// Runs a command to its end.
    ///
    /// - `more`: What is set besides.
    func told(_ arguments: String..., with more: [String: String] = [:]) async throws -> Program.Ending {
        try await told(arguments, with: more)
    }

    func told(_ arguments: [String], with more: [String: String]) async throws -> Program.Ending {
        let running = try program.start(
            arguments, environment: environment.merging(more) { $1 }, log: "told-\(UUID().uuidString)")
        let status = try await running.end()
        return Program.Ending(status: status, out: running.out, error: running.error)
    }

    /// Pushes the file, and expects that to work.
    func sync(_ sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let ending = try await told("sync", "--yes", "--quiet")
        try #require(ending.status == 0, "\(ending.out)\(ending.error)", sourceLocation: sourceLocation)
    }

    /// Whether nothing is left to do anywhere.
    func isInStep() async throws -> Bool { try await told("plan", "--detailed-exit-code").status == 0 }

    /// The provider's id of a key, as the lock has it.
    func id(_ key: String) throws -> String {
        let lock = try JSONDecoder().decode(Locked.self, from: Data(lock.utf8))
        let objects = try #require(lock.providers[seller.rawValue]?.objects)
        return try #require(objects[key]?.id, "\(objects.keys)")
    }

    /// The part of a lock that is read here.
    private struct Locked: Decodable {
        struct Provider: Decodable { let objects: [String: Object] }
        struct Object: Decodable { let id: String }
        let providers: [String: Provider]
    }

    // MARK: - What people do on the provider's own pages

    /// Makes or changes something, and returns its id.
    ///
    /// - `fields`: A form of Stripe's, or a body of Paddle's.
    @discardableResult
    func put(_ path: String, _ fields: String, method: HTTPMethod = .POST) async throws -> String {
        let text = try await ask(path, fields, method: method)
        return try #require(text.firstMatch(of: /"id": ?"([a-zA-Z0-9_]+)"/)).1.description
    }

    /// What the provider answers.
    func ask(_ path: String, _ fields: String? = nil, method: HTTPMethod = .GET) async throws -> String {
        let base = environment[seller.addressName] ?? ""
        let key = environment[seller == .stripe ? "STRIPE_SECRET_KEY" : "PADDLE_API_KEY"] ?? ""
        var request = HTTPClientRequest(url: base + path)
        request.method = method
        request.headers.add(name: "authorization", value: "Bearer \(key)")
        if let fields {
            request.headers.add(
                name: "content-type",
                value: seller == .stripe ? "application/x-www-form-urlencoded" : "application/json")
            request.body = .bytes(Array(fields.utf8))
        }
        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(300))
        let text = String(buffer: try await answer.body.collect(upTo: 1 << 20))
        try #require((200..<300).contains(answer.status.code), "\(path): \(text)")
        return text
    }

    /// Gives a product another name.
    func rename(_ id: String, to name: String) async throws {
        switch seller {
        case .stripe: try await put("/v1/products/\(id)", "name=\(name.replacing(" ", with: "+"))")
        case .paddle: try await put("/products/\(id)", #"{"name":"\#(name)"}"#, method: .PATCH)
        }
    }

    /// Makes a product.
    func makeProduct(_ name: String) async throws -> String {
        switch seller {
        case .stripe: try await put("/v1/products", "name=\(name)")
        case .paddle: try await put("/products", #"{"name":"\#(name)","tax_category":"standard"}"#)
        }
    }

    /// Makes a monthly price.
    func makePrice(_ product: String, _ amount: Int) async throws -> String {
        switch seller {
        case .stripe:
            try await put(
                "/v1/prices",
                "product=\(product)&unit_amount=\(amount)&currency=usd&recurring[interval]=month&tax_behavior=exclusive"
            )
        case .paddle:
            try await put(
                "/prices",
                """
                {"product_id":"\(product)","description":"by hand","tax_mode":"external",
                "unit_price":{"amount":"\(amount)","currency_code":"USD"},
                "billing_cycle":{"interval":"month","frequency":1}}
                """)
        }
    }

    /// Archives a price.
    func archive(price id: String) async throws {
        switch seller {
        case .stripe: try await put("/v1/prices/\(id)", "active=false")
        case .paddle: try await put("/prices/\(id)", #"{"status":"archived"}"#, method: .PATCH)
        }
    }

    /// What a product or price is, as the provider tells it.
    func look(_ id: String) async throws -> String {
        let kind = id.hasPrefix("pri") ? "prices" : "products"
        return try await ask(seller == .stripe ? "/v1/\(kind)/\(id)" : "/\(kind)/\(id)")
    }
}
