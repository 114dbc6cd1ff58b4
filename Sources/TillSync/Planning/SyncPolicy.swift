import TillModel

/// What a run refuses to do before somebody decided it.
package struct SyncPolicy: Sendable {
    /// A rule by the name with which it is waived.
    package enum Rule: String, Sendable, Hashable, CaseIterable {
        /// Not more than some changes at once.
        case maxChanges = "max-changes"
        /// No amount changes by more than 30 percent at once.
        case largeChange = "large-change"
    }

    /// A rule that a plan breaks.
    package struct Breach: Sendable, Hashable {
        package let rule: Rule
        /// The price; nil where it is about the whole plan.
        package let key: CatalogObjectKey?
        /// What is wrong and how to have it all the same.
        package let message: String
    }

    /// How many changes there may be at most; nil for any number.
    package let maxChanges: Int?
    /// By how many percent an amount may change; nil for any.
    package let maxPercent: Int64?
    /// Prices that may change by more.
    package let allowed: Set<String>
    package let waived: Set<Rule>

    /// Where money is real there are limits; elsewhere only those that are asked for.
    package init(mode: Mode, maxChanges: Int?, allowed: Set<String>, waived: Set<Rule>) {
        self.maxChanges = maxChanges ?? (mode == .live ? 25 : nil)
        maxPercent = mode == .live ? 30 : nil
        self.allowed = allowed
        self.waived = waived
    }

    /// What of some plans is not allowed.
    ///
    /// - `applied`: What the lock remembers of each provider.
    package func breaches(
        _ plans: [ProviderPlan], applied: [ProviderName: [CatalogObjectKey: AppliedObject]]
    ) -> [Breach] {
        var breaches: [Breach] = []
        let count = plans.reduce(0) { $0 + $1.plan.changes.count { $0.action.writes } }
        if let maxChanges, count > maxChanges, !waived.contains(.maxChanges) {
            breaches.append(
                Breach(
                    rule: .maxChanges, key: nil,
                    message: "there are \(count) changes, and at most \(maxChanges) are made at once; look at them and "
                        + "use --max-changes \(count)"))
        }
        guard let maxPercent, !waived.contains(.largeChange) else { return breaches }
        var seen: Set<CatalogObjectKey> = []
        for plan in plans {
            for change in plan.plan.changes where change.action.writes && !allowed.contains(change.key.name) {
                guard let before = applied[plan.provider]?[change.key]?.terms?.amount,
                    let after = change.desired?.terms?.amount, isLarge(before, after, maxPercent),
                    seen.insert(change.key).inserted
                else { continue }
                breaches.append(
                    Breach(
                        rule: .largeChange, key: change.key,
                        message: "\(change.key) goes from \(before) to \(after), by more than \(maxPercent) percent; "
                            + "use --allow-large-change \(change.key.name)"))
            }
        }
        return breaches
    }

    private func isLarge(_ before: Money, _ after: Money, _ percent: Int64) -> Bool {
        guard before.currency == after.currency else { return false }
        let (difference, overflow) = after.minorUnits.subtractingReportingOverflow(before.minorUnits)
        guard !overflow, difference != .min else { return true }
        // In wide arithmetic: amounts may be as large as a number can be.
        let change = abs(difference).multipliedFullWidth(by: 100)
        let limit = abs(before.minorUnits).multipliedFullWidth(by: percent)
        return change.high > limit.high || (change.high == limit.high && change.low > limit.low)
    }
}
