/// Says which prices may not be sold at a provider now, since it is not known to have them as the file does.
///
/// Where nothing was ever synced, a checkout tells the provider each amount, and everything may be sold; never so where
/// money is real. What belongs to a price must be there, and may differ: a product's other text changes no amount.
///
/// Pure.
package enum SellingGate {
    /// The prices that may not be sold, by their references.
    ///
    /// - `desired`: What the file wants at the provider; a price once for each of its stages, any of which may be there.
    /// - `locked`: What the lock remembers of the provider; nil when nothing was ever synced.
    /// - `account`: The account that the file names for the mode; nil when it names none.
    package static func refusals(
        _ desired: [CatalogObject], locked: LockedProvider?, mode: Mode, account: String?
    ) -> [String: SellingRefusal] {
        guard locked != nil || mode == .live else { return [:] }
        let prices = Dictionary(grouping: desired.filter { $0.key.kind == .price }, by: \.key)
        let retired = Set(locked?.retired.map(\.key) ?? [])
        var refusals: [String: SellingRefusal] = [:]
        for (key, stages) in prices {
            refusals[key.name] =
                refusal(of: locked, mode: mode, account: account)
                ?? locked.flatMap { refusal(of: stages, key, in: $0, retired: retired) }
        }
        return refusals
    }

    /// Why nothing at all may be sold.
    private static func refusal(of locked: LockedProvider?, mode: Mode, account: String?) -> SellingRefusal? {
        guard let locked else { return .neverSynced }
        guard locked.mode == mode else { return .otherMode(locked.mode) }
        guard let account, let own = locked.account, account != own else { return nil }
        return .otherAccount
    }

    private static func refusal(
        of stages: [CatalogObject], _ key: CatalogObjectKey, in locked: LockedProvider,
        retired: Set<CatalogObjectKey>
    ) -> SellingRefusal? {
        let supported = stages.filter { $0.unsupported == nil }
        if supported.isEmpty, let reason = stages.first?.unsupported { return .unsupported(reason) }
        guard let applied = locked.objects[key] else { return retired.contains(key) ? .retired : .missing }
        let pushed = said(applied.fields)
        guard let stage = supported.first(where: { said($0.fields) == pushed }) else { return .changed }
        if let missing = stage.dependsOn.first(where: { locked.objects[$0] == nil }) { return .incomplete(missing) }
        return applied.verifiedAt == nil ? .unverified : nil
    }

    /// The fields that say something: an empty one is as good as none.
    private static func said(_ fields: [String: CatalogValue]) -> [String: CatalogValue] {
        fields.filter { $0.value != .nothing }
    }
}
