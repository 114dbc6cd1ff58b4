import Testing
import TillModel
import TillTesting

@testable import TillCatalogFile

/// The content hash against many ways to write one catalog, and against every small change of it.
@Suite struct EqualMeaningTests {
    /// Catalogs without a mistake, each in one file.
    private static var samples: [(name: String, bytes: [UInt8])] {
        get throws {
            let all =
                GoldenCase.all.filter { !$0.name.hasPrefix("lock-") }.map { ($0.name, $0.input) }
                + (try DocumentedExample.all.map { ($0.name, $0.bytes) })
            return all.filter { _, bytes in
                let input = GoldenInput(bytes)
                // What an overlay changes is written twice, in forms that must agree.
                return !String(decoding: bytes, as: UTF8.self).contains("overlays:") && input.files.isEmpty
                    && bytes.count < 4_000 && input.reading.catalog != nil
            }
        }
    }

    private func hash(_ text: String, like input: GoldenInput) -> String? {
        CatalogReader(input.options).read(Array(text.utf8), file: "products.yaml").catalog?.contentHash
    }

    @Test func `equal meaning gives an equal content hash`() throws {
        let samples = try Self.samples
        #expect(samples.count > 60)
        let start = ContinuousClock.now
        let rounds = TestSeed.count(200)
        for (position, sample) in samples.enumerated() {
            let input = GoldenInput(sample.bytes)
            let value = try #require(WrittenValue(input.main), "\(sample.name)")
            let expected = input.reading.catalog?.contentHash
            for round in 0..<rounds {
                var random = SeededRandom(seed: TestSeed.value &+ UInt64(position * 1_000 + round))
                let text = value.rewritten(&random).text(&random)
                guard hash(text, like: input) != expected else { continue }
                let diagnostics = CatalogReader(input.options).read(Array(text.utf8), file: "f").diagnostics
                Issue.record("\(sample.name), round \(round) of seed \(TestSeed.value):\n\(text)\(diagnostics)")
            }
        }
        print("\(samples.count * rounds) rewritten catalogs, seed \(TestSeed.value), \(ContinuousClock.now - start)")
    }

    @Test func `another value gives another content hash`() throws {
        var changes = 0
        for sample in try Self.samples {
            let input = GoldenInput(sample.bytes)
            let value = try #require(WrittenValue(input.main), "\(sample.name)")
            let expected = input.reading.catalog?.contentHash
            for path in value.changeablePaths {
                for other in value.others(at: path) {
                    var random = SeededRandom(seed: TestSeed.value)
                    let text = value.replacing(path, with: other).text(&random)
                    guard let changed = hash(text, like: input) else { continue }
                    changes += 1
                    if changed == expected { Issue.record("\(sample.name), \(path) as \(other) has the same hash") }
                }
            }
        }
        #expect(changes > 400)
        print("\(changes) changed values")
    }
}
