import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a team adds to Till: filled by `setUp(_:)` in `hooks/Setup.swift`, before anything is served.
///
/// ```swift
/// public func setUp(_ till: inout Setup) {
///     till.on(.orderPaid, named: "publish-job") { event, context in
///         context.logger.info("Publishing", metadata: ["order": "\(event.order.id)"])
///     }
/// }
/// ```
public struct Setup: Sendable {
    /// A closure with its name and the event it waits for.
    package struct Hook: Sendable {
        package let name: String
        package let kind: EventKind
        /// Decodes the event's payload and runs the closure.
        package let run: @Sendable (Event, HookContext) async throws -> Void
    }

    package private(set) var hooks: [Hook] = []
    /// What is wrong with the set-up: shown together, and nothing is served.
    package private(set) var mistakes: [String] = []

    /// An empty set-up.
    package init() {}

    /// Runs a closure after an event, once or, when it throws or the process ends, again.
    ///
    /// The closure runs outside any transaction, for at most thirty seconds, and in the order of an order's
    /// events. A closure that throws runs again after 5 s, 30 s, 2 min and so on for two days, each time with
    /// the same ``HookContext/eventID``; what it does elsewhere should use that id to do it once.
    ///
    /// - Parameters:
    ///   - key: The event to wait for.
    ///   - name: A name that stays the same as long as the closure's meaning does: lower-case letters, digits and
    ///     dashes. Runs are stored under it.
    ///   - body: What to do. It may throw anything; ``HookOutcome`` says more than "again".
    public mutating func on<Payload>(
        _ key: EventKey<Payload>, named name: String,
        _ body: @escaping @Sendable (_ event: Payload, _ context: HookContext) async throws -> Void
    ) {
        let allowed = "abcdefghijklmnopqrstuvwxyz0123456789-"
        if !(1...64).contains(name.count) || !name.allSatisfy(allowed.contains) {
            mistakes.append("hook name '\(name)': use 1 to 64 lower-case letters, digits and dashes")
        }
        if hooks.contains(where: { $0.name == name && $0.kind == key.kind }) {
            mistakes.append("hook '\(name)' is registered twice for \(key.kind); give each its own name")
        }
        hooks.append(
            Hook(name: name, kind: key.kind) { event, context in
                try await body(try JSONDecoder.till.decode(Payload.self, from: Data(event.data.utf8)), context)
            })
    }

    /// The names of the hooks that wait for an event, in the order of their registration.
    package func names(for kind: EventKind) -> [String] {
        hooks.filter { $0.kind == kind }.map(\.name)
    }

    /// The hook of that name for an event; nil when the code no longer has it.
    package func hook(named name: String, for kind: EventKind) -> Hook? {
        hooks.first { $0.name == name && $0.kind == kind }
    }
}
