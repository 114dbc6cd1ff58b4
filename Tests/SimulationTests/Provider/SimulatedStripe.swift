import Synchronization
import TillModel
import TillTesting

@testable import TillProviders

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Stripe, as far as a simulation needs it: objects that change, and what is told of their changes.
final class SimulatedStripe: Sendable {
    /// An event that Stripe tells, until it was taken.
    struct Told: Sendable {
        let id: String
        let type: String
        let created: Int64
        let body: String
    }

    let clock: ManualClock
    private let shapes: StripeShapes
    private let dice: Dice
    private let log: StepLog
    private let inside: Mutex<Inside>

    private struct Inside {
        var state = StripeState()
        var told: [Told] = []
    }

    init(clock: ManualClock, shapes: StripeShapes, dice: Dice, log: StepLog) {
        self.clock = clock
        self.shapes = shapes
        self.dice = dice
        self.log = log
        inside = Mutex(Inside())
    }

    var seconds: Int64 { Int64(clock.now().timeIntervalSince1970.rounded(.down)) }
    var happenings: [Happening] { inside.withLock { $0.state.happenings } }

    /// The names of all subscriptions.
    var subscriptions: [String] { inside.withLock { $0.state.subscriptions.keys.sorted() } }
    /// The names of all payment intents.
    var intents: [String] { inside.withLock { $0.state.intents.keys.sorted() } }

    /// What the first page of an order asks for; nil when it has none.
    func price(of order: String) -> Int64? {
        inside.withLock { inside in inside.state.sessions.values.first { $0.order == order }?.subtotal }
    }

    /// Whether a key opened a page.
    func knows(key: String) -> Bool { inside.withLock { $0.state.sessionsByKey[key] != nil } }

    /// What was told since somebody asked last.
    func takeTold() -> [Told] {
        inside.withLock { inside in
            defer { inside.told = [] }
            return inside.told
        }
    }

    /// Something happens; false when nothing can.
    func go() -> Bool {
        let moves = inside.withLock { $0.state }.moves(dice)
        guard !moves.isEmpty else { return false }
        make(dice.pick(moves))
        return true
    }

    /// Everything ends that ends by itself.
    func settle() {
        while let move = inside.withLock({ $0.state }).rest() { make(move) }
    }

    func make(_ move: StripeMove) {
        log.add("\(seconds) stripe: \(move)")
        inside.withLock { inside in
            var change = StripeChange(state: inside.state, shapes: shapes, at: seconds)
            change.make(move)
            inside.state = change.state
            inside.told += change.told
        }
    }

    /// Another page for the same order, as a second checkout of it opens.
    func openSecondSession(of order: String) -> String? {
        inside.withLock { inside in
            guard let first = inside.state.sessions.values.first(where: { $0.order == order && !$0.isSubscription })
            else { return nil }
            let id = inside.state.name("cs")
            inside.state.sessions[id] = StripeState.Session(
                id: id, order: order, isSubscription: false, subtotal: first.subtotal, trialDays: nil,
                total: first.subtotal)
            return id
        }
    }

    // MARK: - The API

    /// Opens a page, or answers with the one that the same key opened before.
    func createSession(_ form: [String: String], key: String) -> String? {
        inside.withLock { inside in
            if let known = inside.state.sessionsByKey[key].flatMap({ inside.state.sessions[$0] }) {
                return shapes.json(known)
            }
            guard let order = form["metadata[till_order]"],
                let amount = form["line_items[0][price_data][unit_amount]"].flatMap(Int64.init),
                let quantity = form["line_items[0][quantity]"].flatMap(Int64.init)
            else { return nil }
            let trialDays = form["subscription_data[trial_period_days]"].flatMap(Int.init)
            let id = inside.state.name("cs")
            let session = StripeState.Session(
                id: id, order: order, isSubscription: form["mode"] == "subscription", subtotal: amount * quantity,
                trialDays: trialDays, total: trialDays == nil ? amount * quantity : 0)
            inside.state.sessions[id] = session
            inside.state.sessionsByKey[key] = id
            return shapes.json(session)
        }
    }

    /// An object as it is now.
    func object(_ id: String) -> String? {
        let state = inside.withLock { $0.state }
        switch id.prefix(3) {
        case "cs_": return state.sessions[id].map(shapes.json)
        case "pi_": return state.intents[id].map(shapes.json)
        case "sub": return state.subscriptions[id].map(shapes.json)
        case "in_":
            guard let invoice = state.invoices[id], let subscription = state.subscriptions[invoice.subscription]
            else { return nil }
            return shapes.json(invoice, order: subscription.order)
        case "re_":
            return state.refunds[id].map { shapes.json($0, charge: "ch_\($0.intent.dropFirst(3))") }
        case "ch_":
            let intent = "pi_\(id.dropFirst(3))"
            return state.intents[intent].map { shapes.charge(of: $0, refunded: state.refunded(of: intent)) }
        default: return nil
        }
    }
}
