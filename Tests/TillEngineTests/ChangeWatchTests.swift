import Testing

@testable import TillEngine

/// When a file that is looked at each second is read again.
@Suite struct ChangeWatchTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// What the looks find after the file was read as 1; nil is a file that is not there.
        let looks: [Int?]
        let isRead: [Bool]
    }

    static let cases = [
        Case(testDescription: "never changed", looks: [1, 1, 1], isRead: [false, false, false]),
        Case(testDescription: "changed once", looks: [2, 2, 2, 2], isRead: [false, true, false, false]),
        Case(
            testDescription: "still being written", looks: [2, 3, 4, 4, 4],
            isRead: [false, false, false, true, false]),
        Case(testDescription: "away for a moment", looks: [nil, 2, 2, 2], isRead: [false, false, true, false]),
        Case(testDescription: "away and back as it was", looks: [nil, 1, 1], isRead: [false, false, false]),
        Case(
            testDescription: "away for good, then back", looks: [nil, nil, nil, 1, 1, 1],
            isRead: [false, true, false, false, true, false]),
    ]

    @Test(arguments: cases)
    func `a change is taken once, when two looks agree on it`(_ example: Case) {
        var watch = ChangeWatch<Int?>(1)
        #expect(example.looks.map { watch.isDue($0) } == example.isRead)
    }
}
