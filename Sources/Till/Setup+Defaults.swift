import Logging
import TillModel

/// A hook that is there without anybody registering it.
struct DefaultHook: Sendable {
    let name: String
    let kind: EventKind
    /// What happened, for the log.
    let message: String
    /// What a person does about it.
    let nextStep: String

    static let all: [DefaultHook] = [
        DefaultHook(
            name: "log-mismatch", kind: .paymentMismatch, message: "Money does not fit its order, which is set aside",
            nextStep: "look with `catalog orders show ID`, then accept or refund it"),
        DefaultHook(
            name: "log-duplicate", kind: .paymentDuplicate, message: "Money arrived for an order that was paid already",
            nextStep: "look with `catalog orders show ID`, then give it back at the provider"),
        DefaultHook(
            name: "log-refund-failed", kind: .refundFailed, message: "A refund did not reach its buyer",
            nextStep: "ask the buyer for another way, and refund it at the provider"),
        DefaultHook(
            name: "log-dispute", kind: EventKind(rawValue: "dispute.created"), message: "A buyer disputes a payment",
            nextStep: "answer at the provider before its deadline"),
    ]

    var hook: Hook {
        let (message, nextStep) = (message, nextStep)
        return Hook(
            name: name, kind: kind,
            body: .durable { _, context in
                context.logger.error("\(message)", metadata: ["next": "\(nextStep)"])
            })
    }
}

extension Setup {
    /// Switches off a hook that is there by itself: `log-mismatch`, `log-duplicate`, `log-refund-failed` or
    /// `log-dispute`.
    ///
    /// A hook of one's own with such a name takes its place without this.
    public mutating func remove(_ name: String) {
        let names = DefaultHook.all.map(\.name)
        if !names.contains(name) {
            mistakes.append(
                "nothing is called '\(name)' that could be removed; there are \(names.joined(separator: ", "))")
        }
        removed.insert(name)
    }

    /// Adds the hooks that are there by themselves, except those that the team removed or replaced.
    package mutating func addDefaults() {
        for standard in DefaultHook.all
        where !removed.contains(standard.name) && !hooks.contains(where: { $0.name == standard.name }) {
            add(standard.hook)
        }
    }
}
