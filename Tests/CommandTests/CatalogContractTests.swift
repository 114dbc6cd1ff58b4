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

/// What commands send to providers, with the providers' own contracts held against it, as is what they answer.
@Suite(
    .timeLimit(.minutes(15)),
    .enabled(if: ContractProxy.path != nil, "TILL_CONTRACT_PROXY does not name the contract checker: skipped"))
struct CatalogContractTests {
    private static let file = """
        version: 1
        defaults: { currency: USD, provider: SELLER }
        products:
          job: { name: Job posting, price: 99.00 USD }
        coupons: { LAUNCH: { percent_off: 20 } }

        """

    private static let more = "  pro: { name: Pro, prices: { monthly: { price: 29.00 USD, every: month } } }\n"

    /// A shop whose commands reach the provider through the program that knows its contract.
    private struct Checked {
        let shop: CatalogShop
        let proxy: ContractProxy

        /// Runs a command that must end with a status.
        @discardableResult
        func told(
            _ arguments: String..., ending status: Int32 = 0, sourceLocation: SourceLocation = #_sourceLocation
        ) async throws -> String {
            let ending = try await shop.told(
                arguments, with: [shop.seller.addressName: proxy.address])
            #expect(ending.status == status, "\(ending.out)\(ending.error)", sourceLocation: sourceLocation)
            return ending.out
        }

        func report() async throws -> ContractProxy.Report {
            let answer = try await HTTPClient.shared.execute(
                HTTPClientRequest(url: proxy.report), timeout: .seconds(60))
            let bytes = try await answer.body.collect(upTo: 1 << 24)
            return try JSONDecoder().decode(ContractProxy.Report.self, from: Data(bytes.readableBytesView))
        }
    }

    private func run(_ seller: Seller, _ body: (Checked) async throws -> Void) async throws {
        let program = try #require(ContractProxy.path)
        try await CatalogShop.run(seller, Self.file) { shop in
            let proxy = try await ContractProxy.start(
                program, seller.rawValue, upstream: shop.environment[seller.addressName] ?? "")
            let checked = Checked(shop: shop, proxy: proxy)
            let result: Result<Void, any Error>
            do {
                try await checked.told("sync", "--yes")
                try await body(checked)
                let report = try await checked.report()
                #expect(report.faults.isEmpty, "\(report.faults)")
                result = .success(())
            } catch {
                result = .failure(error)
            }
            try await proxy.stop()
            try result.get()
        }
    }

    @Test(arguments: Seller.allCases)
    func `to look for drift and to pull sends nothing that the provider does not know`(
        _ seller: Seller
    ) async throws {
        try await run(seller) { checked in
            let shop = checked.shop
            try await checked.told("drift")
            try await checked.told("doctor")
            try await shop.rename(try shop.id("product job"), to: "Jobs")
            try await shop.archive(price: try await shop.makePrice(try shop.id("product job"), 1_900))
            #expect(try await checked.told("drift", ending: 2).contains("changed  product job"))
            #expect(try await checked.told("pull", ending: 2).contains("name: Jobs"))
            try await checked.told("pull", "--write")
            #expect(
                shop.file == Self.file.replacing("SELLER", with: seller.rawValue).replacing("Job posting", with: "Jobs")
            )
            try await checked.told("pull", "--rebuild-lock")
            try await checked.told("drift")
            let report = try await checked.report()
            #expect(report.operations.contains { $0.key.hasPrefix("GET") && $0.value.requests > 3 })
        }
    }

    @Test(arguments: Seller.allCases)
    func `to import what was there before sends nothing that the provider does not know`(
        _ seller: Seller
    ) async throws {
        try await run(seller) { checked in
            let (shop, name) = (checked.shop, seller.rawValue)
            let product = try await shop.makeProduct("Pro")
            let price = try await shop.makePrice(product, 2_900)
            let old = try await shop.makePrice(product, 1_900)
            try await shop.archive(price: old)
            try shop.write(Self.file.replacing("coupons:", with: Self.more + "coupons:"))
            #expect(try await checked.told("import", "--discover", name).contains("\(name):\(price) --as pro/monthly"))
            try await checked.told("import", "\(name):\(product)", "--as", "pro", "--yes")
            try await checked.told("import", "\(name):\(price)", "--as", "pro/monthly", "--yes")
            try await checked.told("import", "--retired", "\(name):\(old)", "--as", "pro/monthly")
            try await checked.told("sync", "--yes")
            #expect(try shop.id("price pro/monthly") == price)
            try await checked.told("drift")
        }
    }
}
