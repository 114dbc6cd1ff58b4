import TillModel

/// Stripe's events as its samples have them, with the fields that matter set by the test.
enum StripeEvents {
    static func event(_ type: String, id: String, created: Int = 1_790_000_000, object: String) -> String {
        """
        {"id":"\(id)","object":"event","api_version":"2026-10-28.endive","created":\(created),"type":"\(type)",\
        "data":{"object":\(object)},"livemode":false,"pending_webhooks":1,"request":{"id":null,"idempotency_key":null}}
        """
    }

    static func session(
        _ session: String, order: Order.ID?, tenant: String = "default", total: Int = 9_900, subtotal: Int? = nil,
        currency: String = "usd", payment: String = "pi_test_1", status: String = "paid"
    ) -> String {
        let metadata = order.map { #"{"till_order":"\#($0)","till_tenant":"\#(tenant)"}"# } ?? "{}"
        return """
            {"id":"\(session)","object":"checkout.session","mode":"payment","status":"complete",\
            "payment_status":"\(status)","amount_subtotal":\(subtotal ?? total),"amount_total":\(total),\
            "total_details":{"amount_discount":0,"amount_shipping":0,"amount_tax":0},"currency":"\(currency)",\
            "payment_intent":"\(payment)","subscription":null,"invoice":null,"expires_at":1790086300,\
            "client_reference_id":"\(order?.rawValue ?? "")","metadata":\(metadata),"livemode":false}
            """
    }

    static func payment(
        _ id: String, order: Order.ID?, tenant: String = "default", total: Int = 9_900, currency: String = "usd"
    ) -> String {
        let metadata = order.map { #"{"till_order":"\#($0)","till_tenant":"\#(tenant)"}"# } ?? "{}"
        return """
            {"id":"\(id)","object":"payment_intent","amount":\(total),"amount_received":\(total),\
            "currency":"\(currency)","status":"succeeded","metadata":\(metadata),"livemode":false}
            """
    }
}
