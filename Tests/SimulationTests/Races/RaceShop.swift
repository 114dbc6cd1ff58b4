import Testing
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

/// A database, the simulated Stripe and a clock, on which a test starts several processes.
struct RaceShop: Sendable {
    let store: any Store
    let stripe: SimulatedStripe
    let clock = ManualClock()
    let violations = Violations()
    private let dice = Dice(seed: 1)
    private let log = StepLog()

    /// Runs a test on a database of its own, and sees that no process changed what was another's.
    static func run(_ body: (RaceShop) async throws -> Void) async throws {
        let database = try await TemporaryDatabase()
        defer { database.remove() }
        let shop = try RaceShop(store: database.store)
        try await body(shop)
        #expect(shop.violations.all.isEmpty)
    }

    private init(store: any Store) throws {
        self.store = store
        stripe = SimulatedStripe(clock: clock, shapes: try StripeShapes(), dice: dice, log: log)
    }

    /// Starts a process.
    ///
    /// - `faults`: What goes wrong in it, by how many places it passed.
    /// - `meanwhile`: What others do while it stands still.
    func process(
        _ name: String, faults: [Int: ProcessLife.Fault] = [:],
        meanwhile: @escaping @Sendable () async throws -> Void = {}
    ) throws -> ShopProcess {
        let life = ProcessLife(name: name, faults: faults, identifiers: dice, isWatched: true) { [violations] _ in
            do {
                try await meanwhile()
            } catch {
                violations.add("what came in between failed: \(error)")
            }
        }
        let trouble = StripeTransport.Trouble()
        trouble.end()
        return try ShopProcess(
            ShopProcess.Parts(
                store: FaultyStore(base: store, life: life, violations: violations), life: life, clock: clock,
                transport: StripeTransport(stripe: stripe, life: life, dice: dice, trouble: trouble, log: log),
                identifiers: life))
    }

    /// Runs the first just before the other's place of that number; after it when it has fewer places.
    func run(
        _ other: @escaping @Sendable () async throws -> Void, beforePlace place: Int,
        of body: (ShopProcess) async throws -> Void
    ) async throws {
        let process = try process("the one", faults: [place: .standsStill], meanwhile: other)
        try await body(process)
        if process.life.passed < place { try await other() }
    }

    // MARK: - Parts of a test

    static let key = "a-key-of-a-racing-buyer"

    func request(_ product: String) -> CheckoutRequest {
        CheckoutRequest(items: [CheckoutRequest.Item(product: product, quantity: 1)])
    }

    /// A checkout from its beginning to its answer.
    func begin(_ product: String) async throws -> Order.ID {
        try await process("the checkout").checkout.checkOut(request(product), key: Self.key).order
    }

    /// Hands in everything that Stripe told.
    func deliver(to process: ShopProcess) async throws {
        for event in stripe.takeTold() { _ = try await process.receive(event.body, signedAt: stripe.seconds) }
    }

    /// Applies everything, later than any lease.
    func applyRest() async throws {
        clock.advance(by: 61)
        let process = try process("the last")
        try await deliver(to: process)
        try await process.inbox.applyDue()
    }

    func state() async throws -> FinalState { try await FinalState(store) }
}
