#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The bytes of a JSON text that is being written.
final class JSONOutput {
    private(set) var bytes: [UInt8] = []
    let memory: JSONMemory?

    init(memory: JSONMemory? = nil) { self.memory = memory }

    var count: Int { bytes.count }

    func write(_ word: StaticString) {
        word.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Writes what is JSON already.
    func write(json: [UInt8]) { bytes.append(contentsOf: json) }

    func write(number: some BinaryInteger & LosslessStringConvertible) {
        bytes.append(contentsOf: number.description.utf8)
    }

    /// - Throws: `EncodingError` for what JSON has no words for.
    func write(fraction: some BinaryFloatingPoint & LosslessStringConvertible) throws {
        guard fraction.isFinite else {
            throw EncodingError.invalidValue(
                fraction, EncodingError.Context(codingPath: [], debugDescription: "JSON has no number '\(fraction)'"))
        }
        // A whole number has no point.
        let text = fraction.description
        bytes.append(contentsOf: (text.hasSuffix(".0") ? text.dropLast(2) : text[...]).utf8)
    }

    func write(quoted text: String) {
        var text = text
        bytes.append(UInt8(ascii: "\""))
        text.withUTF8 { characters in
            var plain = 0
            for (index, character) in characters.enumerated() where Self.mustBeEscaped(character) {
                bytes.append(contentsOf: characters[plain..<index])
                escape(character)
                plain = index + 1
            }
            bytes.append(contentsOf: characters[plain...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func mustBeEscaped(_ character: UInt8) -> Bool {
        character < 0x20 || character == UInt8(ascii: "\"") || character == UInt8(ascii: "\\")
    }

    private func escape(_ character: UInt8) {
        switch character {
        case UInt8(ascii: "\""): write(#"\""#)
        case UInt8(ascii: "\\"): write(#"\\"#)
        case UInt8(ascii: "\n"): write(#"\n"#)
        case UInt8(ascii: "\r"): write(#"\r"#)
        case UInt8(ascii: "\t"): write(#"\t"#)
        case 0x08: write(#"\b"#)
        case 0x0C: write(#"\f"#)
        default:
            write(#"\u00"#)
            for digit in [character >> 4, character & 0xF] {
                bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
            }
        }
    }

    /// Puts the members of the object that ends here in the order of their names.
    func sort(_ members: [JSONMember], from start: Int) {
        var sorted: [UInt8] = []
        sorted.reserveCapacity(bytes.count - start)
        for member in members.sorted(by: { $0.name < $1.name }) {
            if !sorted.isEmpty { sorted.append(UInt8(ascii: ",")) }
            sorted.append(contentsOf: bytes[member.start..<member.end])
        }
        bytes.replaceSubrange(start..., with: sorted)
    }
}

/// One member of an object that was written: where its name begins and its value ends.
struct JSONMember {
    let name: String
    let start: Int
    var end: Int
}
