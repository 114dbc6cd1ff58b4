import TillModel

/// What a person has decided about a plan.
package struct SyncChoices: Sendable, Hashable {
    /// Which side counts where both were changed.
    package enum Side: Sendable, Hashable { case ours, theirs }

    /// Whether what left the file is archived.
    package var prunes: Bool
    /// Which side counts, by key.
    package var sides: [CatalogObjectKey: Side]
    /// The kinds that the file has a section for: what it has none for is not managed by it.
    package var managed: Set<CatalogObjectKey.Kind>

    /// Whether an archived object of ours that is as it should be is made active again, where another would be made.
    package var reuses: Bool

    package init(
        prunes: Bool = false, sides: [CatalogObjectKey: Side] = [:],
        managed: Set<CatalogObjectKey.Kind> = Set(CatalogObjectKey.Kind.allCases), reuses: Bool = false
    ) {
        self.prunes = prunes
        self.sides = sides
        self.managed = managed
        self.reuses = reuses
    }
}

extension Set<CatalogObjectKey.Kind> {
    /// The kinds that a file manages.
    ///
    /// - `sections`: The file's sections, by name, the empty ones among them.
    /// - `hasServer`: Whether it is known where our server is, to which providers send events.
    package static func managed(sections: Set<String>, hasServer: Bool) -> Self {
        var kinds: Self = [.product, .price, .defaultPrice]
        if sections.contains("meters") { kinds.insert(.meter) }
        if sections.contains("features") { kinds.insert(.feature) }
        if sections.contains("coupons") { kinds.formUnion([.coupon, .promotionCode]) }
        // A portal is set up or left alone: there is always one.
        if hasServer { kinds.insert(.webhookEndpoint) }
        return kinds
    }
}
