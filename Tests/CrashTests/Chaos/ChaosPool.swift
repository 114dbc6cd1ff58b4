import Synchronization
import TillTesting

/// What is still to be done by buyers and by the provider, taken in a drawn order, and what was acknowledged.
final class ChaosPool: Sendable {
    enum Job: Sendable {
        case checkOut(BuyersStory)
        case tell(PlayedStripe.Event)
    }

    private struct State {
        var random: SeededRandom
        var jobs: [Job] = []
        var running = 0
        var acknowledgements = 0
        var acknowledged: Set<String> = []
        var placed: [String: BuyersStory] = [:]
        var storiesLeft: Int
        var storiesBegun = 0
    }

    private let state: Mutex<State>

    /// - `stories`: How many buyers come, one whenever little else is to be done.
    init(seed: UInt64, stories: Int) {
        state = Mutex(State(random: SeededRandom(seed: seed), storiesLeft: stories))
    }

    /// A drawn number.
    func draw(_ range: ClosedRange<Int>) -> Int { state.withLock { Int.random(in: range, using: &$0.random) } }

    /// Any of the jobs; nil while there is none.
    func take() -> Job? {
        state.withLock { state in
            if state.jobs.count < 24, state.storiesLeft > 0 {
                state.storiesLeft -= 1
                state.storiesBegun += 1
                let plot = BuyersStory.Plot.allCases.randomElement(using: &state.random) ?? .pays
                state.jobs.append(
                    .checkOut(BuyersStory(plot: plot, key: "key-of-buyer-number-\(1_000_000 + state.storiesBegun)")))
            }
            guard !state.jobs.isEmpty else { return nil }
            state.running += 1
            let index = Int.random(in: 0..<state.jobs.count, using: &state.random)
            state.jobs.swapAt(index, state.jobs.count - 1)
            return state.jobs.removeLast()
        }
    }

    /// A job was not acknowledged: it is done again, as providers and buyers do.
    func putBack(_ job: Job) {
        state.withLock { state in
            state.running -= 1
            state.jobs.append(job)
        }
    }

    /// The provider was acknowledged an event.
    func acknowledge(_ event: PlayedStripe.Event) {
        state.withLock { state in
            state.running -= 1
            state.acknowledgements += 1
            state.acknowledged.insert(event.id)
        }
    }

    /// A buyer has an order; the provider tells of these events, some more than once.
    func place(_ story: BuyersStory, as order: String, telling events: [PlayedStripe.Event]) {
        state.withLock { state in
            state.running -= 1
            state.acknowledgements += 1
            state.placed[order] = story
            for event in events {
                let copies = [1, 1, 1, 2, 2, 3].randomElement(using: &state.random) ?? 1
                for _ in 0..<copies { state.jobs.append(.tell(event)) }
            }
        }
    }

    /// How many answers the server has given.
    var acknowledgements: Int { state.withLock { $0.acknowledgements } }

    /// Whether nothing is to be done any more, and nothing is on its way.
    var isDone: Bool { state.withLock { $0.jobs.isEmpty && $0.running == 0 && $0.storiesLeft == 0 } }

    /// Every order that a buyer was told of.
    var placed: [String: BuyersStory] { state.withLock { $0.placed } }
    /// Every event that was answered with 200.
    var acknowledged: Set<String> { state.withLock { $0.acknowledged } }
}
