import Synchronization
import TillModel
import TillStore
import TillTesting

@testable import TillEngine
@testable import TillProviders

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A simulated world: buyers, Stripe, a network, two clocks, and our process, which dies and is started again.
final class World: Sendable {
    /// Somebody who wants to buy something, and asks until there is an answer.
    struct Purchase: Sendable {
        let key: String
        let product: String
        var order: Order.ID?
        var isOver = false
    }

    let dice: Dice
    let log = StepLog()
    let violations = Violations()
    let store: SerialStore
    let stripe: SimulatedStripe
    let network: Network
    let effects: Effects
    let trouble = StripeTransport.Trouble()
    /// Our own clock, which may differ from Stripe's.
    let ours: ManualClock
    let monitor: Monitor
    private let state: Mutex<State>

    private struct State {
        var purchases: [Purchase] = []
        var process: ShopProcess?
        var processes = 0
        /// By how many seconds our clock was put on or back.
        var jump = 0
        var isStandingStill = false
        var taken: Set<String> = []
    }

    init(seed: UInt64, store: any Store, shapes: StripeShapes) {
        dice = Dice(seed: seed)
        self.store = SerialStore(base: store, dice: dice)
        let start = Date(timeIntervalSince1970: 1_790_000_000)
        ours = ManualClock(start.addingTimeInterval(TimeInterval(dice.below(401) - 200)))
        let theirs = ManualClock(start)
        stripe = SimulatedStripe(clock: theirs, shapes: shapes, dice: dice, log: log)
        network = Network(dice: dice, clock: theirs)
        monitor = Monitor(store: self.store, violations: violations)
        state = Mutex(State())
        effects = Effects(store: self.store, violations: violations)
        effects.notice(ours.now())
    }

    var purchases: [Purchase] { state.withLock { $0.purchases } }

    // MARK: - Time

    func advance(by seconds: Int) {
        log.add("\(stripe.seconds) \(seconds) s pass")
        stripe.clock.advance(by: TimeInterval(seconds))
        ours.advance(by: TimeInterval(seconds))
        effects.notice(ours.now())
    }

    /// Puts our clock on or back, or right again.
    private func jump() {
        let change = state.withLock { state in
            let next = state.jump == 0 ? (dice.below(2) * 2 - 1) * (60 + dice.below(10_000)) : 0
            defer { state.jump = next }
            return next - state.jump
        }
        log.add("\(stripe.seconds) our clock jumps by \(change) s")
        ours.advance(by: TimeInterval(change))
        effects.notice(ours.now())
    }

    // MARK: - Processes

    /// Starts a process.
    ///
    /// - `isFaulty`: Whether something goes wrong in it.
    func start(isFaulty: Bool) throws -> ShopProcess {
        let number = state.withLock { state in
            state.processes += 1
            return state.processes
        }
        var faults: [Int: ProcessLife.Fault] = [:]
        if isFaulty {
            for _ in 0..<dice.below(4) {
                faults[1 + dice.below(70)] = dice.pick([
                    (30, .diesBefore), (30, .diesAfter), (25, .standsStill), (15, .refused),
                ])
            }
        }
        let life = ProcessLife(name: "process \(number)", faults: faults, identifiers: dice) { [weak self] life in
            await self?.goOn(without: life)
        }
        log.add("\(stripe.seconds) \(life.name) starts")
        return try ShopProcess(
            ShopProcess.Parts(
                store: FaultyStore(base: store, life: life, violations: violations), life: life, clock: ours,
                transport: StripeTransport(stripe: stripe, life: life, dice: dice, trouble: trouble, log: log),
                identifiers: life, setup: effects.setup(life: life, dice: dice)))
    }

    /// The process that is up, started anew when the last one died.
    private func process() throws -> ShopProcess {
        if let process = state.withLock({ $0.process }), !process.life.isDead { return process }
        let process = try start(isFaulty: true)
        state.withLock { $0.process = process }
        return process
    }

    /// What the world does while a process stands still: another one may take over what it does.
    private func goOn(without life: ProcessLife) async {
        let isNested = state.withLock { state in
            defer { state.isStandingStill = true }
            return state.isStandingStill
        }
        guard !isNested else { return }
        log.add("\(stripe.seconds) \(life.name) stands still")
        do {
            let other = try start(isFaulty: false)
            for _ in 0..<1 + dice.below(6) {
                if dice.chance(40) { advance(by: 61 + dice.below(200)) }
                await step(with: other)
            }
        } catch {
            violations.add("a process could not be started: \(error)")
        }
        if dice.chance(20) { life.die() }
        log.add("\(stripe.seconds) \(life.name) \(life.isDead ? "was ended" : "goes on")")
        state.withLock { $0.isStandingStill = false }
    }

    // MARK: - Steps

    private enum Step: Sendable { case buy, go, deliver, apply, hooks, moment, minutes, hours, jump, restart }

    /// The whole of a simulation.
    func run(steps: Int) async throws {
        for _ in 0..<steps {
            let step: Step = dice.pick([
                (8, .buy), (24, .go), (24, .deliver), (18, .apply), (10, .hooks), (8, .moment), (4, .minutes),
                (2, .hours), (2, .jump), (2, .restart),
            ])
            let process = try process()
            switch step {
            case .buy: await buy(with: process)
            case .moment: advance(by: dice.below(4))
            case .minutes: advance(by: 10 + dice.below(600))
            case .hours: advance(by: 3_600 + dice.below(7_200))
            case .jump: jump()
            case .restart: process.life.die()
            default: await self.step(step, with: process)
            }
            try await monitor.look(after: "\(step)")
        }
        try await end()
    }

