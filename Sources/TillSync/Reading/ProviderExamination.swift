import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Reads what a provider tells beside its catalog, page by page.
package struct ProviderExamination: Sendable {
    private let caller: ProviderCaller
    private let examined: any CatalogExamining

    /// nil where the provider tells nothing of the kind.
    package init?(_ caller: ProviderCaller) {
        guard let examined = caller.publisher as? any CatalogExamining else { return nil }
        self.caller = caller
        self.examined = examined
    }

    /// How far a provider's clock is ahead of ours, in whole seconds; nil where it does not tell.
    ///
    /// - `now`: Our clock.
    /// - Throws: ``ProviderError`` or ``Interrupted``.
    package func skew(_ now: @Sendable () -> Date) async throws -> Int64? {
        let before = now()
        let theirs = try await caller.read { _ throws(ProviderError) in try await examined.fetchTime() }
        return theirs.map { Self.skew(theirs: $0, before: before, after: now()) }
    }

    /// - `theirs`: What the other clock said, in whole seconds, at some moment between two of ours.
    package static func skew(theirs: Date, before: Date, after: Date) -> Int64 {
        let theirs = Int64(theirs.timeIntervalSince1970.rounded(.down))
        let (first, last) = (
            Int64(before.timeIntervalSince1970.rounded(.down)), Int64(after.timeIntervalSince1970.rounded(.down))
        )
        if theirs < first { return theirs - first }
        return theirs > last ? theirs - last : 0
    }

    /// - Throws: ``ProviderError`` or ``Interrupted``.
    package func destinations() async throws -> [EventDestination] {
        var all: [EventDestination] = []
        var cursor: String?
        repeat {
            let from = cursor
            let page = try await caller.read { _ throws(ProviderError) in
                try await examined.listDestinations(after: from)
            }
            all += page.destinations
            cursor = page.next
        } while cursor != nil
        return all
    }

    /// Switches a destination on, and tells whether it is.
    ///
    /// - `key`: The call's idempotency key.
    /// - Throws: ``ProviderError`` or ``Interrupted``.
    package func enable(_ destination: EventDestination, _ key: IdempotencyKey) async throws -> Bool {
        let call = try examined.call(enabling: destination)
        _ = try await caller.write(call, key, repeatsUnknown: true)
        return try await destinations().contains { $0.id == destination.id && $0.isEnabled }
    }

    /// The prices of ours that the provider does not know by their own names, by key.
    ///
    /// - `objects`: What the lock remembers.
    /// - `marked`: The ids that are known to carry our mark: others have no name of ours either.
    /// - Throws: ``ProviderError`` or ``Interrupted``.
    package func misnamed(_ objects: [CatalogObjectKey: AppliedObject], marked: Set<String>, owner: String) async throws
        -> [CatalogObjectKey]
    {
        let prices = objects.filter { $0.kind == .price && marked.contains($1.id) }
        var names: [String: String] = [:]
        var cursor: String?
        repeat {
            let from = cursor
            let page = try await caller.read { _ throws(ProviderError) in try await examined.listLookupKeys(after: from)
            }
            names.merge(page.names) { $1 }
            cursor = page.next
        } while cursor != nil
        return prices.filter { key, object in
            let marker = OwnershipMarker(owner: owner, key: key, generation: object.generation)
            return examined.lookupKey(of: marker).map { names[object.id] != $0 } ?? false
        }.keys.sorted()
    }
}
