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

    func perform() async throws {
        guard writes else { return try await pull() }
        let turn = try SyncTurn(in: session.folder)
        try session.folder.refuseUnfinished()
        try await SyncLease.holding(
            session.mode, session.folder, run: Bootstrap.identifiers.token(), interruption: session.interruption
        ) { try await pull() }
        _ = consume turn
    }

    private func pull() async throws {
        let findings = try await session.plan()
        let unreadable = findings.compactMap(PlanAnswer.mistake)
        let file = try PulledFile(Pull(findings.plans), of: session)
        let pull = file.pull
        var backup: String?
        if writes, unreadable.isEmpty, !pull.taken.isEmpty {
            backup = try file.write(force: force)
            try await remember(file)
            tellWhatIsMissing(await session.keeper.lockfile)
        }
        let status = status(pull, isUnreadable: !unreadable.isEmpty, isWritten: backup != nil)
        let view = PullView(pull: pull, patch: file.patch, unreadable: unreadable, backup: backup, session: session)
        try SyncReport.tell(
            "pull", status: status, options: session.options, fields: view.fields, text: view.text,
            markdown: view.markdown)
        if status != .success { throw ExitCode(status.rawValue) }
    }

    private func status(_ pull: Pull, isUnreadable: Bool, isWritten: Bool) -> ExitStatus {
        if isUnreadable { return .providerFailure }
        if !pull.conflicts.isEmpty { return .blocked }
        return pull.left.isEmpty && (pull.taken.isEmpty || isWritten) ? .success : .changed
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
        try await session.remember(parts)
    }

    /// What the file needs before the next sync, such as a word on subscribers of a price that has changed.
    private func tellWhatIsMissing(_ lock: Lockfile) {
        var options = session.reading
        options.synced = lock.remoteIDs
        let reading = CatalogReader.read(contentsOf: session.catalogPath, options)
        guard reading.catalog == nil else { return }
        Output.standardError("The file needs something before the next sync:\n")
        Output.diagnostics(reading.diagnostics)
    }
}
