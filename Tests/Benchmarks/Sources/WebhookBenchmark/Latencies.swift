/// How long requests took, in microseconds.
struct Latencies: Sendable {
    private var microseconds: [UInt32] = []
    private var isSorted = true

    var count: Int { microseconds.count }

    mutating func add(nanoseconds: Int64) {
        microseconds.append(UInt32(clamping: nanoseconds / 1_000))
        isSorted = false
    }

    /// The time that a part of all requests did not exceed, in milliseconds.
    mutating func milliseconds(_ part: Double) -> Double {
        if !isSorted {
            microseconds.sort()
            isSorted = true
        }
        guard !microseconds.isEmpty else { return 0 }
        return Double(microseconds[min(microseconds.count - 1, Int(Double(microseconds.count) * part))]) / 1_000
    }

    /// The usual three of them, for a line.
    mutating func summary() -> String {
        "p50 \(Text.tenths(milliseconds(0.5))) ms, p99 \(Text.tenths(milliseconds(0.99))) ms, "
            + "p99.9 \(Text.tenths(milliseconds(0.999))) ms"
    }
}
