import TillCatalogFile
import TillModel
import TillSync

/// A plan as JSON.
enum PlanAnswer {
    /// One change.
    struct Change: Encodable {
        let provider: String
        let key: String
        let action: String
        let verdict: String
        let affects: String
        /// Who pays already; nil where that was not counted, or nobody can.
        let affected: ImpactAnswer?
        let fields: [String]
        let before: [String: CatalogValue]?
        let after: [String: CatalogValue]?
        let remoteID: String?
        let generation: Int
        let reason: String
        /// Where the file says it; nil for what left the file.
        let file: String?
        let line: Int?

        private enum CodingKeys: String, CodingKey {
            case provider, key, action, verdict, affects, affected, fields, before, after
            case remoteID = "remote_id"
            case generation, reason, file, line
        }

        init(_ change: PlannedChange, of plan: ProviderPlan, _ places: CatalogPlaces) {
            provider = plan.provider.rawValue
            key = change.key.description
            action = change.action.rawValue
            verdict = change.verdict.rawValue
            affects = change.affects.word
            affected = plan.impacts[change.key].map(ImpactAnswer.init)
            fields = change.fields
            before = change.remote?.fields
            after = change.desired?.fields
            remoteID = change.remote?.id
            generation = change.generation
            reason = change.reason
            let location = change.desired.flatMap { places.location(of: $0.key, at: plan.provider) }
            file = location?.file
            line = location?.line
        }
    }

    /// What was found out about one provider.
    struct Provider: Encodable {
        let provider: String
        let account: String?
        let writes: Int
        let reads: Int
        /// Active objects there that are not ours.
        let foreign: Int
    }

    static func fields(
        _ session: SyncSession, _ findings: [SyncSession.Finding], warnings: [Mistake] = []
    ) -> [String: any Encodable] {
        [
            "env": session.mode.rawValue, "providers": findings.compactMap(provider), "summary": summary(findings),
            "changes": changes(findings, session.places),
            "errors": findings.compactMap(mistake) + blocked(findings.plans, session.places), "warnings": warnings,
        ]
    }

    private static func provider(_ finding: SyncSession.Finding) -> Provider? {
        guard case .plan(let plan) = finding else { return nil }
        return Provider(
            provider: plan.provider.rawValue, account: plan.account, writes: plan.plan.writes, reads: plan.reads,
            foreign: plan.plan.foreign)
    }

    static func mistake(_ finding: SyncSession.Finding) -> Mistake? {
        guard case .unreadable(let provider, let reason) = finding else { return nil }
        return Mistake(code: "provider_unreadable", message: reason, provider: provider)
    }

    /// What stands in the way of writing anything, each with its place in the file.
    static func blocked(_ plans: [ProviderPlan], _ places: CatalogPlaces) -> [Mistake] {
        plans.flatMap { plan in
            plan.plan.blocked.map { change in
                Mistake(
                    code: ExitStatus.blocked.word, message: "\(change.key) is blocked: \(change.reason)",
                    provider: plan.provider, key: change.key,
                    location: places.location(of: change.key, at: plan.provider))
            }
        }
    }

    private static func changes(_ findings: [SyncSession.Finding], _ places: CatalogPlaces) -> [Change] {
        findings.flatMap { finding -> [Change] in
            guard case .plan(let plan) = finding else { return [] }
            return plan.plan.changes.filter { $0.action != .noop || $0.verdict != .same }.map {
                Change($0, of: plan, places)
            }
        }
    }

    /// How many changes there are of each kind; every kind is there.
    static func summary(_ findings: [SyncSession.Finding]) -> [String: Int] {
        var counts = Dictionary(uniqueKeysWithValues: SyncAction.allCases.map { ($0.rawValue, 0) })
        counts["drift"] = 0
        counts["conflict"] = 0
        for case .plan(let plan) in findings {
            for change in plan.plan.changes {
                counts[change.action.rawValue, default: 0] += 1
                if change.verdict == .drift || change.verdict == .conflict {
                    counts[change.verdict.rawValue, default: 0] += 1
                }
            }
        }
        return counts
    }
}
