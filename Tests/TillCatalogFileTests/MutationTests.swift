import Foundation
import Testing
import TillModel
import TillTesting

@testable import TillCatalogFile

/// What holds for any bytes at all.
@Suite struct MutationTests {
    /// What is done to a sound or broken file.
    enum Damage: CaseIterable {
        case bytes, lines
    }

    /// Two hundred thousand of each kind of damage in the long run, a twentieth of them otherwise.
    @Test(arguments: Damage.allCases)
    func `damaged files end in sound diagnostics`(damage: Damage) throws {
        let samples = try Sample.all
        let count = TestSeed.count(200_000)
        let start = ContinuousClock.now
        for number in 0..<count {
            // Each has a sequence of its own, so that one is repeated without those before it.
            var random = SeededRandom(seed: TestSeed.value &+ UInt64(number) &* 2 &+ (damage == .lines ? 1 : 0))
            var sample = samples[Int.random(in: 0..<samples.count, using: &random)]
            let other = samples[Int.random(in: 0..<samples.count, using: &random)]
            sample.damage(&random) { bytes, random in
                switch damage {
                case .bytes: mutate(&bytes, &random)
                case .lines: LineDamage.mutate(&bytes, with: other.input.main, &random)
                }
            }
            if let fault = sample.fault {
                Issue.record("\(damage) \(number) of seed \(TestSeed.value), \(sample.name): \(fault)")
            }
        }
        print("\(count) mutations of \(damage), seed \(TestSeed.value), \(ContinuousClock.now - start)")
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
}

/// A file to be damaged: a golden case, or an example of the documentation.
private struct Sample {
    let name: String
    var input: GoldenInput

    static var all: [Sample] {
        get throws {
            let cases = GoldenCase.all.filter { $0.input.count < 4_000 }
            return try cases.map { Sample(name: $0.name, input: GoldenInput($0.input)) }
                + DocumentedExample.all.map { Sample(name: $0.name, input: GoldenInput($0.bytes)) }
        }
    }

    /// Damages one of its files, up to four times.
    mutating func damage(
        _ random: inout SeededRandom, _ mutate: (inout [UInt8], inout SeededRandom) -> Void
    ) {
        let paths = input.files.keys.sorted()
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let position = Int.random(in: 0...paths.count, using: &random)
            if position == paths.count {
                mutate(&input.main, &random)
            } else {
                mutate(&input.files[paths[position], default: []], &random)
            }
        }
    }

    /// What is wrong with how it is read; nil when all is well.
    var fault: String? {
        if name.hasPrefix("lock-") {
            let reading = Lockfile.read(input.main, file: "products.yaml")
            return fault(of: reading.diagnostics, isUsable: reading.lockfile != nil)
        }
        let reading = input.reading
        let hasSecret = !SecretScanner.matches(in: input.main).isEmpty
        guard reading.catalog == nil || !hasSecret else { return "a secret in a catalog" }
        return fault(of: reading.diagnostics, isUsable: reading.catalog != nil)
    }

    private func fault(of diagnostics: [Diagnostic], isUsable: Bool) -> String? {
        guard isUsable != diagnostics.contains(where: { $0.severity == .error }) else { return "usable with an error" }
        var lines: [String: [Int]] = [:]
        var last: [String: (Int, Int)] = [:]
        var keys: Set<String> = []
        for diagnostic in diagnostics {
            let place = diagnostic.location
            let file = place.file
            guard let bytes = file == "products.yaml" ? input.main : input.files[file] else { return "no file \(file)" }
            let lengths = lines[file] ?? Sample.lineLengths(bytes)
            lines[file] = lengths
            guard (1...lengths.count).contains(place.line), (1...lengths[place.line - 1] + 1).contains(place.column)
            else { return "\(file):\(place.line):\(place.column) is not in \(String(decoding: bytes, as: UTF8.self))" }
            guard place.length >= 1, !diagnostic.message.isEmpty else { return "nothing said at \(place)" }
            guard last[file, default: (1, 1)] <= (place.line, place.column) else { return "out of order at \(place)" }
            last[file] = (place.line, place.column)
            let isKey = diagnostic.code == DiagnosticCode.unknownKey.rawValue
            guard !isKey || keys.insert("\(file):\(place.line):\(place.column)").inserted else {
                return "told twice: \(diagnostic.message) at \(place)"
            }
        }
        let text = DiagnosticText.render(diagnostics, colour: false)
        guard text.isEmpty == diagnostics.isEmpty else { return "nothing rendered" }
        return SecretScanner.masked(text) == text ? nil : "a secret is shown"
    }

    /// How many characters each line has, counted apart from the reader.
    private static func lineLengths(_ bytes: [UInt8]) -> [Int] {
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
