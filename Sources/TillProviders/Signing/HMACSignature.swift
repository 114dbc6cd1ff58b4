import Crypto
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// HMAC-SHA256 as webhook signatures use it.
enum HMACSignature {
    /// Whether the digest is the one that one of the secrets gives.
    ///
    /// Takes as long for a wrong digest as for a right one.
    static func isValid(_ digest: [UInt8], of message: [UInt8], secrets: [String]) -> Bool {
        // Every secret is tried even after a match, so that the time does not tell which one it was.
        secrets.reduce(false) { found, secret in
            let key = SymmetricKey(data: Array(secret.utf8))
            let matches = HMAC<SHA256>.isValidAuthenticationCode(digest, authenticating: message, using: key)
            return matches || found
        }
    }

    /// The digest of a hexadecimal text of 64 characters; nil when it is anything else.
    static func digest(hexadecimal text: some StringProtocol) -> [UInt8]? {
        let characters = Array(text.utf8)
        guard characters.count == 64 else { return nil }
        var digest: [UInt8] = []
        for index in stride(from: 0, to: 64, by: 2) {
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
