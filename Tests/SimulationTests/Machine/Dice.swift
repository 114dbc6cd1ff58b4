import Synchronization
import TillModel
import TillTesting

/// Chance that a seed repeats, for everybody who takes part in a simulation.
final class Dice: IdentifierSource {
    private let random: Mutex<SeededRandom>

    init(seed: UInt64) { random = Mutex(SeededRandom(seed: seed)) }

    func bits() -> (UInt64, UInt64) { random.withLock { ($0.next(), $0.next()) } }

    /// A number from 0 up to, and not, the limit.
    func below(_ limit: Int) -> Int { random.withLock { Int.random(in: 0..<limit, using: &$0) } }

    /// True in that many of a hundred cases.
    func chance(_ percent: Int) -> Bool { below(100) < percent }

    /// One of the values, of which each is as likely as its weight says.
    func pick<Value>(_ choices: [(weight: Int, value: Value)]) -> Value {
        var rest = below(choices.reduce(0) { $0 + $1.weight })
        for choice in choices {
            if rest < choice.weight { return choice.value }
            rest -= choice.weight
        }
        preconditionFailure("the weights add up")
    }
}
