import Crypto
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// HMAC-SHA256 as webhook signatures use it.
enum HMACSignature {
    /// Which of the secrets gives one of the digests, counted from 1; nil when none does.
    ///
    /// The message is hashed once for each secret, and every pair is compared in full even after a match, so that
    /// the time tells neither which one it was nor how much of it was right.
    ///
    /// - `parts`: The message, which is all of them after each other.
    static func secret(giving digests: [[UInt8]], of parts: [UInt8]..., among secrets: [String]) -> Int? {
        var giving: Int?
        for (index, secret) in secrets.enumerated() {
            var hash = HMAC<SHA256>(key: SymmetricKey(data: Array(secret.utf8)))
            for part in parts { hash.update(data: part) }
            let code = Array(hash.finalize())
            for digest in digests where digest.count == code.count {
                let difference = zip(digest, code).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
                giving = difference == 0 ? index + 1 : giving
            }
        }
        return giving
    }

    /// The digest of a hexadecimal text of 64 characters; nil when it is anything else.
    static func digest(hexadecimal characters: ArraySlice<UInt8>) -> [UInt8]? {
        guard characters.count == 64 else { return nil }
        var digest: [UInt8] = []
        digest.reserveCapacity(32)
        for index in stride(from: characters.startIndex, to: characters.endIndex, by: 2) {
            guard let high = nibble(characters[index]), let low = nibble(characters[index + 1]) else { return nil }
            digest.append(high << 4 | low)
        }
        return digest
    }

    private static func nibble(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
