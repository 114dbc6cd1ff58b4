import Testing
import TillModel

@testable import TillProviders

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Paddle's own words in ours.
@Suite struct PaddleCatalogReadingTests {
    private static func decoded<Entity: Decodable>(_ json: String) throws -> Entity {
        try JSONDecoder().decode(Entity.self, from: Data(json.utf8))
    }

    private static func marker(_ key: String, generation: Int = 1) -> String {
        #"{"till":{"owner":"shop","key":"\#(key)","generation":\#(generation),"hash":"abc"}}"#
    }

    @Test func `a product is read with its marker and the team's own pairs`() throws {
        let product: PaddleProduct = try Self.decoded(
            """
            {"id":"pro_1","name":"Pro","description":null,"type":"standard","tax_category":"saas","image_url":"",
            "custom_data":{"till":{"owner":"shop","key":"product pro","generation":3,"hash":"abc"},"team":"jobs",
            "nested":{"a":[1,true,null]},"ratio":1.5},"status":"active","import_meta":null,
            "created_at":"2026-01-01T00:00:00.123456Z","updated_at":"2026-01-01T00:00:00.123456Z"}
            """)
        #expect(
            PaddleCatalogReading.object(product)
                == RemoteCatalogObject(
                    id: "pro_1", kind: .product,
                    marker: OwnershipMarker(
                        owner: "shop", key: CatalogObjectKey(.product, "pro"), generation: 3, contentHash: "abc"),
                    fields: [
                        "name": "Pro", "tax_category": "saas", "metadata.team": "jobs",
                        "metadata.nested": ["a": [1, true, .nothing]],
                    ]))
    }

    @Test func `a price made on Paddle's pages is read with what Paddle assumed`() throws {
        let price: PaddlePrice = try Self.decoded(
            """
            {"id":"pri_1","product_id":"pro_1","description":"Monthly","type":"standard","name":"Each month",
            "billing_cycle":{"interval":"month","frequency":1},
            "trial_period":{"interval":"week","frequency":2,"requires_payment_method":null,
            "unit_price":{"amount":"100","currency_code":"USD"},"unit_price_overrides":[]},
            "tax_mode":"location","unit_price":{"amount":"2900","currency_code":"USD"},
            "unit_price_overrides":[{"country_codes":["DE","AT"],"unit_price":{"amount":"2700","currency_code":"EUR"}}],
            "custom_data":null,"status":"archived"}
            """)
        #expect(
            PaddleCatalogReading.object(price)
                == RemoteCatalogObject(
                    id: "pri_1", kind: .price, isActive: false, marker: nil,
                    fields: [
                        "product": .remote("pro_1"), "description": "Monthly", "name": "Each month", "amount": 2_900,
                        "currency": "USD", "recurring": ["interval": "month", "count": 1],
                        "trial": [
                            "interval": "week", "count": 2, "payment_method": true, "amount": 100, "currency": "USD",
                        ], "tax_mode": "location",
                        "countries": [
                            "DE": ["amount": 2_700, "currency": "EUR"], "AT": ["amount": 2_700, "currency": "EUR"],
                        ], "quantity": ["minimum": 1, "maximum": 100],
                    ]))
    }

    @Test func `a discount is read in one form, however it is written`() throws {
        let discount: PaddleDiscount = try Self.decoded(
            """
            {"id":"dsc_1","status":"expired","description":"Launch","enabled_for_checkout":true,"code":"launch20",
            "type":"percentage","mode":"standard","amount":"12.50","currency_code":null,"recur":true,
            "maximum_recurring_intervals":3,"usage_limit":10,"restrict_to":["pro_1","pri_1"],
            "expires_at":"2027-01-01T00:00:00.000000Z","custom_data":\(Self.marker("coupon LAUNCH20")),"times_used":4}
            """)
        let object = PaddleCatalogReading.object(discount)
        #expect(object.isActive)
        #expect(object.marker?.key == CatalogObjectKey(.coupon, "LAUNCH20"))
        #expect(
            object.fields == [
                "description": "Launch", "enabled_for_checkout": true, "code": "LAUNCH20", "percent_off": "12.5",
                "recur": true, "intervals": 3, "usage_limit": 10, "expires_at": 1_798_761_600,
                "restrict_to": [.remote("pri_1"), .remote("pro_1")],
            ])
    }

    @Test func `an amount off each seat is not an amount off`() throws {
        let discount: PaddleDiscount = try Self.decoded(
            #"{"id":"dsc_1","type":"flat_per_seat","amount":"500","currency_code":"USD"}"#)
        let fields = PaddleCatalogReading.object(discount).fields
        #expect(fields["amount_off"] == nil)
        #expect(fields["amount_off_per_seat"] == 500)
    }

    @Test(arguments: [
        marker("price pro"), marker("nothing pro"), marker("product pro", generation: 0), #"{"till":"shop"}"#,
        #"{"till":{"owner":"shop"}}"#, "{}",
    ])
    func `what is no marker of this kind is none`(_ data: String) throws {
        let product: PaddleProduct = try Self.decoded(#"{"id":"pro_1","custom_data":\#(data)}"#)
        let object = PaddleCatalogReading.object(product)
        #expect(object.marker == nil)
        #expect(object.fields.isEmpty)
    }

    @Test(arguments: [
        ("20", "20"), ("20.00", "20"), ("8.10", "8.1"), ("100", "100"), ("0.01", "0.01"), (".5", ".5"), ("", ""),
    ])
    func `a percentage is read as we write it`(_ text: String, _ shortest: String) {
        #expect(PaddlePercentage.shortest(text) == shortest)
    }

    @Test(arguments: [
        ("2027-01-01T00:00:00Z", Int64?.some(1_798_761_600)), ("2027-01-01T00:00:00.999999Z", 1_798_761_600),
        ("2027-01-01T01:00:00+01:00", 1_798_761_600), ("soon", nil),
    ])
    func `an instant is read in whole seconds`(_ text: String, _ seconds: Int64?) {
        #expect(PaddleInstant.seconds(text) == seconds)
    }
}
