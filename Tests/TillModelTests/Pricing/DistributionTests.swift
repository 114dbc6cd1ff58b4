import Testing
import TillModel
import TillTesting

@Suite struct DistributionTests {
    @Test(
        arguments: [
            (10, [1, 1, 1], [4, 3, 3]), (100, [1, 2, 1], [25, 50, 25]), (1, [1, 1], [1, 0]), (7, [2, 3], [3, 4]),
            (5, [0, 0, 0], [5, 0, 0]), (5, [-3, 1], [0, 5]), (0, [4, 5], [0, 0]), (-10, [1, 1, 1], [-4, -3, -3]),
            (9, [], []), (9, [7], [9]), (.max, [.max, .max], [.max / 2 + 1, .max / 2]),
            (.min, [.max, .max], [.min / 2, .min / 2]),
        ] as [(Int64, [Int64], [Int64])])
    func `a whole is divided by the largest remainder, the first among equals`(
        whole: Int64, weights: [Int64], parts: [Int64]
    ) {
        #expect(Distribution.parts(of: whole, by: weights) == parts)
    }

    @Test(arguments: 0..<200)
    func `the parts add up to the whole and none exceeds its share by a unit`(_ number: UInt64) {
        var random = SeededRandom(seed: TestSeed.value &+ number)
        for _ in 0..<TestSeed.count(200) {
            let weights = (0..<Int.random(in: 1...8, using: &random)).map { _ in extreme(&random) }
            let whole = extreme(&random)
            let parts = Distribution.parts(of: whole, by: weights)
            let sum = weights.reduce(Int128(0)) { $0 + Int128($1) }
            #expect(parts.reduce(Int128(0)) { $0 + Int128($1) } == Int128(whole), "\(whole) by \(weights)")
            guard sum > 0 else { continue }
            for (part, weight) in zip(parts, weights) {
                let floor = Int128(whole) * Int128(weight) / sum
                #expect(Int128(part) == floor || Int128(part) == floor + 1, "\(whole) by \(weights)")
            }
        }
    }

    private func extreme(_ random: inout SeededRandom) -> Int64 {
        switch Int.random(in: 0..<5, using: &random) {
        case 0: 0
        case 1: .max
        case 2: Int64.random(in: 0...10, using: &random)
        default: Int64.random(in: 0...(.max), using: &random)
        }
    }
}
