import Synchronization
import Till
import TillModel
import TillStore
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What the hooks of all processes did elsewhere, where nothing is undone.
final class Effects: Sendable {
    /// One effect: of a hook, for an event.
    struct Effect: Sendable, Hashable {
        let event: Event.ID
        let hook: String
    }

    private let done = Mutex<[Effect]>([])
    private let store: any Store
    private let violations: Violations
    /// The latest that our clock ever was.
    private let latest = Mutex(Date.distantPast)

    init(store: any Store, violations: Violations) {
        self.store = store
        self.violations = violations
    }

    /// Hears what our clock shows.
    func notice(_ now: Date) { latest.withLock { $0 = max($0, now) } }

    /// Every effect, in order; a hook that ran again has several.
    var all: [Effect] { done.withLock { $0 } }

    /// The hooks of a process: two that wait for almost everything.
    func setup(life: ProcessLife, dice: Dice) -> Setup {
        var setup = Setup()
        for name in ["ledger", "mailer"] {
            for key in [EventKey.orderPaid, .checkoutCompleted, .checkoutExpired] { add(key, name, &setup, life, dice) }
            for key in [EventKey.paymentSucceeded, .paymentFailed, .paymentDuplicate, .paymentMismatch] {
                add(key, name, &setup, life, dice)
            }
            for key in [EventKey.refundCreated, .refundCompleted, .refundFailed] { add(key, name, &setup, life, dice) }
            for key in [
                EventKey.subscriptionCreated, .subscriptionUpdated, .subscriptionRenewed, .subscriptionCanceled,
            ] { add(key, name, &setup, life, dice) }
        }
        return setup
    }

    private func add<Payload>(
        _ key: EventKey<Payload>, _ name: String, _ setup: inout Setup, _ life: ProcessLife, _ dice: Dice
    ) {
        setup.on(key, named: name) { [self] _, context in
            // Never often enough to be given up.
            if context.attempt < 3, dice.chance(10) { throw HookOutcome.retry(after: .seconds(dice.below(600))) }
            try await life.pass {
                try await look(context.eventID, name)
                done.withLock { $0.append(Effect(event: context.eventID, hook: name)) }
            }
        }
    }

    /// An effect comes after those of the order's earlier events, unless one of them was tried in vain for too long.
    private func look(_ event: Event.ID, _ hook: String) async throws {
        let since = latest.withLock { $0 }.addingTimeInterval(-900)
        let earlier = try await store.read { connection in
            try connection.first(
                """
                SELECT earlier.event_id FROM hook_run AS own JOIN hook_run AS earlier ON earlier.tenant = own.tenant
                    AND earlier.order_id = own.order_id AND earlier.hook = own.hook
                    AND earlier.sequence < own.sequence
                WHERE own.event_id = $1 AND own.hook = $2 AND earlier.status NOT IN ('succeeded', 'dead')
                    AND earlier.attempts < 5 AND earlier.created_at > $3
                """,
                event.rawValue, hook, since.millisecondsSince1970)?.text("event_id")
        }
        if let earlier { violations.add("\(hook) ran for \(event) before it had for \(earlier)") }
    }
}
