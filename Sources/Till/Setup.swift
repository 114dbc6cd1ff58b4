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
    package internal(set) var hooks: [Hook] = []
    /// The team's own tables, step by step.
    package internal(set) var migrations: [TeamMigration] = []
    /// What runs before an order is written, in order.
    package internal(set) var checkoutHooks: [CheckoutHook] = []
    /// Hooks that are there by themselves, and are not wanted.
    var removed: Set<String> = []
    /// What is wrong with the set-up: shown together, and nothing is served.
    package internal(set) var mistakes: [String] = []

    /// An empty set-up.
    package init() {}

    /// Runs a closure after an event, once or, when it throws or the process ends, again.
    ///
    /// The closure runs outside any transaction, and in the order of an order's events. A closure that throws runs
    /// again after 5 s, 30 s, 2 min and so on for two days, each time with the same ``HookContext/eventID``; what it
    /// does elsewhere should use that id to do it once.
    ///
    /// - Parameters:
    ///   - key: The event to wait for.
    ///   - name: A name that stays the same as long as the closure's meaning does: lower-case letters, digits and
    ///     dashes. Runs are stored under it.
    ///   - products: Only orders with an item of one of these products; empty for all.
    ///   - types: Only orders with an item of one of these types; empty for all. Said together with `products`, one
    ///     item must fit both.
    ///   - concurrency: How many runs of this name go on at the same time, on all servers together; nil for no limit
    ///     of its own.
    ///   - timeout: How long a run may take before it is cancelled and counts as having thrown.
    ///   - body: What to do. It may throw anything; ``HookOutcome`` says more than "again".
    public mutating func on<Payload>(
        _ key: EventKey<Payload>, named name: String, products: [ProductKey] = [], types: [String] = [],
        concurrency: Int? = nil, timeout: Duration = .seconds(30),
        _ body: @escaping @Sendable (_ event: Payload, _ context: HookContext) async throws -> Void
    ) {
        add(
            Hook(
                name: name, kind: key.kind, filter: ItemFilter(products: products, types: types),
                concurrency: concurrency, timeout: timeout,
                body: .durable { event, context in
                    try await body(try JSONDecoder.till.decode(Payload.self, from: Data(event.data.utf8)), context)
                }))
    }

    /// Runs a closure after every event that is recorded, whatever it is.
    ///
    /// It gets the event as it is stored, with its payload as JSON, and runs as ``on(_:named:products:types:concurrency:timeout:_:)``
    /// says.
    ///
    /// - Parameters:
    ///   - name: A name that no other hook has.
    ///   - products: Only orders with an item of one of these products; empty for all.
    ///   - types: Only orders with an item of one of these types; empty for all.
    ///   - concurrency: How many runs go on at the same time, on all servers together; nil for no limit of its own.
    ///   - timeout: How long a run may take before it is cancelled and counts as having thrown.
    ///   - body: What to do.
    public mutating func onEvery(
        named name: String, products: [ProductKey] = [], types: [String] = [], concurrency: Int? = nil,
        timeout: Duration = .seconds(30),
        _ body: @escaping @Sendable (_ event: Event, _ context: HookContext) async throws -> Void
    ) {
        add(
            Hook(
                name: name, kind: nil, filter: ItemFilter(products: products, types: types), concurrency: concurrency,
                timeout: timeout, body: .durable(body)))
    }

    /// Keeps a hook, and what is wrong with it.
    mutating func add(_ hook: Hook) {
        let name = hook.name
        if !Self.isName(name) {
            mistakes.append("hook name '\(name)': use 1 to 64 lower-case letters, digits and dashes")
        }
        if let limit = hook.concurrency, !(1...1_000).contains(limit) {
            mistakes.append("hook '\(name)': concurrency is \(limit); use a number from 1 to 1000")
        }
        if hook.timeout <= .zero || hook.timeout > Hook.longestTimeout {
            mistakes.append("hook '\(name)': timeout is \(hook.timeout); use more than nothing and at most an hour")
        }
        let others = hooks.filter { $0.name == name }
        if let kind = hook.kind, others.contains(where: { $0.kind == kind }) {
            mistakes.append("hook '\(name)' is registered twice for \(kind); give each its own name")
        } else if others.contains(where: { $0.kind == nil || hook.kind == nil }) {
            mistakes.append("hook '\(name)' waits for every event, so no other hook can have its name")
        }
        hooks.append(hook)
    }

    /// Whether runs can be stored under a name.
    static func isName(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy("abcdefghijklmnopqrstuvwxyz0123456789-".utf8.contains)
    }
}

extension Setup {
    /// The hooks that wait for an event about an order, in the order of their registration.
    ///
    /// - `order`: As the event left it; nil when it is about none.
    package func hooks(for kind: EventKind, about order: Order?) -> [Hook] {
        hooks.filter { $0.waits(for: kind) && $0.filter.matches(order) }
    }

    /// The hook of that name for an event; nil when the code no longer has it.
    package func hook(named name: String, for kind: EventKind) -> Hook? {
        hooks.first { $0.name == name && $0.waits(for: kind) }
    }

    /// Whether anything runs inside the transaction that applies a message.
    package var isTransactional: Bool { hooks.contains(where: \.isTransactional) }

    /// How many runs of a name go on at the same time, for every name that has a limit; the smallest that was said.
    package var limits: [String: Int] {
        Dictionary(
            hooks.compactMap { hook in hook.concurrency.map { (hook.name, $0) } }, uniquingKeysWith: { min($0, $1) })
    }
}
