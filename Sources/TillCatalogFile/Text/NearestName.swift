/// Finds the name somebody probably meant.
package enum NearestName {
    /// The candidate closest to a written name; nil when none is close enough to be worth offering.
    package static func of(_ written: String, among candidates: some Sequence<String>) -> String? {
        let lower = Array(written.lowercased().utf8)
        guard (1...maximumLength).contains(lower.count) else { return nil }
        let limit = max(1, min(3, lower.count / 3))
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            let other = Array(candidate.lowercased().utf8)
            guard abs(other.count - lower.count) <= limit, other.count <= maximumLength else { continue }
            let distance = distance(lower, other)
            guard distance <= limit, distance < lower.count, distance < best?.distance ?? .max else { continue }
            best = (candidate, distance)
        }
        return best?.name
    }

    private static let maximumLength = 64

    /// How many letters must be put in, taken out, changed, or swapped with their neighbour.
    static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var twoAgo: [Int] = []
        var previous = Array(0...right.count)
        for i in left.indices {
            var row = [i + 1]
            row.reserveCapacity(right.count + 1)
            for j in right.indices {
                let isSame = left[i] == right[j]
                var least = min(previous[j + 1] + 1, row[j] + 1, previous[j] + (isSame ? 0 : 1))
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    least = min(least, twoAgo[j - 1] + 1)
                }
                row.append(least)
            }
            (twoAgo, previous) = (previous, row)
        }
        return previous[right.count]
    }
}
