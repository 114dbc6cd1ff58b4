import TillCatalogFile
import TillModel
import TillSync

extension SyncSession {
    /// Adds to plans who pays already for what they change.
    ///
    /// What cannot be counted stays out, or is unknown, and is told as a warning: a plan is one all the same.
    func counting(
        _ findings: [Finding], _ depth: ImpactSurvey.Depth
    ) async throws -> (findings: [Finding], warnings: [Mistake]) {
        let locked = await keeper.lockfile.providers
        return try await withThrowingTaskGroup(of: (Int, Finding, [Mistake]).self) { group in
            for (place, finding) in findings.enumerated() {
                guard case .plan(let plan) = finding,
                    let provider = providers.first(where: { $0.name == plan.provider })
                else {
                    group.addTask { (place, finding, []) }
                    continue
                }
                group.addTask {
                    let survey = try await ImpactSurvey(
                        plan.plan, applied: locked[plan.provider]?.objects ?? [:], depth, provider.caller)
                    let counted = ProviderPlan(
                        provider: plan.provider, account: plan.account, plan: plan.plan, reads: provider.count.reads,
                        impacts: survey.impacts)
                    return (place, .plan(counted), survey.gaps.map { Mistake($0, at: plan.provider) })
                }
            }
            var answers: [(place: Int, finding: Finding, warnings: [Mistake])] = []
            for try await answer in group { answers.append(answer) }
            answers.sort { $0.place < $1.place }
            return (answers.map(\.finding), answers.flatMap(\.warnings))
        }
    }
}

extension Mistake {
    /// Why it is not known who pays already.
    fileprivate init(_ gap: ImpactSurvey.Gap, at provider: ProviderName) {
        switch gap {
        case .tooMany(let count):
            self.init(
                code: "impact_not_counted",
                message: "who pays already at \(provider) was not counted, since \(count) prices are concerned; "
                    + "--impact counts all of them", provider: provider)
        case .cannotTell(let count):
            self.init(
                code: "impact_unknown",
                message: "it is not known who pays already for \(count) price\(count == 1 ? "" : "s"): in this version "
                    + "\(provider) is not asked for subscribers", provider: provider)
        case .failed(let keys, let reason):
            self.init(
                code: "impact_unknown",
                message: "\(provider) did not tell who pays already for "
                    + keys.prefix(5).map(\.name).joined(separator: ", ") + (keys.count > 5 ? ", …" : "")
                    + ": \(reason)", provider: provider, key: keys.count == 1 ? keys[0] : nil)
        }
    }
}
