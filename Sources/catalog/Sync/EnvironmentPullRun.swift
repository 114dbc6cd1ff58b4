import ArgumentParser
import TillCatalogFile
import TillModel
import TillSync

/// One pull from another environment: the values that its providers have, as the file says them for a second one.
///
/// The session is the first one's, which is only read. Of the second only the file is written: no lock of either, and no
/// provider.
struct EnvironmentPullRun: Sendable {
    let session: SyncSession
    /// The environment that is to have the values.
    let target: Mode
    /// Whether the file is changed.
    let writes: Bool
    /// Whether changes of the file that were not committed do not matter.
    let force: Bool

    func perform() async throws {
        guard writes else { return try await pull() }
        let turn = try SyncTurn(in: SyncFolder(beside: session.catalogPath, environment: target.rawValue))
        try session.folder.refuseUnfinished()
        try await pull()
        _ = consume turn
    }

    private func pull() async throws {
        let source = EnvironmentReading(of: session)
        let reading = try EnvironmentReading(of: session, as: target)
        // What is not valid is told before anything is written.
        let lock = await
            (try LockKeeper(
                path: CatalogFiles.lockPath(beside: session.catalogPath, of: target), environment: target.rawValue))
            .lockfile
        let (offers, unreadable) = try await offers(reading)
        let file = try PulledFile(Pull(offers), of: session, for: reading, from: source)
        let pull = file.pull
        var backup: String?
        if writes, unreadable.isEmpty, !pull.taken.isEmpty {
            backup = try file.write(force: force)
            reading.tellWhatIsMissing(lock)
        }
        let status: ExitStatus =
            !unreadable.isEmpty
            ? .providerFailure
            : !pull.conflicts.isEmpty
                ? .blocked : !pull.left.isEmpty || (!pull.taken.isEmpty && backup == nil) ? .changed : .success
        let view = PullView(
            pull: pull, added: [], unknown: [], patch: file.patch, unreadable: unreadable, backup: backup,
            session: session, target: target)
        try SyncReport.tell(
            "pull", status: status, options: session.options, fields: view.fields, text: view.text,
            markdown: view.markdown)
        if status != .success { throw ExitCode(status.rawValue) }
    }

    /// What each provider has of what the lock knows; one that cannot be read is a mistake.
    private func offers(_ reading: EnvironmentReading) async throws -> ([OfferedValues], [Mistake]) {
        let accounts = try await session.checkAccounts()
        let locked = await session.keeper.lockfile.providers
        guard locked.values.contains(where: { !$0.objects.isEmpty }) else {
            throw CommandFailure(
                .blocked,
                "\(session.keeper.path) knows nothing of what '\(session.mode)' has; if it is lost: catalog pull --env "
                    + "\(session.mode) --rebuild-lock")
        }
        let choices = try session.options.choices(
            among: Set(locked.values.flatMap(\.objects.keys)), managed: session.managed)
        var (offers, unreadable): ([OfferedValues], [Mistake]) = ([], [])
        for provider in session.providers {
            let applied = locked[provider.name]?.objects ?? [:]
            do {
                let observed = try await ProviderSurvey.objects(provider.caller, applied: applied)
                try session.refuseStranger(provider.name, accounts, observed, locked)
                offers.append(
                    OfferedValues(
                        provider.name, source: session.objects(at: provider, of: session.catalog),
                        target: session.objects(at: provider, of: reading.catalog),
                        applied: applied.filter { SyncOptions.isMeant($0.key.name, by: session.options.only) },
                        observed: observed, theirs: Set(choices.sides.filter { $0.value == .theirs }.keys)))
            } catch let error as ProviderError {
                unreadable.append(
                    Mistake(
                        code: "provider_unreadable", message: error.debugDescription, provider: provider.name))
            }
        }
        return (offers, unreadable)
    }
}