    private func step(with process: ShopProcess) async {
        await step(dice.pick([(3, .go), (4, .deliver), (4, .apply), (2, .hooks)]), with: process)
    }

    private func step(_ step: Step, with process: ShopProcess) async {
        switch step {
        case .go:
            if stripe.go() { spread() }
        case .deliver:
            for _ in 0..<1 + dice.below(4) {
                guard let delivery = network.next() else { break }
                await deliver(delivery, to: process)
            }
        case .apply: await attempt("apply", process) { try await process.inbox.applyDue() }
        case .hooks: await attempt("hooks", process) { try await process.hooks.runDue() }
        default: break
        }
    }

    /// What was told goes on its way.
    private func spread() {
        for event in stripe.takeTold() {
            log.add("\(stripe.seconds) told \(event.id) \(event.type)")
            network.tell(event)
        }
    }

    private func attempt(_ name: String, _ process: ShopProcess, _ body: () async throws -> Void) async {
        log.add("\(stripe.seconds) \(process.life.name) \(name)")
        do {
            try await body()
        } catch {
            log.add("\(process.life.name) \(name): \(error)")
        }
    }

    // MARK: - Buying

    private func buy(with process: ShopProcess) async {
        let open = purchases.indices.filter { !purchases[$0].isOver }
        if let index = open.first, dice.chance(70) || purchases.count >= 3 { return await ask(index, process) }
        guard purchases.count < 3 else { return }
        let index = state.withLock { state in
            state.purchases.append(
                Purchase(
                    key: "a-key-of-a-simulated-buyer-\(state.purchases.count)",
                    product: dice.pick([(5, "job"), (3, "pro/monthly"), (3, "pro/trial")])))
            return state.purchases.count - 1
        }
        await ask(index, process)
    }

    private func ask(_ index: Int, _ process: ShopProcess) async {
        let purchase = purchases[index]
        let request = CheckoutRequest(items: [CheckoutRequest.Item(product: purchase.product, quantity: 1)])
        log.add("\(stripe.seconds) \(process.life.name) checkout \(index) \(purchase.product)")
        do {
            let answer = try await process.checkout.checkOut(request, key: purchase.key)
            log.add("checkout \(index) is \(answer.order)")
            if let known = purchase.order, known != answer.order {
                violations.add("one key made the orders \(known) and \(answer.order)")
            }
            state.withLock {
                $0.purchases[index].order = answer.order
                $0.purchases[index].isOver = true
            }
            if dice.chance(20), let second = stripe.openSecondSession(of: answer.order.rawValue) {
                log.add("a second page \(second)")
                try await store.write {
                    _ = try RemoteObjectTable($0).record(second, for: answer.order, in: ShopProcess.account)
                }
            }
        } catch let error as CheckoutError where error.code == .providerRefused {
            log.add("checkout \(index) was refused")
            state.withLock { $0.purchases[index].isOver = true }
        } catch {
            log.add("checkout \(index): \(error)")
        }
    }

    // MARK: - Delivering

    private func deliver(_ delivery: Network.Delivery, to process: ShopProcess) async {
        let event = delivery.event
        do {
            let reception = try await process.receive(delivery.body, signedAt: stripe.seconds)
            guard case .accepted(let acceptance) = reception else {
                log.add("\(stripe.seconds) \(process.life.name) \(event.id): \(reception)")
                if delivery.isOwed { network.send(event, after: 300 + dice.below(3_600), isOwed: true) }
                return
            }
            log.add("\(stripe.seconds) \(process.life.name) \(event.id): \(acceptance)")
            let isNew = state.withLock { $0.taken.insert(event.id).inserted }
            // The answer is lost on its way.
            if dice.chance(10) { network.send(event, after: dice.below(7_200), isOwed: false) }
            if isNew, dice.chance(5) { network.send(event, body: forged(event), after: dice.below(60), isOwed: false) }
        } catch {
            log.add("\(stripe.seconds) \(process.life.name) \(event.id): \(error)")
            if delivery.isOwed { network.send(event, after: 1 + dice.below(3_600), isOwed: true) }
        }
    }

    /// The same event, saying something else.
    private func forged(_ event: SimulatedStripe.Told) -> String {
        var body = event.body
        for (word, other) in [(#""succeeded""#, #""failed""#), (#""active""#, #""canceled""#), (":9900", ":1")] {
            body = body.replacing(word, with: other)
        }
        // Of another time it has another digest; of the same it is a duplicate.
        return dice.chance(50) ? body : body.replacing("\"created\":\(event.created)", with: "\"created\":1790000001")
    }

    // MARK: - The end

    /// Nothing goes wrong any more, everything arrives, and time passes until nothing is left to do.
    private func end() async throws {
        log.add("\(stripe.seconds) the end begins")
        trouble.end()
        if state.withLock({ $0.jump }) != 0 { jump() }
        let process = try start(isFaulty: false)
        advance(by: 61)
        for index in purchases.indices where !purchases[index].isOver && dice.chance(80) { await ask(index, process) }
        stripe.settle()
        spread()
        for _ in 0..<1_000 {
            while let delivery = network.next(everything: true) { await deliver(delivery, to: process) }
            try await process.inbox.applyDue()
            try await process.hooks.runDue()
            try await monitor.look(after: "the end")
            guard let next = try await monitor.nextDue(after: ours.now()) else {
                guard !network.isEmpty else { return }
                continue
            }
            advance(by: max(1, Int(next.timeIntervalSince(ours.now()).rounded(.up))))
        }
        violations.add("there is always something left to do")
    }
}
