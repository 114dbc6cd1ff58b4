import Synchronization
import TillModel
import TillStore

/// The life of one simulated process: what goes wrong in it, and whether it is still going on.
///
/// Everything that a process does to the world, reading and writing rows, calling the provider, running a hook, passes
/// here. After its death nothing does.
final class ProcessLife: Sendable {
    /// What goes wrong at one of the places.
    enum Fault: Sendable {
        /// The process ends before anything was done.
        case diesBefore
        /// It was done, and the process ends before it learns so.
        case diesAfter
        /// The process stands still while the world goes on.
        case standsStill
        /// The database takes no write for the moment.
        case refused
    }

    /// Everything ends here, as far as this process is concerned.
    struct Died: Error {}

    let name: String
    private let identifiers: Dice
    private let tokens = Mutex<Set<String>>([])
    private let state: Mutex<State>
    private let meanwhile: @Sendable (ProcessLife) async -> Void

    private struct State {
        var passed = 0
        var faults: [Int: Fault]
        var isDead = false
        var isWatched: Bool
    }

    /// - `faults`: What goes wrong, by how many places were passed before.
    /// - `isWatched`: Whether it is looked at from its beginning; otherwise from when it first stood still.
    /// - `meanwhile`: What the world does while the process stands still.
    init(
        name: String, faults: [Int: Fault] = [:], identifiers: Dice, isWatched: Bool = false,
        meanwhile: @escaping @Sendable (ProcessLife) async -> Void = { _ in }
    ) {
        self.name = name
        self.identifiers = identifiers
        state = Mutex(State(faults: faults, isWatched: isWatched))
        self.meanwhile = meanwhile
    }

    var isDead: Bool { state.withLock { $0.isDead } }
    /// Whether others may have taken its work over, so that it is looked at what it writes.
    var isWatched: Bool { state.withLock { $0.isWatched } }
    var passed: Int { state.withLock { $0.passed } }

    func die() { state.withLock { $0.isDead = true } }

    /// Whether a token was drawn by this process.
    func drew(_ token: String) -> Bool { tokens.withLock { $0.contains(token) } }

    /// Does something to the world, or what goes wrong instead.
    ///
    /// - `refusal`: With what it may be refused; nil when it cannot be.
    func pass<Value: Sendable>(
        orRefuse refusal: StoreError? = nil, _ body: () async throws -> Value
    ) async throws -> Value {
        let fault = try state.withLock { state throws(Died) -> Fault? in
            guard !state.isDead else { throw Died() }
            state.passed += 1
            let fault = state.faults.removeValue(forKey: state.passed)
            if case .diesBefore = fault { state.isDead = true }
            if case .standsStill = fault { state.isWatched = true }
            return fault
        }
        switch fault {
        case .diesBefore: throw Died()
        case .refused: if let refusal { throw refusal }
        case .standsStill: await meanwhile(self)
        case .diesAfter, nil: break
        }
        // It may have been told to end while it stood still.
        guard !isDead else { throw Died() }
        let value = try await body()
        guard case .diesAfter = fault else { return value }
        die()
        throw Died()
    }
}

extension ProcessLife: IdentifierSource {
    func bits() -> (UInt64, UInt64) {
        let bits = identifiers.bits()
        tokens.withLock { _ = $0.insert(IdentifierBits.text(bits)) }
        return bits
    }
}
