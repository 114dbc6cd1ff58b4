import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// An operation for a person: what was asked of a provider, and what to do now.
enum OperationView {
    static func text(_ operation: OperationTable.Stored) -> String {
        var text = "\(operation.key)  \(operation.status.rawValue)\n"
        text += "  \(operation.kind.rawValue) at \(operation.account.provider) \(operation.account.mode), "
        text += "order \(operation.order)\n"
        text += "  planned \(operation.createdAt.rfc3339), asked for \(operation.attempts) time(s)"
        if let issuedAt = operation.issuedAt { text += ", first \(issuedAt.rfc3339)" }
        text += "\n"
        if let amount = operation.request.amount { text += "  amount  \(amount)\n" }
        if let reason = operation.request.reason { text += "  reason  \(reason)\n" }
        if let result = operation.result { text += "  made    \(result)\n" }
        if let error = operation.error { text += "  error   \(error)\n" }
        return text + "\nNow: \(sentence(for: operation))\n"
    }

    /// What an operation came to, and what to do about it, in one sentence.
    static func sentence(for operation: OperationTable.Stored) -> String {
        switch operation.status {
        case .done: done(operation)
        case .open: "the payment page is open (\(operation.result ?? "its name was not kept"))."
        case .failed: "the provider refused it, and nothing was done: \(operation.error ?? "it gave no reason")."
        case .planned where operation.token != nil: "the provider is being asked."
        case .planned:
            "it is on its way: a running server asks the provider at once. Is one running? "
                + "Look with: catalog operations show \(operation.key)"
        case .unknown: unknown(operation)
        case .dead: dead(operation)
        }
    }

    private static func done(_ operation: OperationTable.Stored) -> String {
        switch operation.kind {
        case .checkout: "the payment page is over."
        case .refund:
            "\(operation.request.amount?.description ?? "the money") is given back (\(operation.result ?? "no name"))."
        case .cancel:
            operation.request.atPeriodEnd == true
                ? "the subscription ends with the period that is paid." : "the subscription has ended."
        }
    }

    private static func unknown(_ operation: OperationTable.Stored) -> String {
        let next = operation.nextAt.map { "; it is asked again at \($0.rfc3339)" } ?? ""
        let kept = operation.kind == .refund ? ", and the money stays kept back until it is known" : ""
        return "the provider's answer did not come, so it may have been done\(next)\(kept). "
            + "Look with: catalog operations show \(operation.key)"
    }

    private static func dead(_ operation: OperationTable.Stored) -> String {
        let again = "catalog operations retry \(operation.key)"
        return switch operation.kind {
        case .refund:
            "look in the provider's dashboard for a refund of this payment with the metadata "
                + "till_refund=\(operation.refund?.rawValue ?? ""). When there is one, resend its event there, which ends "
                + "this; when there is none, it is made with: \(again)"
        case .cancel:
            "look at the subscription in the provider's dashboard. When it has ended there, resend its event; when it "
                + "goes on, it is ended with: \(again)"
        case .checkout: "nobody can pay at its page any more; look once more with: \(again)"
        }
    }
}

/// An operation on the wire.
struct OperationAnswer: Encodable {
    let id: String
    let kind: String
    let status: String
    let order: Order.ID
    let payment: Payment.ID?
    let refund: Refund.ID?
    let subscription: Subscription.ID?
    let amount: Money?
    let reason: String?
    let atPeriodEnd: Bool?
    let remoteId: String?
    let error: String?
    let attempts: Int
    let nextAt: Date?
    let createdAt: Date
    let updatedAt: Date
    let advice: String

    init(_ operation: OperationTable.Stored) {
        id = operation.key.rawValue
        kind = operation.kind.rawValue
        status = operation.status.rawValue
        order = operation.order
        payment = operation.payment
        refund = operation.refund
        subscription = operation.subscription
        amount = operation.request.amount
        reason = operation.request.reason
        atPeriodEnd = operation.request.atPeriodEnd
        remoteId = operation.result
        error = operation.error
        attempts = operation.attempts
        nextAt = operation.nextAt
        createdAt = operation.createdAt
        updatedAt = operation.updatedAt
        advice = OperationView.sentence(for: operation)
    }
}
