import TillModel

/// Why a provider may not be written to: the key is not of the account, or of the mode, that is meant.
package struct WrongAccount: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String
}

/// Compares whose a key is with whose it should be.
package enum AccountCheck {
    /// - `actual`: What the provider says; nil where it does not.
    /// - `declared`: What the file says for the mode.
    /// - `locked`: What the lock remembers.
    /// - Throws: ``WrongAccount``.
    package static func check(
        _ provider: ProviderName, actual: String?, declared: String?, locked: String?
    ) throws(WrongAccount) {
        guard let actual else { return }
        if let declared, declared != actual {
            throw WrongAccount(
                description: "the key for \(provider) is of the account \(actual), but products.yaml says \(declared)")
        }
        if let locked, locked != actual {
            throw WrongAccount(
                description: "the key for \(provider) is of the account \(actual), but everything so far was pushed to "
                    + "\(locked); use that account's key, or start anew with `catalog pull --rebuild-lock`")
        }
    }

    /// Where the provider does not say whose the key is, what it has says it: something of the lock must be there.
    ///
    /// - `locked`: What the lock remembers; archived objects are to be seen as well.
    /// - Throws: ``WrongAccount``.
    package static func check(
        _ provider: ProviderName, observed: [RemoteCatalogObject], locked: [CatalogObjectKey: AppliedObject]
    ) throws(WrongAccount) {
        let ids = Set(locked.values.map(\.id))
        guard !ids.isEmpty, !observed.contains(where: { ids.contains($0.id) }) else { return }
        throw WrongAccount(
            description:
                "none of the \(ids.count) objects of the lock is at \(provider): the key is of another account; "
                + "use the key with which they were pushed, or start anew with `catalog pull --rebuild-lock`")
    }
}
