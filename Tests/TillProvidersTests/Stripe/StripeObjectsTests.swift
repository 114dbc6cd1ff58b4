import Testing
import TillModel

@testable import TillProviders

@Suite struct StripeObjectsTests {
    @Test(arguments: [
        ("sub_1", "/v1/subscriptions/sub_1"), ("pi_1", "/v1/payment_intents/pi_1"),
        ("cs_test_a1", "/v1/checkout/sessions/cs_test_a1"), ("in_1", "/v1/invoices/in_1"),
        ("ch_1", "/v1/charges/ch_1"), ("re_1", "/v1/refunds/re_1"),
    ])
    func `an object is read where its kind is`(_ id: String, _ path: String) {
        #expect(StripeObjects.path(of: id) == path)
    }

    @Test(arguments: ["", "pi_", "ord_1", "pi_1/../../balance", "pi_1?expand[]=x", "pi_é", "pi", "_1"])
    func `what is no id of a readable kind is not asked for`(_ id: String) {
        #expect(StripeObjects.path(of: id) == nil)
    }

    @Test(
        arguments: [
            (#"{"id":"pi_1","object":"payment_intent","status":"succeeded"}"#, "payment_intent.succeeded"),
            (#"{"id":"pi_1","object":"payment_intent","status":"processing"}"#, "payment_intent.processing"),
            (#"{"id":"pi_1","object":"payment_intent","status":"requires_payment_method"}"#, nil),
            (
                #"{"id":"pi_1","object":"payment_intent","status":"requires_payment_method","last_payment_error":{}}"#,
                "payment_intent.payment_failed"
            ),
            (#"{"id":"cs_1","object":"checkout.session","status":"open"}"#, nil),
            (#"{"id":"cs_1","object":"checkout.session","status":"complete"}"#, "checkout.session.completed"),
            (#"{"id":"sub_1","object":"subscription","status":"active"}"#, "customer.subscription.updated"),
            (#"{"id":"in_1","object":"invoice","status":"open"}"#, nil),
            (#"{"id":"in_1","object":"invoice","status":"paid"}"#, "invoice.paid"),
        ] as [(String, String?)])
    func `an object is kept as the event that its state corresponds to`(_ object: String, _ type: String?) throws {
        let event = try StripeObjects.event(of: Array(object.utf8), isLive: false, answeredAt: 7)
        let text = event.map { String(decoding: $0, as: UTF8.self) }
        #expect(
            text
                == type.map {
                    #"{"id":"fetched","object":"event","type":"\#($0)","created":7,"livemode":false,"data":{"object":"#
                        + object + "}}"
                })
    }

    @Test func `an answer that is no object is told as such`() {
        let error = #expect(throws: ProviderError.self) {
            try StripeObjects.event(of: Array("<html>".utf8), isLive: false, answeredAt: 7)
        }
        #expect(error?.code == .unreadableAnswer)
    }

    @Test(
        arguments: [
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
            ("Thu, 29 Feb 2024 23:59:59 GMT", 1_709_251_199), ("Sun, 06 Nov 1994 08:49:37 CET", nil), ("", nil),
            ("Sun, 6 Nov 1994 08:49:37 GMT", nil), ("Sun, 06 Foo 1994 08:49:37 GMT", nil),
            ("Sun, 06 Nov 1994 25:49:37 GMT", nil), (nil, nil),
        ] as [(String?, Int64?)])
    func `the other side's time is read from its answer`(_ text: String?, _ seconds: Int64?) {
        #expect(HTTPDate.seconds(text) == seconds)
    }
}
