/// Dividing a whole into parts by weights, so that nothing is lost to rounding.
///
/// The method of the largest remainder: each part is rounded down, and what is missing goes, a unit each, to the
/// parts that lost most, the first among equals.
package enum Distribution {
    /// The parts of a whole, one for each weight; their sum is the whole.
    ///
    /// A weight below zero counts as zero; where all are zero, the first gets everything. No weights, no parts.
    package static func parts(of whole: Int64, by weights: [Int64]) -> [Int64] {
        guard !weights.isEmpty else { return [] }
        let weights = weights.map { Int128(max(0, $0)) }
        let sum = weights.reduce(0, +)
        guard sum > 0 else { return [whole] + Array(repeating: 0, count: weights.count - 1) }
        let size = Int128(whole).magnitude
        let shares = weights.map { (size * $0.magnitude).quotientAndRemainder(dividingBy: sum.magnitude) }
        var parts = shares.map { Int128($0.quotient) }
        let missing = Int(Int128(size) - parts.reduce(0, +))
        let byLoss = shares.indices.sorted { (shares[$1].remainder, $0) < (shares[$0].remainder, $1) }
        for index in byLoss.prefix(missing) { parts[index] += 1 }
        // Every part is between zero and the whole, so it fits.
        return parts.map { Int64(truncatingIfNeeded: whole < 0 ? -$0 : $0) }
    }
}
