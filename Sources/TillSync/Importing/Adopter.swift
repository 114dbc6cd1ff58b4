import TillModel

/// Reads single objects of a provider, and writes on one whose it is.
package struct Adopter: Sendable {
    /// How often a provider that shows late what it has done is asked again.
    private static let looks = 4

    private let caller: ProviderCaller
    private let time: SyncTime

    package init(caller: ProviderCaller, time: SyncTime) {
        self.caller = caller
        self.time = time
    }

    /// An object as it is now; nil when there is none of that kind and id.
    ///
    /// - Throws: ``ProviderError`` or ``Interrupted``.
    package func fetch(_ kind: CatalogObjectKey.Kind, _ id: String) async throws -> RemoteCatalogObject? {
        try await caller.read { publisher throws(ProviderError) in try await publisher.fetchObject(kind, id) }
    }

    /// Writes the marker and nothing else, and reads it back.
    ///
    /// - `run`: What the call's idempotency key is made of.
    /// - Returns: Whether the object was seen to carry the marker, and to be otherwise what it was.
    /// - Throws: ``ProviderError`` or ``Interrupted``.
    package func tag(_ adoption: Adoption, run: String) async throws -> Bool {
        let write = try adoption.write()
        let call = try caller.publisher.call(for: write)
        let key = IdempotencyKey(
            rawValue: "till-import-" + ContentDigest.of([run, write.key.description, write.id ?? ""]))
        // To write the same mark twice changes nothing.
        _ = try await caller.write(call, key, repeatsUnknown: true)
        for look in 1...Self.looks {
            let now = try await fetch(write.key.kind, adoption.remote.id)
            if let now, now.marker == write.marker, now.isActive, now.fields == adoption.remote.fields { return true }
            if look < Self.looks { try await time.sleep(.milliseconds(250 * (1 << look))) }
        }
        return false
    }
}
