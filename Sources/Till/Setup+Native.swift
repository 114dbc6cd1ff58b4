import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Setup {
    /// Runs a closure after an event of a provider's own, whether Till gives it a meaning or not.
    ///
    /// It runs after the message was applied, from a row, as every hook does.
    ///
    /// - Parameters:
    ///   - type: The provider and its event's type: `stripe:invoice.upcoming`.
    ///   - name: A name that stays the same as long as the closure's meaning does; nil makes one of the type.
    ///   - concurrency: How many runs go on at the same time, on all servers together; nil for no limit of its own.
    ///   - timeout: How long a run may take before it is cancelled and counts as having thrown.
    ///   - body: What to do.
    public mutating func on(
        _ type: String, named name: String? = nil, concurrency: Int? = nil, timeout: Duration = .seconds(30),
        _ body: @escaping @Sendable (_ event: NativeEvent, _ context: HookContext) async throws -> Void
    ) {
        let parts = type.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        if parts.count != 2 || !ProviderName.known.contains(ProviderName(rawValue: parts[0])) || parts[1].isEmpty {
            let providers = ProviderName.known.map(\.rawValue).joined(separator: ", ")
            mistakes.append(
                "hook for '\(type)': write the provider and its event, as stripe:invoice.upcoming; "
                    + "providers are \(providers)")
        }
        let derived = String(
            type.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }.prefix(64))
        add(
            Hook(
                name: name ?? derived, kind: EventKind(rawValue: type), concurrency: concurrency, timeout: timeout,
                body: .durable { event, context in
                    try await body(try JSONDecoder.till.decode(NativeEvent.self, from: Data(event.data.utf8)), context)
                }))
    }

    /// Whether a hook waits for that very kind of event, and not only for every event.
    package func isWanted(_ kind: EventKind) -> Bool { hooks.contains { $0.kind == kind } }
}
