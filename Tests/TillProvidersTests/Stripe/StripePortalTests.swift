import Testing
import TillModel

@testable import TillProviders

@Suite struct StripePortalTests {
    private static let usd = Money(minorUnits: 900, .usd)
    private static let key = CatalogObjectKey(.portal, "default")

    private static func monthly(_ key: String = "monthly", meter: String? = nil) -> Price {
        Price(key: key, amounts: [usd], interval: BillingInterval(.month), meter: meter)
    }

    /// The portal of a catalog that sells through Stripe, unless a product says otherwise.
    private static func portal(_ portal: CustomerPortal?, _ products: [Product]) -> CatalogObject? {
        let contents = Catalog.Contents(
            products: products, providers: [ProviderSettings(name: .stripe, portal: portal)])
        let catalog = Catalog(contents, contentHash: "hash")
        return StripeCatalogObjects(catalog, addresses: CatalogAddresses(publicURL: nil) { _ in nil }).all
            .first { $0.key == key }
    }

    @Test func `what the file does not allow is said as well`() throws {
        let portal = try #require(
            Self.portal(CustomerPortal(), [Product(key: "pro", name: "Pro", prices: [Self.monthly()])]))
        #expect(
            portal.fields == [
                "details": [], "invoices": true, "payment_methods": true, "cancel": "never", "switch_to": [],
            ])
    }

    @Test func `a file without a portal has none`() {
        #expect(Self.portal(nil, [Product(key: "pro", name: "Pro", prices: [Self.monthly()])]) == nil)
    }

    @Test func `what is paid once, and what is measured, is not offered`() throws {
        let prices = [
            Self.monthly(), Price(key: "once", amounts: [Self.usd]), Self.monthly("calls", meter: "calls"),
        ]
        let portal = try #require(
            Self.portal(CustomerPortal(products: ["pro"]), [Product(key: "pro", name: "Pro", prices: prices)]))
        let price = CatalogObjectKey(.price, "pro/monthly")
        let product = CatalogObjectKey(.product, "pro")
        #expect(
            portal.fields["switch_to"] == [
                ["product": .reference(product), "prices": [.reference(price)], "quantity": false]
            ])
        #expect(portal.dependsOn == [product, price])
        #expect(portal.unsupported == nil)
    }

    @Test func `a product that Stripe does not sell blocks the portal and says which it is`() throws {
        let product = Product(key: "pro", name: "Pro", prices: [Self.monthly()], providers: [.paddle])
        let portal = try #require(Self.portal(CustomerPortal(products: ["pro"]), [product]))
        #expect(portal.unsupported == "Stripe does not sell pro")
    }

    @Test func `every field is sent in Stripe's words`() throws {
        let call = try StripeCatalogCalls.call(
            for: CatalogWrite(
                .create, Self.key, marker: nil,
                fields: [
                    "headline": "Yours", "details": ["email"], "invoices": true, "payment_methods": false,
                    "cancel": "immediately",
                    "switch_to": [
                        ["product": .remote("prod_1"), "prices": [.remote("price_1")], "quantity": true]
                    ],
                    "changes": ["price", "quantity"], "proration": "none", "deferred": [],
                ]))
        #expect(call.path == "/v1/billing_portal/configurations")
        let sent = call.body
        for part in [
            "business_profile[headline]=Yours", "features[customer_update][enabled]=true",
            "features[customer_update][allowed_updates][0]=email", "features[invoice_history][enabled]=true",
            "features[payment_method_update][enabled]=false", "features[subscription_cancel][enabled]=true",
            "features[subscription_cancel][mode]=immediately",
            "features[subscription_update][enabled]=true",
            "features[subscription_update][products][0][product]=prod_1",
            "features[subscription_update][products][0][prices][0]=price_1",
            "features[subscription_update][products][0][adjustable_quantity][enabled]=true",
            "features[subscription_update][default_allowed_updates][1]=quantity",
            "features[subscription_update][proration_behavior]=none",
        ] {
            #expect(sent.contains(part), "\(part) is missing in \(sent)")
        }
    }

    @Test func `what is offered but is not there yet is refused and not left out`() {
        let price = CatalogValue.reference(CatalogObjectKey(.price, "pro/monthly"))
        #expect(throws: ProviderError.self) {
            try StripeCatalogCalls.call(
                for: CatalogWrite(
                    .create, Self.key, marker: nil,
                    fields: ["switch_to": [["product": .remote("prod_1"), "prices": [price], "quantity": false]]]))
        }
    }
}
