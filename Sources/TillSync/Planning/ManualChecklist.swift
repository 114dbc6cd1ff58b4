import TillModel

/// What a person has to do on a provider's own pages, step by step, with every value.
///
/// Done when the provider is seen to have it: the next plan then has nothing left of it.
package struct ManualChecklist: Sendable, Hashable {
    /// One thing to do.
    package struct Step: Sendable, Hashable {
        /// A sentence without a full stop.
        package let what: String
        /// Every field with what is to be written there, in the order of their names.
        package let values: [(name: String, value: CatalogValue)]

        package static func == (left: Step, right: Step) -> Bool {
            left.what == right.what && left.values.map(\.name) == right.values.map(\.name)
                && left.values.map(\.value) == right.values.map(\.value)
        }

        package func hash(into hasher: inout Hasher) {
            hasher.combine(what)
            for (name, value) in values {
                hasher.combine(name)
                hasher.combine(value)
            }
        }
    }

    package let steps: [Step]

    package init(_ plan: SyncPlan) {
        steps = plan.changes.filter { $0.action == .manual }.map { change in
            guard let desired = change.desired else {
                return Step(what: "take \(change.key) (\(change.remote?.id ?? "")) off sale", values: [])
            }
            let values = desired.fields.filter { $0.value != .nothing }.sorted { $0.key < $1.key }
            guard let remote = change.remote else {
                return Step(what: "make \(change.key)", values: values.map { (name: $0.key, value: $0.value) })
            }
            guard !change.fields.isEmpty else {
                return Step(what: "put \(change.key) (\(remote.id)) on sale", values: [])
            }
            return Step(
                what: "change \(change.key) (\(remote.id))",
                values: change.fields.map { (name: $0, value: desired.fields[$0] ?? .nothing) })
        }
    }
}
