/// Something that a buyer, a bank or the time of year may do at the simulated Stripe.
enum StripeMove: Sendable {
    // At a payment page.
    case decline(String)
    case pay(String, total: Int64)
    case beginSlowPayment(String)
    case endSlowPayment(String, succeeds: Bool)
    case beginTrial(String)
    case failFirstInvoice(String)
    case expire(String)
    // With money that was taken.
    case refund(String, amount: Int64, isPending: Bool)
    case endRefund(String, StripeState.Refund.Status)
    // With a subscription.
    case announceTrialEnd(String)
    case renew(String, total: Int64)
    case failRenewal(String)
    case recover(String)
    case changeCancellation(String)
    case pause(String, Bool)
    case cancel(String)
}

extension StripeState {
    /// What may happen next, and how likely it is.
    func moves(_ dice: Dice) -> [(weight: Int, value: StripeMove)] {
        var moves: [(weight: Int, value: StripeMove)] = []
        for session in sessions.values.sorted(by: { $0.id < $1.id }) { add(session, to: &moves, dice) }
        for intent in intents.values.sorted(by: { $0.id < $1.id }) where intent.status == .succeeded {
            let left = intent.amount - refunded(of: intent.id)
            guard left > 0 else { continue }
            let amount = dice.chance(40) ? left : Int64(dice.below(Int(left))) + 1
            moves.append((4, .refund(intent.id, amount: amount, isPending: dice.chance(50))))
        }
        for refund in refunds.values.sorted(by: { $0.id < $1.id }) {
            switch refund.status {
            case .pending:
                moves.append((10, .endRefund(refund.id, .succeeded)))
                moves.append((4, .endRefund(refund.id, .failed)))
                moves.append((2, .endRefund(refund.id, .canceled)))
            case .succeeded: moves.append((2, .endRefund(refund.id, .failed)))
            case .failed, .canceled: break
            }
        }
        for subscription in subscriptions.values.sorted(by: { $0.id < $1.id }) {
            add(subscription, to: &moves, dice)
        }
        return moves
    }

    private func add(_ session: Session, to moves: inout [(weight: Int, value: StripeMove)], _ dice: Dice) {
        guard session.status == .open || session.isProcessing else { return }
        if session.isProcessing {
            moves.append((8, .endSlowPayment(session.id, succeeds: true)))
            moves.append((4, .endSlowPayment(session.id, succeeds: false)))
            return
        }
        let total = dice.chance(8) ? session.subtotal + 1 + Int64(dice.below(900)) : session.subtotal
        let hasBegun = session.subscription != nil
        if session.trialDays != nil {
            moves.append((10, .beginTrial(session.id)))
        } else {
            moves.append((12, .pay(session.id, total: hasBegun ? session.total : total)))
            if session.isSubscription {
                if !hasBegun { moves.append((2, .failFirstInvoice(session.id))) }
            } else {
                moves.append((3, .decline(session.id)))
                moves.append((4, .beginSlowPayment(session.id)))
            }
        }
        if !hasBegun { moves.append((2, .expire(session.id))) }
    }

    private func add(_ subscription: Subscription, to moves: inout [(weight: Int, value: StripeMove)], _ dice: Dice) {
        let id = subscription.id
        guard subscription.status != .canceled, subscription.status != .incomplete else { return }
        moves.append((4, .changeCancellation(id)))
        moves.append((2, .cancel(id)))
        if subscription.status == .trialing { moves.append((4, .announceTrialEnd(id))) }
        if subscription.status == .pastDue {
            moves.append((8, .recover(id)))
            return
        }
        let total = dice.chance(8) ? subscription.price + 1 : subscription.price
        moves.append((8, .renew(id, total: total)))
        moves.append((3, .failRenewal(id)))
        if subscription.status == .active { moves.append((4, .pause(id, !subscription.isPaused))) }
    }

    /// What must still happen before everything has ended that ends by itself.
    func rest() -> StripeMove? {
        if let session = sessions.values.filter(\.isProcessing).min(by: { $0.id < $1.id }) {
            return .endSlowPayment(session.id, succeeds: true)
        }
        let half = sessions.values.filter { $0.status == .open && $0.subscription != nil }.min { $0.id < $1.id }
        if let half { return .pay(half.id, total: half.total) }
        return refunds.values.filter { $0.status == .pending }.min { $0.id < $1.id }
            .map { .endRefund($0.id, .succeeded) }
    }
}
