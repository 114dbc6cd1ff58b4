/// Something that has an identifier of ours, such as an order.
public protocol Identified {
    /// What its identifiers begin with, such as `ord`.
    static var identifierPrefix: String { get }
}

/// The identifier of one kind of thing: `ord_…` for an order, `evt_…` for an event.
///
/// The type parameter keeps an order's identifier from being passed where a refund's is wanted.
public struct Identifier<Entity: Identified>: Sendable, Hashable, RawRepresentable {
    /// The text, prefix included.
    public let rawValue: String

    /// An identifier from text that has this kind's prefix, then at most 60 letters and digits; nil otherwise.
    public init?(rawValue: String) {
        let prefix = Entity.identifierPrefix + "_"
        let rest = rawValue.utf8.dropFirst(prefix.utf8.count)
        guard rawValue.hasPrefix(prefix), (1...60).contains(rest.count),
            rest.allSatisfy({
                switch $0 {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"):
                    true
                default: false
                }
            })
        else { return nil }
        self.rawValue = rawValue
    }

    /// An identifier from 128 bits, drawn at random or taken from a digest.
    public init(bits: (UInt64, UInt64)) {
        rawValue = Entity.identifierPrefix + "_" + IdentifierBits.text(bits)
    }
}

extension Identifier: Codable {
    /// Reads the text; a wrong prefix is a decoding error.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let identifier = Identifier(rawValue: text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(text)' does not begin with \(Entity.identifierPrefix)_")
        }
        self = identifier
    }

    /// Writes the text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

extension Identifier: CustomStringConvertible {
    /// The text, prefix included.
    public var description: String { rawValue }
}

/// The spelling of 128 bits inside an identifier.
package enum IdentifierBits {
    /// 26 characters of 5 bits each, without the letters that are mistaken for digits.
    package static func text(_ bits: (UInt64, UInt64)) -> String {
        let alphabet: StaticString = "0123456789abcdefghjkmnpqrstvwxyz"
        var (high, low) = bits
        return String(unsafeUninitializedCapacity: 26) { characters in
            for index in (0..<26).reversed() {
                characters[index] = alphabet.utf8Start[Int(low & 31)]
                low = low >> 5 | high << 59
                high >>= 5
            }
            return 26
        }
    }
}
