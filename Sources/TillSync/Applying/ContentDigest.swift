import Crypto
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Digests of what objects hold: the same for the same meaning.
enum ContentDigest {
    /// A digest of fields, in lower-case hexadecimal.
    static func of(_ fields: [String: CatalogValue]) throws -> String {
        let bytes = try JSONEncoder.till.encode(fields.filter { $0.value != .nothing })
        return hexadecimal(SHA256.hash(data: bytes).prefix(16))
    }

    /// A digest of texts, none of which can be taken for a part of another.
    static func of(_ parts: [String]) -> String {
        var hash = SHA256()
        for part in parts {
            hash.update(data: Array("\(part.utf8.count):".utf8))
            hash.update(data: Array(part.utf8))
        }
        return hexadecimal(hash.finalize().prefix(16))
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }
}
