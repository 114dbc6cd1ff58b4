import ArgumentParser
import TillCatalogFile
import TillModel
import TillSync

/// One pull: what was changed at the providers, taken into the file as far as that can be done.
struct PullRun: Sendable {
    let session: SyncSession
    /// Whether the file and the lock are changed.
    let writes: Bool
    /// Whether changes of the file that were not committed do not matter.
    let force: Bool
    /// Whether what carries our mark, and the file does not know, is added to it.
    let includesUnknown: Bool

    func perform() async throws {
        guard writes else { return try await pull() }
        try await session.alone { try await pull() }
    }

    private func pull() async throws {
        let findings = try await session.plan()
        let unreadable = findings.compactMap(PlanAnswer.mistake)
        var file = try PulledFile(Pull(findings.plans), of: session, for: EnvironmentReading(of: session))
        let pull = file.pull
        var left: [Pull.Left] = []
        if includesUnknown, unreadable.isEmpty {
            let (found, rest) = try await unknown()
            let locked = await session.keeper.lockfile.providers
            left = rest + file.add(found, locked: locked)
        }
        var backup: String?
        if writes, unreadable.isEmpty, !pull.taken.isEmpty || !file.added.isEmpty {
            backup = try file.write(force: force)
            try await remember(file)
            EnvironmentReading(of: session).tellWhatIsMissing(await session.keeper.lockfile)
        }
        let isLeft = !pull.left.isEmpty || !left.isEmpty
        let isTaken = !pull.taken.isEmpty || !file.added.isEmpty
        let status: ExitStatus =
            !unreadable.isEmpty
            ? .providerFailure
            : !pull.conflicts.isEmpty ? .blocked : isLeft || (isTaken && backup == nil) ? .changed : .success
        let view = PullView(
            pull: pull, added: file.added.map(\.entry), unknown: left, patch: file.patch, unreadable: unreadable,
            backup: backup, session: session)
        try SyncReport.tell(
            "pull", status: status, options: session.options, fields: view.fields, text: view.text,
            markdown: view.markdown)
        if status != .success { throw ExitCode(status.rawValue) }
    }

    /// What carries our mark and neither the file nor the lock knows, at every provider.
    private func unknown() async throws -> ([PulledFile.Added], [Pull.Left]) {
        let locked = await session.keeper.lockfile.providers
        var found: [String: PulledFile.Added] = [:]
        var left: [Pull.Left] = []
        for provider in session.providers {
            let applied = locked[provider.name]?.objects ?? [:]
            let observed: [RemoteCatalogObject]
            do {
                observed = try await ProviderSurvey.objects(provider.caller, applied: applied)
            } catch let error as ProviderError {
                throw CommandFailure(.providerFailure, "\(provider.name) cannot be read: \(error.debugDescription)")
            }
            let known = Set(session.objects(at: provider, of: session.catalog).keys).union(applied.keys)
            let unknown = UnknownProducts(observed, at: provider.name, owner: session.owner, known: known)
            left += unknown.left
            for product in unknown.products where SyncOptions.isMeant(product.entry.key, by: session.options.only) {
                let other = found[product.entry.key]
                guard other == nil || other?.entry == product.entry else {
                    left.append(
                        Pull.Left(
                            provider.name, CatalogObjectKey(.product, product.entry.key), nil,
                            "another provider has something else there; choose one with --provider"))
                    continue
                }
                let objects = (other?.objects ?? [:]).merging([provider.name: product.objects]) { $1 }
                found[product.entry.key] = PulledFile.Added(entry: product.entry, objects: objects)
            }
        }
        let sellers = session.catalog.contents.defaultProviders
        return (
            found.values.map { one in
                var one = one
                let own = one.objects.keys.sorted { $0.rawValue < $1.rawValue }
                if Set(own) != Set(sellers) { one.entry.providers = own }
                return one
            }, left
        )
    }

    /// The lock learns that what was taken over is what the file and the provider agree on.
    private func remember(_ file: PulledFile) async throws {
        let now = Bootstrap.clock.now()
        var parts = await session.keeper.lockfile.providers
        for provider in session.providers {
            guard var part = parts[provider.name] else { continue }
            let objects = session.objects(at: provider, of: file.catalog)
            let taken = Dictionary(grouping: file.pull.taken.filter { $0.provider == provider.name }, by: \.key)
            for (key, some) in taken {
                // A renamed one is still under the name that it was pushed with; the next sync finds it as it is.
                guard let before = part.objects[key], let object = objects[key] else { continue }
                let isWhole = !file.pull.left.contains { $0.provider == provider.name && $0.key == key }
                part.objects[key] = Pull.accepted(
                    before, object, fields: Set(some.map(\.field)), isWhole: isWhole, at: now)
            }
            parts[provider.name] = part
        }
        for provider in session.providers {
            for one in file.added where one.objects[provider.name] != nil {
                parts[provider.name] =
                    file.bound(one, at: provider, of: file.catalog, parts[provider.name]) ?? parts[provider.name]
            }
        }
        try await session.remember(parts)
    }
}
