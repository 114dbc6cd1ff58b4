import TillModel

/// Which subscriptions go over to another price, and which stay.
package struct MigrationPlan: Sendable, Hashable {
    /// A subscription that stays, and why.
    package struct Stay: Sendable, Hashable {
        package let subscriber: PriceSubscriber
        package let reason: StayReason
    }

    /// Those that have one earlier price.
    package struct Part: Sendable, Hashable {
        package let transition: PriceTransition
        package let moves: [PlannedMove]
        package let stays: [Stay]

        /// How many stay for each reason.
        package var reasons: [(reason: StayReason, count: Int)] {
            let counts = Dictionary(grouping: stays, by: \.reason).mapValues(\.count)
            return StayReason.allCases.compactMap { reason in counts[reason].map { (reason, $0) } }
        }
    }

    package let parts: [Part]

    package init(parts: [Part]) { self.parts = parts }

    package var moves: [PlannedMove] { parts.flatMap(\.moves) }
    package var stays: Int { parts.reduce(0) { $0 + $1.stays.count } }

    /// Sorts the subscriptions to one earlier price into those that move and those that stay.
    ///
    /// Pure.
    ///
    /// - `place`: Which of the plan's transitions it is.
    package static func part(
        _ transition: PriceTransition, at place: Int, _ subscribers: [PriceSubscriber]
    ) -> Part {
        var moves: [PlannedMove] = []
        var stays: [Stay] = []
        // A page that was read while another subscription came may tell one twice.
        var seen: Set<[String]> = []
        for subscriber in subscribers where seen.insert([subscriber.subscription, subscriber.item ?? ""]).inserted {
            if let reason = reason(for: subscriber, to: transition) {
                stays.append(Stay(subscriber: subscriber, reason: reason))
            } else if let item = subscriber.item {
                moves.append(
                    PlannedMove(
                        transition: place, subscription: subscriber.subscription, item: item,
                        quantity: subscriber.quantity, renewsAt: subscriber.renewsAt,
                        before: transition.from.cost(of: subscriber.quantity, in: subscriber.currency),
                        after: transition.to.cost(of: subscriber.quantity, in: subscriber.currency)))
            }
        }
        return Part(transition: transition, moves: moves, stays: stays)
    }

    /// Why a subscription stays; nil when it moves.
    ///
    /// Pure.
    package static func reason(for subscriber: PriceSubscriber, to transition: PriceTransition) -> StayReason? {
        if let reason = reason(forStatus: subscriber) { return reason }
        guard subscriber.price == transition.from.id else { return .changedMeanwhile }
        guard subscriber.item != nil else { return .notShown }
        if subscriber.isScheduled { return .scheduled }
        if subscriber.movedTo == transition.to.id { return .putBack }
        if subscriber.otherPrices.contains(transition.to.id) { return .alreadyThere }
        guard transition.from.interval == transition.to.interval else { return .otherInterval }
        guard let currency = subscriber.currency, transition.to.currencies.contains(currency) else {
            return .otherCurrency
        }
        let (before, after) = (transition.from.cost(of: 1, in: currency), transition.to.cost(of: 1, in: currency))
        if before?.isZero == true, after?.isZero != true { return .wasFree }
        guard case .on(_, let instant) = transition.rule else { return nil }
        guard let renewsAt = subscriber.renewsAt else { return .unknownRenewal }
        return renewsAt < instant ? .tooEarly : nil
    }

    private static func reason(forStatus subscriber: PriceSubscriber) -> StayReason? {
        switch subscriber.status {
        case .ended: .ended
        case .trialing: .trial
        case .paused: .paused
        case .unpaid: .unpaid
        case .renewing: subscriber.endsWithPeriod ? .ending : nil
        }
    }
}
