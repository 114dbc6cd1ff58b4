import TillCatalogFile
import TillModel
import TillSync

/// What a plan tells of a provider's health.
struct PlanChecks {
    let plan: ProviderPlan
    let session: SyncSession

    private var changes: [PlannedChange] { plan.plan.changes }
    private var sync: String { "catalog sync --env \(session.mode)" }

    var all: [DoctorCheck] {
        [
            check("TILL-D007", "one active object for each key", changes.filter { !$0.surplus.isEmpty }, fix: sync),
            check(
                "TILL-D008", "nothing was changed by somebody else",
                changes.filter { [.drift, .conflict].contains($0.verdict) && $0.action != .noop },
                fix: "catalog drift --env \(session.mode)"), defaultPrices,
            check(
                "TILL-D010", "everything in the file was pushed",
                changes.filter { $0.verdict == .pending && $0.action != .noop && $0.action != .blocked }, .warn,
                fix: "catalog plan --env \(session.mode)"),
            check(
                "TILL-D011", "it can have everything in the file", changes.filter { $0.action == .blocked },
                fix: "catalog plan --env \(session.mode)"),
        ]
    }

    /// Products whose first price somebody changed at the provider; it can be put back.
    static func moved(_ plan: ProviderPlan) -> [PlannedChange] {
        plan.plan.changes.filter {
            $0.key.kind == .defaultPrice && $0.desired != nil && $0.verdict == .drift && $0.action == .update
        }
    }

    /// Whether a buyer pays the same at every provider, as they have it now; nil where there is one to look at.
    static func parity(_ plans: [ProviderPlan], _ lock: Lockfile, _ session: SyncSession) -> DoctorCheck? {
        guard plans.count > 1 else { return nil }
        let observed = plans.map { ($0.provider, $0.plan.changes.compactMap(\.remote)) }
        let bad = Drift.disagreements(
            Dictionary(uniqueKeysWithValues: observed), applied: lock.providers.mapValues(\.objects)
        ).map { "\($0.key): \($0.message)" }
        let some = bad.prefix(5).joined(separator: "; ") + (bad.count > 5 ? "; …" : "")
        return DoctorCheck(
            id: "TILL-D017", result: bad.isEmpty ? .pass : .fail, what: "every provider asks the same",
            evidence: bad.isEmpty ? plans.map(\.provider.rawValue).sorted().joined(separator: ", ") : some,
            fix: bad.isEmpty ? nil : "catalog sync --env \(session.mode)")
    }

    private var defaultPrices: DoctorCheck {
        let bad = changes.filter { $0.key.kind == .defaultPrice && $0.action != .noop && $0.desired != nil }
        let moved = Self.moved(plan)
        return check(
            "TILL-D009", "the first price of each product is for sale", bad, moved.isEmpty ? .warn : .fail,
            fix: moved.isEmpty ? sync : "catalog doctor --env \(session.mode) --fix TILL-D009")
    }

    private func check(
        _ id: String, _ what: String, _ bad: [PlannedChange], _ result: DoctorCheck.Result = .fail, fix: String
    ) -> DoctorCheck {
        let some = bad.prefix(5).map { "\($0.key)" }.joined(separator: ", ")
        return DoctorCheck(
            id: id, result: bad.isEmpty ? .pass : result, what: "\(plan.provider): \(what)",
            evidence: bad.isEmpty ? "nothing else was seen" : "\(bad.count): \(some)\(bad.count > 5 ? ", …" : "")",
            fix: bad.isEmpty ? nil : fix)
    }
}
