import CoreMetrics
import Synchronization

/// Something that only grows.
final class MetricCounter: CounterHandler, Sendable {
    private let state = Atomic<Int64>(0)

    var count: Int64 { state.load(ordering: .relaxed) }

    func increment(by amount: Int64) { state.wrappingAdd(amount, ordering: .relaxed) }

    func reset() { state.store(0, ordering: .relaxed) }
}

/// Something that goes up and down.
final class MetricGauge: MeterHandler, RecorderHandler, Sendable {
    private let state = Mutex(0.0)

    var value: Double { state.withLock { $0 } }

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { state.withLock { $0 = value } }
    func increment(by amount: Double) { state.withLock { $0 += amount } }
    func decrement(by amount: Double) { state.withLock { $0 -= amount } }
    func record(_ value: Int64) { set(value) }
    func record(_ value: Double) { set(value) }
}

/// How long things took, in seconds, or how much of something there was.
final class MetricHistogram: TimerHandler, RecorderHandler, Sendable {
    /// Up to where each bucket counts, in seconds.
    static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

    private struct State {
        var counts = [Int64](repeating: 0, count: MetricHistogram.bounds.count + 1)
        var sum = 0.0
    }

    private let state = Mutex(State())

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        let index = Self.bounds.firstIndex { value <= $0 } ?? Self.bounds.count
        state.withLock { state in
            state.counts[index] += 1
            state.sum += value
        }
    }

    /// Its lines: each bucket with everything below it, the sum, and the count.
    var lines: [MetricText.Line] {
        let state = state.withLock { $0 }
        var total: Int64 = 0
        var lines: [MetricText.Line] = []
        for (bound, count) in zip(Self.bounds.map(MetricText.number) + ["+Inf"], state.counts) {
            total += count
            lines.append(("_bucket", [MetricRegistry.Series.Label(name: "le", value: bound)], String(total)))
        }
        lines.append(("_sum", [], MetricText.number(state.sum)))
        lines.append(("_count", [], String(total)))
        return lines
    }
}
