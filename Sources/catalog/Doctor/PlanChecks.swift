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
