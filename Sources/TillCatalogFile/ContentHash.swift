import Crypto
import TillModel

/// A name for what a catalog says, so that two files that say the same can be told to.
///
/// Covered: everything a catalog declares. Not covered: comments, the way something is written (`99.00 USD` or
/// `amount: 9900`, a default spelled out or left out, one file or several), the order of products and of other map
/// keys. The order inside lists is covered, and so is the order of a product's prices, since the first is the default.
enum ContentHash {
    /// The SHA-256 of a catalog's meaning, in lower-case hexadecimal.
    static func of(_ contents: Catalog.Contents) -> String {
        var hasher = SHA256()
        var bytes = CanonicalBytes { hasher.update(data: $0) }
        bytes.add("till-catalog-2")
        bytes.add(contents)
        bytes.finish()
        return hasher.finalize().hexadecimal
    }
}
