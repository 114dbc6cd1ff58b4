import Synchronization
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The way of events from the simulated Stripe to us: it loses, repeats, delays, reorders and changes them.
final class Network: Sendable {
    /// One attempt to deliver an event.
    struct Delivery: Sendable {
        let event: SimulatedStripe.Told
        /// What arrives.
        let body: String
        /// Stripe's time from which on it may arrive.
        let dueAt: Date
        /// Whether Stripe tries it again until somebody takes it.
        let isOwed: Bool
    }

    private let dice: Dice
    private let clock: ManualClock
    private let waiting = Mutex<[Delivery]>([])

    init(dice: Dice, clock: ManualClock) {
        self.dice = dice
        self.clock = clock
    }

    var isEmpty: Bool { waiting.withLock { $0.isEmpty } }

    func tell(_ event: SimulatedStripe.Told) {
        // Straight away, after a while, or lost and sent again after hours.
        let delay = dice.pick([
            (55, dice.below(4)), (20, dice.below(120)), (15, dice.below(7_200)), (10, 3_600 + dice.below(36_000)),
        ])
        send(event, after: delay, isOwed: true)
        if dice.chance(20) { send(event, after: delay + dice.below(3_600), isOwed: false) }
    }

    func send(_ event: SimulatedStripe.Told, body: String? = nil, after seconds: Int, isOwed: Bool) {
        let delivery = Delivery(
            event: event, body: body ?? event.body, dueAt: clock.now().addingTimeInterval(TimeInterval(seconds)),
            isOwed: isOwed)
        waiting.withLock { $0.append(delivery) }
    }

    /// Any of those that may arrive now; nil when there is none.
    func next(everything: Bool = false) -> Delivery? {
        let now = clock.now()
        return waiting.withLock { waiting in
            let due = waiting.indices.filter { everything || waiting[$0].dueAt <= now }
            guard !due.isEmpty else { return nil }
            return waiting.remove(at: due[dice.below(due.count)])
        }
    }
}
