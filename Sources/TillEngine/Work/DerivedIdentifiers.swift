import Crypto
import TillModel

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

    /// The identifier of a message in the inbox.
    static func inboxID(_ account: ProviderAccount, dedupKey: String) -> String {
        "whk_"
            + IdentifierBits.text(
                bits("whk", [account.provider.rawValue, account.account, account.mode.rawValue, dedupKey]))
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
