import Synchronization
import Testing
import TillModel
import TillSync
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Whole runs, with the providers' own contracts held against everything that is sent and answered.
///
/// No product leaves the file at Stripe: its `default_price` is emptied then, which is right there and missing from the
/// contract as it is kept.
@Suite(
    .timeLimit(.minutes(15)),
    .enabled(if: ContractProxy.path != nil, "TILL_CONTRACT_PROXY does not name the contract checker: skipped"))
struct SyncContractTests {
    private static func file(_ amount: String, percent: Int, rest: String = "") -> String {
        """
        features: { search: Search }
        meters: { calls: { name: API calls, unit: call } }
        products:
          pro:
            name: Pro
            description: More of it
            prices:
              monthly: { price: \(amount) USD, every: month, existing: keep }
              yearly: { price: 290.00 USD, every: year }
        \(rest)
          job: { name: Job posting, price: 99.00 USD }
        coupons: { LAUNCH: { percent_off: \(percent) }, TEN: { amount_off: 10.00 USD } }
        """
    }

    @Test(arguments: SandboxProvider.allCases)
    func `a sync, a change, an archiving and a second look send nothing that the provider does not know`(
        _ provider: SandboxProvider
    ) async throws {
        let program = try #require(ContractProxy.path)
        let started = Mutex<ContractProxy?>(nil)
        try await SyncShop.run(
            provider,
            between: { api in
                let proxy = try await ContractProxy.start(program, provider.rawValue, upstream: api)
                started.withLock { $0 = proxy }
                return proxy.address
            }
        ) { shop in
            let proxy = try #require(started.withLock { $0 })
            let quarterly = "      quarterly: { price: 80.00 USD, every: 3 months }"
            let files = [
                Self.file("29.00", percent: 20, rest: quarterly), Self.file("39.00", percent: 25),
                Self.file("39.00", percent: 25),
            ]
            _ = try await shop.publisher.fetchAccount()
            for (number, file) in files.enumerated() {
                let outcome = try await shop.sync(file, shop.pruning(file))
                #expect(outcome.failures.isEmpty, "\(outcome.failures)")
                #expect(outcome.plan.isEmpty == (number == 2))
            }
            let text = try await shop.get(proxy.report)
            let report = try JSONDecoder().decode(ContractProxy.Report.self, from: text)
            #expect(report.faults.isEmpty, "\(report.faults)")
        }
        try await started.withLock { $0 }?.stop()
    }
}
