import Crypto
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Identifiers worked out from what they name, so that the same thing never gets a second one.
enum DerivedIdentifiers {
    static func make<Entity: Identified>(_ parts: String...) -> Identifier<Entity> {
        Identifier(bits: bits(Entity.identifierPrefix, parts))
    }

    /// An identifier for one of a provider's objects.
    static func make<Entity: Identified>(_ account: ProviderAccount, _ remoteID: String) -> Identifier<Entity> {
        Identifier(
            bits: bits(
                Entity.identifierPrefix,
                [account.tenant, account.provider.rawValue, account.account, account.mode.rawValue, remoteID]))
    }

    /// The identifier of a message in the inbox: when it came, and then what it is.
    ///
    /// Its beginning grows with time, so that the index of a large inbox is appended to and not written all over.
    static func inboxID(_ account: ProviderAccount, dedupKey: String, receivedAt: Date) -> String {
        let (digest, low) = bits(
            "whk", [account.provider.rawValue, account.account, account.mode.rawValue, dedupKey])
        let instant = UInt64(clamping: receivedAt.millisecondsSince1970)
        return "whk_" + IdentifierBits.text((instant << 16 | digest & 0xFFFF, low))
    }

    /// Half of a SHA-256, each part with its length before it, so that parts cannot run into each other.
    private static func bits(_ kind: String, _ parts: [String]) -> (UInt64, UInt64) {
        var hash = SHA256()
        for part in [kind] + parts {
            hash.update(data: Array("\(part.utf8.count):\(part)".utf8))
        }
        let digest = Array(hash.finalize())
        func word(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
        return (word(digest[0..<8]), word(digest[8..<16]))
    }
}
