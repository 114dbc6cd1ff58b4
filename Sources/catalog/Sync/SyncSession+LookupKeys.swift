import TillModel
import TillSync

extension SyncSession {
    /// Warns of the names that get lost by which the team's code may know prices; the command's answer has it too.
    func warnOfLookupKeys(_ findings: [Finding]) -> [Mistake] {
        let warnings = findings.plans.flatMap { plan -> [Mistake] in
            guard let provider = providers.first(where: { $0.name == plan.provider }) else { return [] }
            return plan.plan.lookupKeyChanges(owner: owner, at: provider.publisher).map {
                Mistake($0, at: plan.provider)
            }
        }
        for warning in warnings { PendingAnswer.current?.warn(warning) }
        return warnings
    }
}

extension Mistake {
    /// That code may know a price by a name that gets lost.
    init(_ change: LookupKeyChange, at provider: ProviderName) {
        self.init(
            code: "lookup_key_replaced", message: change.sentence, provider: provider, key: change.key,
            hint: "use '\(change.after)' in place of '\(change.before)'")
    }
}
