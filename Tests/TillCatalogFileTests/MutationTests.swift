import Testing
import TillModel
import TillTesting

@testable import TillCatalogFile

/// What holds for any bytes at all.
@Suite struct MutationTests {
    /// Where a hundred batches of a hundred mutations each begin.
    @Test(arguments: 0..<100)
    func `damaged files end in sound diagnostics`(batch: Int) {
        var random = SeededRandom(seed: TestSeed.value &+ UInt64(batch))
        let cases = GoldenCase.all.filter { $0.input.count < 4_000 }
        for _ in 0..<100 {
            let sample = cases[Int.random(in: 0..<cases.count, using: &random)]
            var bytes = sample.input
            for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes, &random) }
            check(bytes, isLock: sample.name.hasPrefix("lock-"))
        }
    }

    private func mutate(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        guard !bytes.isEmpty else { return bytes.append(UInt8.random(in: 0...255, using: &random)) }
        let start = Int.random(in: 0..<bytes.count, using: &random)
        let end = min(bytes.count, start + Int.random(in: 1...12, using: &random))
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[start] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: bytes.removeSubrange(start..<end)
        case 2: bytes.insert(contentsOf: bytes[start..<end], at: start)
        case 3: bytes[start] = Array("{}[]:,-&*!|>'\"%@`#?\t\n\r \\0".utf8).randomElement(using: &random) ?? 0
        case 4: bytes.insert(contentsOf: bytes[start..<end], at: Int.random(in: 0...bytes.count, using: &random))
        default: bytes.removeSubrange(start...)
        }
    }

    private func check(_ bytes: [UInt8], isLock: Bool) {
        let diagnostics: [Diagnostic]
        if isLock {
            let reading = Lockfile.read(bytes, file: "f")
            #expect((reading.lockfile == nil) == reading.diagnostics.contains { $0.severity == .error })
            diagnostics = reading.diagnostics
        } else {
            let reading = CatalogReader().read(bytes, file: "f")
            #expect((reading.catalog == nil) == reading.diagnostics.contains { $0.severity == .error })
            diagnostics = reading.diagnostics
        }
        let lines = lineLengths(bytes)
        var last = (1, 1)
        for diagnostic in diagnostics {
            let place = diagnostic.location
            let isInside =
                (1...lines.count).contains(place.line) && (1...lines[place.line - 1] + 1).contains(place.column)
            #expect(isInside, "\(place.line):\(place.column) in \(String(decoding: bytes, as: UTF8.self))")
            #expect(place.length >= 1 && !diagnostic.message.isEmpty)
            #expect(last <= (place.line, place.column))
            last = (place.line, place.column)
        }
        let text = DiagnosticText.render(diagnostics, colour: true)
        #expect(text.isEmpty == diagnostics.isEmpty)
    }

    /// How many characters each line has, counted apart from the reader.
    private func lineLengths(_ bytes: [UInt8]) -> [Int] {
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        var lengths = [0]
        var previous: UInt8 = 0
        for byte in body {
            if byte == 0x0D || (byte == 0x0A && previous != 0x0D) {
                lengths.append(0)
            } else if byte != 0x0A, byte & 0xC0 != 0x80 {
                lengths[lengths.count - 1] += 1
            }
            previous = byte
        }
        return lengths
    }
}
