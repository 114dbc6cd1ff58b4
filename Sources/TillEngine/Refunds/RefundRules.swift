import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Whether money may be given back, and what then is written.
///
/// Pure.
enum RefundRules {
    /// The most characters that a reason has; no provider keeps more.
    private static let longestReason = 500

    /// The refund that a demand asks for, not yet anywhere.
    ///
    /// - `id`: The refund's id to be.
    static func refund(
        for demand: RefundDemand, of record: OrderRecord, id: Refund.ID, at now: Date
    ) throws(OperationRefusal) -> Refund {
        try check(reason: demand.reason)
        let payment = try payment(for: demand, of: record)
        let left = left(of: payment, in: record)
        let amount = try amount(demand.amount, of: payment, left: left)
        guard amount.minorUnits <= left.minorUnits else {
            throw OperationRefusal(
                .exceedsPayment,
                "\(amount) is more than is left of \(payment.id): \(account(of: payment, in: record)).",
                field: "amount")
        }
        return Refund(
            id: id, order: record.order.id, payment: payment.id, status: .pending, total: amount, remoteID: nil,
            reason: demand.reason, updatedAt: now)
    }

    /// A refund that the provider decided against, and the event that says so; nil when it is not waiting any more.
    static func refuse(
        _ id: Refund.ID, in record: OrderRecord, at now: Date
    ) -> (record: OrderRecord, draft: Projection.Draft)? {
        guard var refund = record.refunds.first(where: { $0.id == id }), refund.status == .pending,
            refund.remoteID == nil
        else { return nil }
        refund.status = .failed
        refund.updatedAt = now
        var record = record
        record.save(refund)
        return (record, draft(.refundFailed, refund, of: record.order, at: now))
    }

    /// An event about a refund that has no name at the provider.
    static func draft(_ kind: EventKind, _ refund: Refund, of order: Order, at now: Date) -> Projection.Draft {
        Projection.Draft(
            kind: kind, order: order.id, discriminator: refund.id.rawValue, occurredAt: now,
            payload: .refund(RefundEvent(order: order, refund: refund)))
    }

    /// - Throws: When a reason is missing, or too long to be kept with the provider's object.
    static func check(reason: String) throws(OperationRefusal) {
        guard reason.contains(where: { !$0.isWhitespace }), reason.count <= longestReason,
            !reason.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 })
        else {
            throw OperationRefusal(
                .reasonRequired, "Give a reason of 1 to \(longestReason) characters on one line; it stays on record.",
                field: "reason")
        }
    }

    // MARK: - Which payment, and how much of it

    private static func left(of payment: Payment, in record: OrderRecord) -> Money {
        Money(
            minorUnits: payment.total.minorUnits - payment.refunded.minorUnits - record.reserved(of: payment),
            payment.total.currency)
    }

    /// What became of a payment's money, in words.
    private static func account(of payment: Payment, in record: OrderRecord) -> String {
        let reserved = Money(minorUnits: record.reserved(of: payment), payment.total.currency)
        return "\(payment.total) was paid, \(payment.refunded) given back"
            + (reserved.isZero ? "" : ", \(reserved) is on its way back")
    }

    private static func payment(
        for demand: RefundDemand, of record: OrderRecord
    ) throws(OperationRefusal) -> Payment {
        let paid = record.payments.filter { $0.status == .succeeded && !$0.total.isZero }
        guard !paid.isEmpty else {
            throw OperationRefusal(.notRefundable, "Order \(record.order.id) has no payment that could be given back.")
        }
        if let name = demand.payment {
            guard let payment = paid.first(where: { [$0.id.rawValue, $0.remoteID, $0.aliasID].contains(name) }) else {
                throw OperationRefusal(
                    .unknownPayment, "Order \(record.order.id) was not paid with '\(name)'; \(list(paid, record)).",
                    field: "payment")
            }
            return payment
        }
        let open = paid.filter { !left(of: $0, in: record).isZero }
        guard let payment = open.first else {
            throw OperationRefusal(
                .notRefundable,
                "Nothing is left to give back: "
                    + paid.map { account(of: $0, in: record) }.joined(separator: "; ") + ".")
        }
        guard open.count == 1 else {
            throw OperationRefusal(
                .paymentRequired, "Say which payment: \(list(open, record)).", field: "payment")
        }
        return payment
    }

    private static func list(_ payments: [Payment], _ record: OrderRecord) -> String {
        "there is "
            + payments.map { "\($0.id) with \(left(of: $0, in: record)) left\($0.isDuplicate ? ", a duplicate" : "")" }
            .joined(separator: " and ")
    }

    private static func amount(
        _ amount: RefundDemand.Amount, of payment: Payment, left: Money
    ) throws(OperationRefusal) -> Money {
        let currency = payment.total.currency
        let money: Money
        switch amount {
        case .all:
            guard !left.isZero else {
                throw OperationRefusal(.notRefundable, "Nothing is left of \(payment.id) to give back.")
            }
            return left
        case .decimal(let text):
            do {
                money = try Money(decimal: text, currency)
            } catch {
                throw OperationRefusal(
                    .invalidAmount, "'\(text)' is not an amount of \(currency); write it as \(left.decimal).",
                    field: "amount")
            }
        case .minorUnits(let units, let code):
            guard code == currency.code else {
                throw OperationRefusal(
                    .invalidAmount, "It was paid in \(currency), and is given back in \(currency).", field: "currency")
            }
            money = Money(minorUnits: units, currency)
        }
        guard money.minorUnits > 0 else {
            throw OperationRefusal(.invalidAmount, "The amount must be more than nothing.", field: "amount")
        }
        return money
    }
}
