import ArgumentParser
import TillModel
import TillSync

/// Makes a lock anew from what is written on the providers' objects.
struct LockRebuildRun: Sendable {
    let session: SyncSession

    /// What was found out about one provider.
    private struct Part: Encodable {
        let provider: String
        let objects: Int
        let retired: Int
        /// Kinds on whose objects nothing can be written.
        let unmarked: [String]
        /// Keys of those kinds that nobody knows any more.
        let lost: [String]
    }

    func perform() async throws {
        try await session.alone { try await rebuild() }
    }

    private func rebuild() async throws {
        let accounts = try await session.checkAccounts()
        let now = Bootstrap.clock.now()
        // Providers that are not asked keep what was said of them.
        var parts = session.keeper.forgotten
        var answers: [Part] = []
        for provider in session.providers {
            let observed: [RemoteCatalogObject]
            do {
                observed = try await ProviderSurvey.objects(provider.caller, applied: [:])
            } catch let error as ProviderError {
                throw CommandFailure(
                    .providerFailure,
                    "\(provider.name) cannot be read, so the lock is left as it is: \(error.debugDescription)")
            }
            let account = accounts[provider.name]
            let before = session.keeper.forgotten[provider.name].flatMap { part in
                isSame(part, account, observed) ? part : nil
            }
            let rebuild = try LockRebuild(
                owner: session.owner, desired: Array(session.objects(at: provider, of: session.catalog).values),
                observed: observed, manifest: provider.publisher.manifest, before: before, at: now)
            parts[provider.name] = LockedProvider(
                account: account, mode: session.mode, version: type(of: provider.publisher).catalogVersion,
                objects: rebuild.objects, retired: rebuild.retired)
            answers.append(
                Part(
                    provider: provider.name.rawValue, objects: rebuild.objects.count, retired: rebuild.retired.count,
                    unmarked: rebuild.unmarked.map(\.words), lost: rebuild.lost.map(\.description)))
        }
        let path = session.keeper.path
        var backup: String?
        if FileIdentity(of: path) != nil {
            backup = try PulledFile.keep(try PulledFile.read(path), of: path, in: session.folder)
        }
        try await session.remember(parts)
        try SyncReport.tell(
            "pull", status: .success, options: session.options,
            fields: ["env": session.mode.rawValue, "lock": path, "backup": backup, "providers": answers],
            text: text(answers, path, backup), markdown: "```\n\(text(answers, path, backup))```\n")
    }

    /// Whether what the lock said was of the same account: where the provider does not say whose the key is, something
    /// of it is still to be seen there.
    private func isSame(_ part: LockedProvider, _ account: String?, _ observed: [RemoteCatalogObject]) -> Bool {
        guard part.mode == session.mode else { return false }
        if let account { return part.account == nil || part.account == account }
        let ids = Set(part.objects.values.map(\.id))
        return ids.isEmpty || observed.contains { ids.contains($0.id) }
    }

    private func text(_ parts: [Part], _ path: String, _ backup: String?) -> String {
        var text = ""
        for part in parts {
            text += "\(part.provider): \(part.objects) objects, \(part.retired) that stood for one once\n"
            if !part.unmarked.isEmpty {
                text += "  cannot be known from \(part.provider), which has no place to mark them: "
                text += part.unmarked.map { "\($0)s" }.joined(separator: ", ") + "\n"
            }
            for key in part.lost {
                text += "  \(key) is not in the lock any more; catalog sync finds it by its name, or makes it\n"
            }
        }
        text += "\(path) was made anew; put it into version control.\n"
        return text + (backup.map { "As it was it is kept in \($0)\n" } ?? "")
    }
}
