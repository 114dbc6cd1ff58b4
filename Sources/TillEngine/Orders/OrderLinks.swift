import Crypto
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Signs the link with which a buyer, who has no account, sees an order of their own.
package struct OrderLinks: Sendable {
    private let key: SymmetricKey

    package init(secret: String) { key = SymmetricKey(data: Array(secret.utf8)) }

    /// The signature of an order's link: the first 128 bits of an HMAC, as text.
    package func signature(of order: Order.ID, tenant: String) -> String {
        let code = Array(
            HMAC<SHA256>.authenticationCode(for: Array("order-link\n\(tenant)\n\(order)".utf8), using: key))
        func word(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
        return IdentifierBits.text((word(code[0..<8]), word(code[8..<16])))
    }

    /// Whether a signature is the one of the order's link.
    ///
    /// Takes as long for a wrong one as for a right one.
    package func isValid(_ signature: String, of order: Order.ID, tenant: String) -> Bool {
        let expected = Array(self.signature(of: order, tenant: tenant).utf8)
        let given = Array(signature.utf8)
        guard given.count == expected.count else { return false }
        return zip(given, expected).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
