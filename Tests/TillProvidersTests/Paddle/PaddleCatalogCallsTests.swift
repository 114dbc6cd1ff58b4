import Testing
import TillModel

@testable import TillProviders

/// The bytes that are sent.
@Suite struct PaddleCatalogCallsTests {
    private static let key = CatalogObjectKey(.price, "pro/monthly")
    private static let marker = OwnershipMarker(owner: "shop", key: key, generation: 2, contentHash: "abc")
    private static let marked =
        #""custom_data":{"till":{"generation":2,"hash":"abc","key":"price pro/monthly","owner":"shop"}}"#

    private static let fields: [String: CatalogValue] = [
        "product": .remote("pro_1"), "description": "price pro/monthly", "amount": 2_900, "currency": "USD",
        "recurring": ["interval": "month", "count": 1],
        "trial": ["interval": "day", "count": 14, "payment_method": false],
        "tax_mode": "external", "quantity": ["minimum": 1, "maximum": 100],
        "countries": [
            "AT": ["amount": 2_700, "currency": "EUR"], "DE": ["amount": 2_700, "currency": "EUR"],
            "CH": ["amount": 2_500, "currency": "CHF"],
        ],
    ]

    @Test func `what is made is sent as a whole, amounts as text and countries of one amount together`() throws {
        let call = try PaddleCatalogCalls.call(
            for: CatalogWrite(.create, Self.key, marker: Self.marker, fields: Self.fields))
        #expect(call.method == "POST")
        #expect(call.path == "/prices")
        #expect(
            call.body == """
                {"billing_cycle":{"frequency":1,"interval":"month"},\(Self.marked),"description":"price pro/monthly",\
                "product_id":"pro_1","quantity":{"maximum":100,"minimum":1},"tax_mode":"external",\
                "trial_period":{"frequency":14,"interval":"day","requires_payment_method":false},\
                "unit_price":{"amount":"2900","currency_code":"USD"},"unit_price_overrides":[\
                {"country_codes":["AT","DE"],"unit_price":{"amount":"2700","currency_code":"EUR"}},\
                {"country_codes":["CH"],"unit_price":{"amount":"2500","currency_code":"CHF"}}]}
                """)
    }

    @Test func `what changed is sent, what the file has no more is emptied, and the rest stays`() throws {
        var fields = Self.fields
        fields["trial"] = nil
        fields["countries"] = nil
        fields["metadata.team"] = "jobs"
        let call = try PaddleCatalogCalls.call(
            for: CatalogWrite(
                .update, Self.key, id: "pri_1", marker: Self.marker, fields: fields,
                changed: ["trial", "countries", "name", "tax_mode", "unheard_of"]))
        #expect(call.method == "PATCH")
        #expect(call.path == "/prices/pri_1")
        let data = Self.marked.replacing(#"{"till""#, with: #"{"team":"jobs","till""#)
        #expect(
            call.body == """
                {\(data),"name":null,"status":"active","tax_mode":"external","trial_period":null,\
                "unit_price_overrides":[]}
                """)
    }

    @Test func `a discount that takes off an amount is sent with all that makes its reduction`() throws {
        let key = CatalogObjectKey(.coupon, "LAUNCH")
        let call = try PaddleCatalogCalls.call(
            for: CatalogWrite(
                .update, key, id: "dsc_1",
                fields: [
                    "amount_off": 500, "currency": "EUR", "recur": false, "expires_at": 1_798_761_600,
                    "restrict_to": [.remote("pri_1"), .remote("pro_1")],
                ], changed: ["percent_off", "intervals", "expires_at", "restrict_to", "code"]))
        #expect(
            call.body == """
                {"amount":"500","code":null,"currency_code":"EUR","custom_data":null,\
                "expires_at":"2027-01-01T00:00:00Z","maximum_recurring_intervals":null,"recur":false,\
                "restrict_to":["pri_1","pro_1"],"status":"active","type":"flat"}
                """)
    }

    @Test(arguments: [
        (CatalogObjectKey(.product, "pro"), "pro_1", "/products/pro_1"), (key, "pri_1", "/prices/pri_1"),
        (CatalogObjectKey(.coupon, "A"), "dsc_1", "/discounts/dsc_1"),
    ])
    func `what is archived is changed in nothing else`(
        _ key: CatalogObjectKey, _ id: String, _ path: String
    ) throws {
        let call = try PaddleCatalogCalls.call(for: CatalogWrite(.archive, key, id: id))
        #expect(call == ProviderCall(method: "PATCH", path: path, body: #"{"status":"archived"}"#))
    }

    @Test func `what was archived is for sale again, with its marker`() throws {
        let call = try PaddleCatalogCalls.call(
            for: CatalogWrite(.update, Self.key, id: "pri_1", marker: Self.marker, fields: Self.fields))
        #expect(call.body == "{\(Self.marked),\"status\":\"active\"}")
    }

    @Test(arguments: [
        CatalogWrite(.create, CatalogObjectKey(.meter, "calls")), CatalogWrite(.archive, key),
        CatalogWrite(.archive, key, id: "pro_1"), CatalogWrite(.archive, key, id: "pri_1/../../products/pro_1"),
        CatalogWrite(.create, key, fields: ["product": .reference(CatalogObjectKey(.product, "pro"))]),
    ])
    func `what cannot be written is refused before anything is sent`(_ write: CatalogWrite) {
        let error = #expect(throws: ProviderError.self) { try PaddleCatalogCalls.call(for: write) }
        #expect(error?.code == .refused)
    }
}
