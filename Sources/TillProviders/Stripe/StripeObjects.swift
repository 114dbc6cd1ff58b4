import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Stripe's objects read again by their id, and kept as if Stripe had sent them.
///
/// Pure but for what it is given.
struct StripeObjects: Sendable {
    /// Which kinds can be read, by what their ids begin with, and under which address.
    private static let addresses: [(prefix: String, path: String)] = [
        ("sub_", "/v1/subscriptions/"), ("pi_", "/v1/payment_intents/"), ("cs_", "/v1/checkout/sessions/"),
        ("in_", "/v1/invoices/"), ("ch_", "/v1/charges/"), ("re_", "/v1/refunds/"),
    ]

    /// Where an object is read; nil for an id of a kind that is not.
    static func path(of remoteID: String) -> String? {
        let rest = remoteID.drop { $0 != "_" }.dropFirst()
        guard !rest.isEmpty, remoteID.utf8.count <= 255,
            remoteID.utf8.allSatisfy({ $0 == UInt8(ascii: "_") || $0.isASCIIAlphanumeric })
        else { return nil }
        return addresses.first { remoteID.hasPrefix($0.prefix) }.map { $0.path + remoteID }
    }

    /// The little that says which event the object's state corresponds to.
    private struct State: Decodable {
        struct Failure: Decodable {}
        let object: String
        let status: String?
        let livemode: Bool?
        let failure: Failure?

        private enum CodingKeys: String, CodingKey {
            case object, status, livemode
            case failure = "last_payment_error"
        }
    }

    /// An object in the envelope of the event that its state corresponds to; nil when it corresponds to none yet.
    ///
    /// - `answeredAt`: Unix seconds of the provider's answer: what the object says is true as of then.
    static func event(
        of object: [UInt8], isLive: Bool, answeredAt: Int64
    ) throws(ProviderError) -> [UInt8]? {
        let state: State
        do {
            state = try JSONDecoder().decode(State.self, from: Data(object))
        } catch {
            throw ProviderError(.unreadableAnswer, provider: .stripe, detail: "\(error)")
        }
        guard let type = type(of: state) else { return nil }
        let live = state.livemode ?? isLive
        let head =
            #"{"id":"fetched","object":"event","type":"\#(type)","created":\#(answeredAt),"livemode":\#(live),"#
            + #""data":{"object":"#
        return Array(head.utf8) + object + Array("}}".utf8)
    }

    private static func type(of state: State) -> String? {
        switch (state.object, state.status) {
        case ("subscription", _): "customer.subscription.updated"
        case ("payment_intent", "succeeded"): "payment_intent.succeeded"
        case ("payment_intent", "processing"): "payment_intent.processing"
        case ("payment_intent", "requires_payment_method") where state.failure != nil:
            "payment_intent.payment_failed"
        case ("checkout.session", "complete"): "checkout.session.completed"
        case ("checkout.session", "expired"): "checkout.session.expired"
        case ("invoice", "paid"): "invoice.paid"
        case ("charge", _): "charge.refunded"
        case ("refund", _): "refund.updated"
        default: nil
        }
    }
}

extension UInt8 {
    /// Whether it is a letter or digit of ASCII.
    fileprivate var isASCIIAlphanumeric: Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
    }
}
