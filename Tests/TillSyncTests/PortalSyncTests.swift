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

/// What customers may do on the provider's own pages, set up from the file.
@Suite(.timeLimit(.minutes(15))) struct PortalSyncTests {
    private static let portal = CatalogObjectKey(.portal, "default")
    private static let all = """
        headline: Your subscription, return_url: "https://shop.example/account", details: [email, tax_id], \
        cancel: at_period_end, switch_to: [pro, team], change_quantity: true, promotion_codes: true, proration: now, \
        downgrade: at_period_end
        """

    private static func file(_ amount: String = "29.00", portal: String?) -> String {
        """
        \(portal.map { "providers: { stripe: { portal: { \($0) } } }" } ?? "")
        products:
          pro:
            name: Pro
            prices:
              monthly: { price: \(amount) USD, every: month, existing: keep }
              once: { price: 290.00 USD }
          team: { name: Team, price: 99.00 USD, every: month }
        """
    }

    /// The one portal of ours.
    private static func portal(in shop: SyncShop) async throws -> RemoteCatalogObject {
        let portals = try await shop.active()[portal] ?? []
        #expect(portals.count == 1)
        return try #require(portals.first)
    }

    /// What the portal offers a change to.
    private static func offered(_ portal: RemoteCatalogObject) throws -> [[String: CatalogValue]] {
        guard case .list(let products)? = portal.fields["switch_to"] else { return [] }
        return try products.map { product in
            guard case .fields(let fields) = product else { throw NotAProduct() }
            return fields
        }
    }

    private struct NotAProduct: Error {}

    @Test func `everything that the file says of the portal is there, and is left alone the second time`()
        async throws
    {
        try await SyncShop.run(.stripe) { shop in
            let first = try await shop.sync(Self.file(portal: Self.all))
            #expect(first.failures.isEmpty, "\(first.failures)")
            #expect(first.done.contains("create portal default"))
            let fields = try await Self.portal(in: shop).fields
            #expect(fields["headline"] == "Your subscription")
            #expect(fields["return_url"] == "https://shop.example/account")
            #expect(fields["details"] == ["email", "tax_id"])
            #expect(fields["cancel"] == "at_period_end")
            #expect(fields["changes"] == ["price", "promotion_code", "quantity"])
            #expect(fields["proration"] == "always_invoice")
            #expect(fields["deferred"] == ["decreasing_item_amount", "shortening_interval"])
            let second = try await shop.sync(Self.file(portal: Self.all))
            #expect(second.plan.isEmpty, "\(second.plan.changes.filter { $0.action != .noop })")
            #expect(second.writes == 0)
        }
    }

    @Test func `the portal offers the new price before the old one is archived, and never what is paid once`()
        async throws
    {
        try await SyncShop.run(.stripe) { shop in
            try await shop.sync(Self.file(portal: Self.all))
            let outcome = try await shop.sync(Self.file("39.00", portal: Self.all))
            #expect(outcome.failures.isEmpty, "\(outcome.failures)")
            #expect(
                outcome.done == [
                    "replace price pro/monthly", "update default price pro", "update portal default",
                    "archive price pro/monthly",
                ])
            let active = try await shop.active()
            let prices = try ["pro/monthly", "team"].map { name in
                try #require(active[CatalogObjectKey(.price, name)]?.first).id
            }
            let offered = try Self.offered(try await Self.portal(in: shop)).compactMap { $0["prices"] }
            #expect(Set(offered) == Set(prices.map { [.remote($0)] }))
            #expect(try await shop.plan(Self.file("39.00", portal: Self.all)).isEmpty)
        }
    }

    @Test func `what somebody allows on the provider's pages is noticed and put back`() async throws {
        try await SyncShop.run(.stripe) { shop in
            let file = Self.file(portal: "details: [email]")
            try await shop.sync(file)
            let id = try await Self.portal(in: shop).id
            try await shop.byHand(
                ProviderCall(
                    method: "POST", path: "/v1/billing_portal/configurations/\(id)",
                    body: "features[subscription_cancel][enabled]=true"))
            let change = try #require(try await shop.plan(file).changes.first { $0.key == Self.portal })
            #expect(change.verdict == .drift)
            #expect(change.fields == ["cancel"])
            try await shop.sync(file)
            #expect(try await Self.portal(in: shop).fields["cancel"] == "never")
        }
    }

    @Test func `customers who could change cannot any more when the file says so no more`() async throws {
        try await SyncShop.run(.stripe) { shop in
            try await shop.sync(Self.file(portal: Self.all))
            let outcome = try await shop.sync(Self.file(portal: "invoices: false"))
            #expect(outcome.failures.isEmpty, "\(outcome.failures)")
            let portal = try await Self.portal(in: shop)
            #expect(
                portal.fields == [
                    "details": [], "invoices": false, "payment_methods": true, "cancel": "never", "switch_to": [],
                ])
        }
    }

    @Test func `a portal of which the file says nothing is left as it is`() async throws {
        try await SyncShop.run(.stripe) { shop in
            try await shop.sync(Self.file(portal: Self.all))
            let before = try await Self.portal(in: shop)
            let file = Self.file(portal: nil)
            let outcome = try await shop.sync(file, shop.pruning(file))
            #expect(outcome.writes == 0)
            #expect(try await Self.portal(in: shop) == before)
        }
    }

    @Test(.enabled(if: ContractProxy.path != nil, "TILL_CONTRACT_PROXY does not name the contract checker: skipped"))
    func `the provider's contract knows everything that sets a portal up, changes it and empties it`() async throws {
        let program = try #require(ContractProxy.path)
        let started = Mutex<ContractProxy?>(nil)
        try await SyncShop.run(
            .stripe,
            between: { api in
                let proxy = try await ContractProxy.start(program, "stripe", upstream: api)
                started.withLock { $0 = proxy }
                return proxy.address
            }
        ) { shop in
            let proxy = try #require(started.withLock { $0 })
            for file in [
                Self.file(portal: Self.all), Self.file("39.00", portal: Self.all),
                Self.file("39.00", portal: "invoices: false"),
            ] {
                let outcome = try await shop.sync(file)
                #expect(outcome.failures.isEmpty, "\(outcome.failures)")
            }
            let text = try await shop.get(proxy.report)
            let report = try JSONDecoder().decode(ContractProxy.Report.self, from: text)
            #expect(report.faults.isEmpty, "\(report.faults)")
        }
        try await started.withLock { $0 }?.stop()
    }
}
