import TillModel

/// What would be done at one provider, and with what it was compared.
package struct ProviderPlan: Sendable {
    package let provider: ProviderName
    /// Whose the key is; nil where the provider does not say.
    package let account: String?
    package let plan: SyncPlan
    /// How often the provider was asked for it.
    package let reads: Int
    /// Who pays already, by what a change is of, as far as that was counted; never a part of the plan itself.
    package let impacts: [CatalogObjectKey: PriceImpact]

    package init(
        provider: ProviderName, account: String?, plan: SyncPlan, reads: Int,
        impacts: [CatalogObjectKey: PriceImpact] = [:]
    ) {
        self.provider = provider
        self.account = account
        self.plan = plan
        self.reads = reads
        self.impacts = impacts
    }
}

extension SyncPlan {
    /// The same plan for some keys; nothing is done with the others.
    package func limited(to isMeant: (CatalogObjectKey) -> Bool) -> SyncPlan {
        SyncPlan(changes: changes.filter { isMeant($0.key) }, foreign: foreign)
    }

    /// How many changes there are of each kind.
    package var counts: [SyncAction: Int] { changes.reduce(into: [:]) { $0[$1.action, default: 0] += 1 } }
}
