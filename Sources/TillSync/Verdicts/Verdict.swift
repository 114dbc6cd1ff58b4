import TillModel

/// Who changed an object since it was pushed last: the file, somebody at the provider, or both.
package enum Verdict: String, Sendable, Hashable, CaseIterable {
    /// Nobody.
    case same
    /// The file.
    case pending
    /// Somebody at the provider.
    case drift
    /// Both, to different ends: a person must say which one counts.
    case conflict
    /// Both, to the same end: only the lock is behind.
    case converged

    /// Compares an object in the three places.
    ///
    /// - `base`: As it was pushed last; nil when that is not known.
    /// - `local`: As the file wants it; nil when the file has none.
    /// - `remote`: As the provider has it; nil when it has none.
    package init(base: [String: CatalogValue]?, local: [String: CatalogValue]?, remote: [String: CatalogValue]?) {
        // A provider tells more than we manage.
        let managed = Set((local ?? [:]).keys).union((base ?? [:]).keys)
        let seen = remote.map { remote in remote.filter { managed.contains($0.key) } }
        switch (base == local, Self.agree(base, seen), Self.agree(local, seen)) {
        case (true, true, _): self = .same
        case (true, false, _): self = .drift
        case (false, true, _): self = .pending
        case (false, false, true): self = .converged
        // What was never pushed is the file's to say.
        case (false, false, false): self = base == nil ? .pending : .conflict
        }
    }

    /// Whether a provider's object says what one of the other sides says, in the fields that this side has.
    private static func agree(_ side: [String: CatalogValue]?, _ remote: [String: CatalogValue]?) -> Bool {
        guard let side, let remote else { return side == nil && remote == nil }
        return side.allSatisfy { ($0.value == .nothing ? nil : $0.value) == remote[$0.key].flatMap(\.something) }
    }
}

extension CatalogValue {
    /// The value, or nil where it is nothing: a field that is empty is as good as none.
    var something: CatalogValue? { self == .nothing ? nil : self }
}
