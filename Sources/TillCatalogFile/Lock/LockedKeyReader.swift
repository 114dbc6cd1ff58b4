import TillModel

/// Reads what objects in a lock are called: by the catalog, and by their provider.
enum LockedKeyReader {
    /// What an object stands for, as in `price pro/monthly`.
    static func key(_ text: String, at node: Int, _ context: inout ReadingContext) -> CatalogObjectKey? {
        guard let key = CatalogObjectKey(text), isName(key.name, of: key.kind) else {
            context.log.error(
                .lockKey, at: context.tree.span(node),
                "`\(Quoting.clipped(text))` does not name an object of the catalog",
                help: "an object is named by its kind and its key, as in `price pro/monthly`")
            return nil
        }
        return key
    }

    /// The provider's id of an object; `kind` is nil where its key could not be read.
    static func id(
        _ field: Field, of kind: CatalogObjectKey.Kind?, at provider: ProviderName, _ context: inout ReadingContext
    ) -> String? {
        guard let id = context.text(field, example: "\"price_123\"") else { return nil }
        guard provider != .stripe || kind != .price || id.hasPrefix("price_"), id.utf8.count <= 255,
            id.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            context.log.error(
                .badRemoteID, at: context.tree.span(field.value),
                "`\(Quoting.clipped(id))` is not the id of \(kind.map { "a \($0.words)" } ?? "an object") at \(provider)",
                help: LockReader.help)
            return nil
        }
        return id
    }

    private static func isName(_ name: String, of kind: CatalogObjectKey.Kind) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        switch kind {
        case .price: return parts.count <= 2 && parts.allSatisfy { KeyForm.isKey(String($0)) }
        case .meter, .feature, .product, .defaultPrice: return KeyForm.isKey(name)
        case .coupon, .promotionCode, .webhookEndpoint, .portal:
            return name.utf8.count <= 255 && name.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        }
    }
}
