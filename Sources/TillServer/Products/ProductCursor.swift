#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Where a page of products ends, as the next request says it.
///
/// It names the last product rather than a position, so that a catalog that changes between two pages makes none be
/// left out or shown twice.
struct ProductCursor: Sendable, Hashable {
    /// The key of the last product of the page before.
    let key: String

    init(key: String) { self.key = key }

    /// Reads what a request says; nil for what was never given out.
    init?(text: String) {
        guard text.utf8.count <= 400 else { return nil }
        let standard = text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
        let padding = String(repeating: "=", count: (4 - standard.count % 4) % 4)
        guard let data = Data(base64Encoded: String(standard) + padding),
            let key = String(validating: data, as: UTF8.self)
        else { return nil }
        self.key = key
        // One spelling for each place.
        guard self.text == text else { return nil }
    }

    /// As it stands in an address.
    var text: String {
        String(
            Data(key.utf8).base64EncodedString().prefix { $0 != "=" }
                .map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
    }
}
