import Foundation
import Testing
import TillModel
import TillTesting

/// Instants as answers, events and lock files spell them.
@Suite struct InstantTextTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (1, "1970-01-01T00:00:00.001Z"), (31_311, "1970-01-01T00:00:31.311Z"),
        (1_795_284_000_999, "2026-11-21T18:00:00.999Z"), (253_402_300_798_999, "9999-12-31T23:59:58.999Z"),
    ])
    func `an instant is spelled to its very millisecond`(milliseconds: Int64, text: String) {
        #expect(Date(millisecondsSince1970: milliseconds).rfc3339 == text)
    }

    /// A hundred thousand in the long run, and a twentieth of them otherwise.
    @Test func `an instant that was spelled is read back to the millisecond`() throws {
        var random = SeededRandom(seed: TestSeed.value)
        for _ in 0..<TestSeed.count(100_000) {
            let milliseconds = Int64.random(in: 0..<253_402_300_799_000, using: &random)
            let text = try JSONWriter.text([Date(millisecondsSince1970: milliseconds)])
            let read = try JSONDecoder.till.decode([Date].self, from: Data(text.utf8))
            guard read.first?.millisecondsSince1970 == milliseconds else {
                Issue.record("\(milliseconds) of seed \(TestSeed.value) becomes \(text)")
                return
            }
        }
    }
}
