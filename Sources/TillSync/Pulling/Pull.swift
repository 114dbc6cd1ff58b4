import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What somebody changed at the providers, as far as the file can say it.
///
/// Pure. Only what the file did not change itself is taken over; where both did, a person chooses.
package struct Pull: Sendable, Hashable {
    /// A field whose new value the file can say.
    package struct Taken: Sendable, Hashable {
        package let provider: ProviderName
        package let key: CatalogObjectKey
        package let field: String
        /// What the file says.
        package let before: CatalogValue?
        /// What the provider has.
        package let after: CatalogValue?
        /// What is changed in the file.
        package let edits: [CatalogEdit]
    }

    /// Something that stays as it is in the file.
    package struct Left: Sendable, Hashable {
        package let provider: ProviderName
        package let key: CatalogObjectKey
        /// The field; nil where it is about the whole object.
        package let field: String?
        /// Why: one sentence without a full stop.
        package let reason: String

        package init(_ provider: ProviderName, _ key: CatalogObjectKey, _ field: String?, _ reason: String) {
            self.provider = provider
            self.key = key
            self.field = field
            self.reason = reason
        }
    }

    package private(set) var taken: [Taken] = []
    /// What cannot be taken into the file.
    package private(set) var left: [Left] = []
    /// What a person has to choose.
    package private(set) var conflicts: [Left] = []

    init(taken: [Taken], left: [Left], conflicts: [Left]) {
        (self.taken, self.left, self.conflicts) = (taken, left, conflicts)
        settleDisagreements()
    }

    /// What some plans found to be changed at their providers.
    package init(_ plans: [ProviderPlan]) {
        for plan in plans {
            for change in plan.plan.changes { add(change, plan.provider) }
        }
        settleDisagreements()
    }

    private mutating func add(_ change: PlannedChange, _ provider: ProviderName) {
        switch (change.verdict, change.action) {
        // A person said that the provider's side counts.
        case (.conflict, .lockOnly): break
        case (.conflict, .blocked):
            conflicts.append(Left(provider, change.key, nil, change.reason))
            return
        case (.drift, .update), (.drift, .replace), (.drift, .manual), (.drift, .restore), (.drift, .create): break
        default: return
        }
        guard let desired = change.desired, let remote = change.remote, !change.fields.isEmpty else {
            left.append(Left(provider, change.key, nil, change.reason))
            return
        }
        for field in change.fields {
            do throws(Untakeable) {
                taken.append(
                    Taken(
                        provider: provider, key: change.key, field: field, before: desired.fields[field],
                        after: remote.fields[field],
                        edits: try Self.edits(change.key, field, desired, remote)))
            } catch {
                left.append(Left(provider, change.key, field, error.reason))
            }
        }
    }

    /// Why a field cannot be taken over.
    struct Untakeable: Error {
        let reason: String
        init(_ reason: String) { self.reason = reason }
    }

    // MARK: - Edits

    static func edits(
        _ key: CatalogObjectKey, _ field: String, _ desired: CatalogObject, _ remote: RemoteCatalogObject
    ) throws(Untakeable) -> [CatalogEdit] {
        guard let (path, form) = PullableField.of(key, field) else {
            throw Untakeable("no single line of the file says it")
        }
        guard let value = remote.fields[field].flatMap(\.something) else {
            throw Untakeable("it is empty there, and no line is ever removed")
        }
        switch (form, value) {
        case (.text(let name), .text(let text)): return [CatalogEdit(path + [name], .text(text))]
        case (.onlyText(let name), .list(let texts)):
            guard texts.count == 1, case .text(let text)? = texts.first else {
                throw Untakeable("it holds something else there than the file can say")
            }
            return [CatalogEdit(path + [name], .text(text))]
        case (.number(let name), .text(let text)): return [CatalogEdit(path + [name], .word(text))]
        case (.number(let name), .number(let number)): return [CatalogEdit(path + [name], .word(String(number)))]
        case (.amount, .number(let units)):
            return [CatalogEdit(path, .amount(try money(units, field, desired, remote)))]
        case (.amounts, .fields(let options)):
            return try amounts(options, beside: desired.fields[field]).map { CatalogEdit(path, .amount($0)) }
        default: throw Untakeable("it holds something else there than the file can say")
        }
    }

    private static func money(
        _ units: Int64, _ field: String, _ desired: CatalogObject, _ remote: RemoteCatalogObject
    ) throws(Untakeable) -> Money {
        guard let currency = currency(remote.fields["currency"]), currency == self.currency(desired.fields["currency"])
        else { throw Untakeable("it is in another currency there") }
        if let ours = desired.terms?.amount.minorUnits, desired.fields[field] != .number(ours) {
            throw Untakeable("the provider counts \(currency) in other units")
        }
        return Money(minorUnits: units, currency)
    }

    /// The amounts in further currencies that differ.
    private static func amounts(
        _ options: [String: CatalogValue], beside wanted: CatalogValue?
    ) throws(Untakeable) -> [Money] {
        guard case .fields(let ours)? = wanted, ours.keys == options.keys else {
            throw Untakeable("it has other currencies there, and no line is added or removed")
        }
        var amounts: [Money] = []
        for (code, value) in options.sorted(by: { $0.key < $1.key }) where ours[code] != value {
            guard let currency = Currency(code: code), let units = value.units else {
                throw Untakeable("it holds something else there than the file can say")
            }
            amounts.append(Money(minorUnits: units, currency))
        }
        return amounts
    }

    private static func currency(_ value: CatalogValue?) -> Currency? {
        guard case .text(let code)? = value else { return nil }
        return Currency(code: code)
    }

    // MARK: - Several providers

    /// Leaves alone what providers disagree about.
    private mutating func settleDisagreements() {
        var meant: [Place: Set<CatalogEdit.Change>] = [:]
        for edit in taken.flatMap(\.edits) { meant[Place(edit), default: []].insert(edit.change) }
        let disputed = Set(meant.filter { $0.value.count > 1 }.keys)
        guard !disputed.isEmpty else { return }
        for one in taken where one.edits.contains(where: { disputed.contains(Place($0)) }) {
            conflicts.append(
                Left(
                    one.provider, one.key, one.field,
                    "another provider has something else there; choose one with --provider"))
        }
        taken.removeAll { $0.edits.contains { disputed.contains(Place($0)) } }
    }

    /// What an edit is of: of an amount, the one in its currency.
    private struct Place: Hashable {
        let path: [String]
        let currency: Currency?

        init(_ edit: CatalogEdit) {
            path = edit.path
            if case .amount(let money) = edit.change { currency = money.currency } else { currency = nil }
        }
    }

    // MARK: - What can be done of it

    /// The same without some that turned out not to be possible, each with the reason.
    package func leaving(_ refused: [Taken: String]) -> Pull {
        var pull = self
        pull.taken.removeAll { refused[$0] != nil }
        pull.left += taken.compactMap { one in refused[one].map { Left(one.provider, one.key, one.field, $0) } }
        return pull
    }

    /// The same with other edits for what is taken over.
    package func locating(_ place: (CatalogEdit) -> CatalogEdit) -> Pull {
        var pull = self
        pull.taken = taken.map { one in
            Taken(
                provider: one.provider, key: one.key, field: one.field, before: one.before, after: one.after,
                edits: one.edits.map(place))
        }
        return pull
    }

    /// What the lock remembers of an object once the file says some of its fields as the provider does.
    ///
    /// - `object`: As the file has it now.
    package static func accepted(
        _ before: AppliedObject, _ object: CatalogObject, fields: Set<String>, isWhole: Bool, at instant: Date
    ) -> AppliedObject {
        var values = isWhole ? object.fields : before.fields
        for field in fields { values[field] = object.fields[field] }
        let isPriced = isWhole || fields.contains("amount")
        return AppliedObject(
            id: before.id, generation: before.generation, fields: values, terms: isPriced ? object.terms : before.terms,
            verifiedAt: isWhole ? instant : before.verifiedAt)
    }
}

extension CatalogValue {
    /// A number, or the amount of a map that has one.
    fileprivate var units: Int64? {
        switch self {
        case .number(let number): number
        case .fields(let fields):
            if fields.count == 1, case .number(let number)? = fields["amount"] { number } else { nil }
        default: nil
        }
    }
}
