import ArgumentParser
import TillModel
import TillSync

/// Binds an object that a provider has to a key of the file.
struct ImportRun: Sendable {
    let session: SyncSession
    let provider: SyncSession.Provider
    /// The provider's id.
    let id: String
    /// The key, as it was typed.
    let name: String
    /// Whether the object is told whose it is.
    let tags: Bool
    let isDryRun: Bool
    let isConfirmed: Bool
    /// Whether `--env` was given.
    let namesMode: Bool

    private var check: ImportCheck { ImportCheck(session: session, provider: provider) }

    func perform() async throws {
        guard !isDryRun else { return try await adopt() }
        try await session.alone { try await adopt() }
    }

    private func adopt() async throws {
        let accounts = try await session.checkAccounts()
        let (object, remote) = try await check.match(id, name)
        let locked = await session.locked(provider, account: accounts[provider.name])
        guard let adoption = check.adoption(object, remote, locked: locked) else { return }
        let observed = try await ProviderSurvey.objects(provider.caller, applied: adoption.locked.objects)
        try session.refuseStranger(provider.name, accounts, observed, [provider.name: adoption.locked])
        let refusals = adoption.refusals(among: observed)
        guard refusals.isEmpty else { return try refuse(adoption, refusals) }
        let hasMarker = provider.publisher.manifest.abilities[adoption.object.key.kind]?.hasMarker == true
        let isTagged = tags && hasMarker
        guard !adoption.isDone else {
            return try tell(adoption, "\(adoption.object.key) is \(id) already.\n", isWritten: false)
        }
        let plan =
            "\(provider.name)  \(id) becomes \(adoption.object.key), as it is: "
            + (isTagged ? "it is marked as ours, and the lock learns it\n" : "only the lock learns it\n")
            + (try check.warning(of: adoption, isTagged: isTagged))
        guard !isDryRun else {
            let next = "To do it: catalog import \(provider.name):\(id) --as \(name) --env \(session.mode) --yes\n"
            return try tell(adoption, plan + next, isWritten: false)
        }
        if isTagged {
            Output.standardError(plan)
            try Confirmation.ask(mode: session.mode, isGiven: isConfirmed, namesMode: namesMode)
            try await check.tag(adoption, run: Bootstrap.identifiers.token())
        }
        try await session.remember([provider.name: adoption.bound(at: Bootstrap.clock.now())])
        let ending = "\(session.keeper.path) says so; put it into version control.\n"
        try tell(adoption, "\(adoption.object.key) is \(id).\n" + ending, isWritten: true)
    }

    // MARK: - What came of it

    /// A field that differs, as JSON.
    private struct Difference: Encodable {
        let field: String
        let file: CatalogValue?
        let remote: CatalogValue?
    }

    private func refuse(_ adoption: Adoption, _ refusals: [Adoption.Refusal]) throws {
        let refused = check.words(refusals, of: adoption)
        try tell(
            adoption, "\(id) cannot become \(adoption.object.key); nothing was written.\n" + refused.text,
            isWritten: false, status: refused.status,
            refused.differences.map { Difference(field: $0.field, file: $0.file, remote: $0.remote) })
        throw ExitCode(refused.status.rawValue)
    }

    private func tell(
        _ adoption: Adoption, _ text: String, isWritten: Bool, status: ExitStatus = .success,
        _ differences: [Difference] = []
    ) throws {
        try SyncReport.tell(
            "import", status: status, options: session.options,
            fields: [
                "env": session.mode.rawValue, "provider": provider.name.rawValue, "remote_id": id,
                "key": adoption.object.key.description, "written": isWritten, "differences": differences,
                "message": text,
            ], text: text, markdown: "```\n\(text)```\n")
    }
}
