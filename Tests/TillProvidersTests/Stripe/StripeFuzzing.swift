import Testing
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Recorded events and what damage makes of them.
enum StripeFuzzing {
    struct Recorded: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        var testDescription: String { name }
    }

    static let events: [Recorded] = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fixtures/stripe/events")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
        let events = names.sorted().compactMap { name in
            (try? Fixtures.bytes("stripe/events/\(name)")).map { Recorded(name: name, bytes: $0) }
        }
        precondition(events.count == 20, "there are twenty recorded events")
        return events
    }()

    /// One stretch of inputs.
    struct Seed: Sendable, CustomTestStringConvertible {
        let value: UInt64
        let inputs: Int
        var testDescription: String { "seed \(value)" }
    }

    /// Stretches that together have so many inputs when tests are long.
    static func seeds(inputs: Int) -> [Seed] {
        (0..<10).map { Seed(value: TestSeed.value &* 1_000 &+ $0, inputs: TestSeed.count(inputs) / 10) }
    }

    /// Pieces that mean something in JSON or in a header.
    private static let pieces: [[UInt8]] = [
        "\"", "\\", "{", "}", "[", "]", ":", ",", "null", "true", "1e99", "-0", "99999999999999999999", "\\u0000",
        "\\ud800", "\"id\":\"x\",", "\"data\":{},", "\"object\":", "é", "\u{FEFF}", "\u{0}", " ", "\n", "=", "t=",
        "v1=",
        "v0=", ";", "0", "f", "\u{212A}", "9223372036854775808", "\"created\":1.5,", "\"livemode\":0,",
    ].map { Array($0.utf8) }

    /// A few changes anywhere: bytes flipped, put in, taken out, doubled, cut off.
    static func mutation(of bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            let length = min(bytes.count - place, Int.random(in: 0...12, using: &random))
            switch Int.random(in: 0..<7, using: &random) {
            case 0 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 2: bytes.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: place)
            case 3: bytes.removeSubrange(place..<place + length)
            case 4: bytes.insert(contentsOf: bytes[place..<place + length], at: place)
            case 5:
                bytes.replaceSubrange(place..<place + length, with: pieces.randomElement(using: &random) ?? [])
            default:
                if Int.random(in: 0..<8, using: &random) == 0 { bytes.removeSubrange(place...) }
            }
        }
        return bytes
    }
}
