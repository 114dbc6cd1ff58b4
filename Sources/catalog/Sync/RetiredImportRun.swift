import TillModel
import TillSync

/// Lets the lock know an object that stood for a key before there was a lock, so that what a provider says of it later
/// is understood.
struct RetiredImportRun: Sendable {
    let session: SyncSession
    let provider: SyncSession.Provider
    /// The provider's id.
    let id: String
    /// The key, as it was typed.
    let name: String
    let isDryRun: Bool

    func perform() async throws {
        guard !isDryRun else { return try await add() }
        try await session.alone { try await add() }
    }

    private func add() async throws {
        let accounts = try await session.checkAccounts()
        var part = await session.locked(provider, account: accounts[provider.name])
        let observed = try await ProviderSurvey.objects(provider.caller, applied: part.objects)
        try session.refuseStranger(provider.name, accounts, observed, [provider.name: part])
        let (key, remote) = try await find(part)
        if let owner = remote.marker?.owner, owner != session.owner {
            throw CommandFailure(.blocked, "\(id) belongs to another catalog, '\(owner)'. Nothing was written.")
        }
        if let bound = part.objects.filter({ $0.kind == key.kind && $1.id == id }).keys.min() {
            throw CommandFailure(.blocked, "\(id) stands for \(bound) now. Nothing was written.")
        }
        if let marked = remote.marker?.key, marked != key {
            throw CommandFailure(.blocked, "\(id) says that it is \(marked). Nothing was written.")
        }
        guard !remote.isActive else {
            throw CommandFailure(
                .blocked,
                "\(id) is still for sale; archive it first, or bind it: catalog import \(provider.name):\(id) --as "
                    + "\(name). Nothing was written.")
        }
        if let known = part.retired.first(where: { $0.key.kind == key.kind && $0.id == id }) {
            guard known.key == key else {
                throw CommandFailure(.blocked, "\(id) stood for \(known.key). Nothing was written.")
            }
            return try tell(key, "\(id) is known to have stood for \(key).\n", isWritten: false)
        }
        guard !isDryRun else {
            return try tell(key, "\(id) is kept as one that stood for \(key), with --yes.\n", isWritten: false)
        }
        part.retired.append(
            RetiredObject(
                key: key, id: id, generation: remote.marker?.generation ?? 1, until: Bootstrap.clock.now(),
                reason: "it was imported as one that was sold before"))
        try await session.remember([provider.name: part])
        try tell(key, "\(id) is kept as one that stood for \(key).\n", isWritten: true)
    }

    /// The key that is meant, and the object: of the kinds that can be called so, the one that it is.
    private func find(_ part: LockedProvider) async throws -> (CatalogObjectKey, RemoteCatalogObject) {
        let keys = Set(session.objects(at: provider, of: session.catalog).keys)
            .union(part.objects.keys).union(part.retired.map(\.key))
            .filter { $0.kind != .defaultPrice && ($0.name == name || $0.description == name) }.sorted()
        guard !keys.isEmpty else {
            throw CommandFailure(.usage, "there is no '\(name)' in the file or in the lock.")
        }
        let adopter = Adopter(caller: provider.caller, time: SyncSession.time)
        for key in keys {
            if let remote = try await adopter.fetch(key.kind, id) { return (key, remote) }
        }
        throw CommandFailure(.invalid, "\(provider.name) has no such object \(id) in \(session.mode).")
    }

    private func tell(_ key: CatalogObjectKey, _ text: String, isWritten: Bool) throws {
        try SyncReport.tell(
            "import", status: .success, options: session.options,
            fields: [
                "env": session.mode.rawValue, "provider": provider.name.rawValue, "remote_id": id,
                "key": key.description, "retired": true, "written": isWritten, "message": text,
            ], text: text, markdown: "```\n\(text)```\n")
    }
}
