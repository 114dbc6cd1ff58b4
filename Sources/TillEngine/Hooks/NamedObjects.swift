#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The texts of a message's body that may be names of a provider's objects: short, without spaces, and no metadata.
struct NamedObjects {
    /// In the order of their keys; as many as are worth looking up.
    let names: [String]

    private static let most = 64

    init(in body: [UInt8]) {
        guard let value = try? JSONDecoder().decode(Value.self, from: Data(body)) else {
            names = []
            return
        }
        var names: [String] = []
        value.collect(into: &names, most: Self.most)
        self.names = names
    }

    private enum Value: Decodable {
        case object([String: Value])
        case array([Value])
        case text(String)
        case other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let object = try? container.decode([String: Value].self) {
                self = .object(object)
            } else if let array = try? container.decode([Value].self) {
                self = .array(array)
            } else {
                self = .other
            }
        }

        /// Goes down into the body; its depth is the decoder's limit at most.
        func collect(into names: inout [String], most: Int) {
            guard names.count < most else { return }
            switch self {
            case .object(let object):
                for (key, value) in object.sorted(by: { $0.key < $1.key }) where key != "metadata" {
                    value.collect(into: &names, most: most)
                }
            case .array(let array):
                for value in array { value.collect(into: &names, most: most) }
            case .text(let text):
                let isName = (6...128).contains(text.utf8.count) && text.utf8.allSatisfy(Self.isNameByte)
                if isName, text.contains("_") || text.contains("-"), !names.contains(text) { names.append(text) }
            case .other:
                return
            }
        }

        private static func isNameByte(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
    }
}
