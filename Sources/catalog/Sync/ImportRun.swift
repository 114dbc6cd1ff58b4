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

    private var adopter: Adopter { Adopter(caller: provider.caller, time: SyncSession.time) }

    func perform() async throws {
        guard !isDryRun else { return try await adopt() }
        let turn = try SyncTurn(in: session.folder)
        try session.folder.refuseUnfinished()
        try await SyncLease.holding(
            session.mode, session.folder, run: Bootstrap.identifiers.token(), interruption: session.interruption
        ) { try await adopt() }
        _ = consume turn
    }

    private func adopt() async throws {
        let accounts = try await session.checkAccounts()
        let adoption = try await find(accounts[provider.name])
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
        guard !isDryRun else {
            let next = "To do it: catalog import \(provider.name):\(id) --as \(name) --env \(session.mode) --yes\n"
            return try tell(adoption, plan + next, isWritten: false)
        }
        if isTagged {
            Output.standardError(plan)
            try Confirmation.ask(mode: session.mode, isGiven: isConfirmed, namesMode: namesMode)
            // Somebody may have taken their time to answer.
            guard try await adopter.fetch(adoption.object.key.kind, id) == adoption.remote else {
                throw CommandFailure(.locked, "\(id) was changed meanwhile; nothing was written. Run it again.")
            }
            guard try await adopter.tag(adoption, run: Bootstrap.identifiers.token()) else {
                throw CommandFailure(
                    .providerFailure,
                    "\(provider.name) said that \(id) was marked, but shows something else; the lock is left as it "
                        + "is. Run it again.")
            }
        }
        try await session.remember([provider.name: adoption.bound(at: Bootstrap.clock.now())])
        let ending = "\(session.keeper.path) says so; put it into version control.\n"
        try tell(adoption, "\(adoption.object.key) is \(id).\n" + ending, isWritten: true)
    }

    // MARK: - What is meant

    /// The object, held against the one thing of the file that is called so and is of its kind.
    private func find(_ account: String?) async throws -> Adoption {
        let kinds = provider.publisher.listedKinds
        let objects = session.objects(at: provider, of: session.catalog).values.filter {
            kinds.contains($0.key.kind) && ($0.key.name == name || $0.key.description == name)
        }.sorted { $0.key < $1.key }
        guard !objects.isEmpty else {
            throw CommandFailure(
                .invalid,
                "\(session.catalogPath) sells no '\(name)' through \(provider.name); give it an entry first. catalog "
                    + "import --discover \(provider.name) proposes keys.")
        }
        let locked = await session.locked(provider, account: account)
        for object in objects {
            guard let ability = provider.publisher.manifest.abilities[object.key.kind],
                let remote = try await read({ try await adopter.fetch(object.key.kind, id) })
            else { continue }
            return Adoption(object, by: remote, owner: session.owner, locked: locked, ability: ability)
        }
        let kind = objects.map(\.key.kind.words).joined(separator: " or ")
        throw CommandFailure(.invalid, "\(provider.name) has no \(kind) \(id) in \(session.mode).")
    }

    private func read<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as ProviderError where !error.isRetryable {
            throw CommandFailure(.invalid, "\(provider.name) cannot read \(id): \(error.debugDescription)")
        }
    }

    // MARK: - What came of it

    /// A field that differs, as JSON.
    private struct Difference: Encodable {
        let field: String
        let file: CatalogValue?
        let remote: CatalogValue?
    }

    private func refuse(_ adoption: Adoption, _ refusals: [Adoption.Refusal]) throws {
        var text = "\(id) cannot become \(adoption.object.key); nothing was written.\n"
        var differences: [Difference] = []
        var status = ExitStatus.invalid
        for refusal in refusals {
            switch refusal {
            case .unsupported(let reason): text += "  \(provider.name) cannot have it: \(reason)\n"
            case .archived: text += "  it is archived; make it active first, or use --retired\n"
            case .differs(let some):
                differences = some.map { Difference(field: $0.field, file: $0.file, remote: $0.remote) }
                text += Self.table(some, provider.name)
                for key in adoption.missing { text += "  import what it belongs to first: --as \(key.name)\n" }
            case .foreign(let owner):
                text += "  it belongs to another catalog, '\(owner)'\n"
                status = .blocked
            case .standsFor(let key):
                text += "  it stands for \(key)\n"
                status = .blocked
            case .keyTaken(let other):
                text += "  \(other) stands for it and is for sale; archive that one first\n"
                status = .blocked
            }
        }
        try tell(adoption, text, isWritten: false, status: status, differences)
        throw ExitCode(status.rawValue)
    }

    private static func table(_ differences: [Adoption.Difference], _ provider: ProviderName) -> String {
        let rows =
            [("field", "products.yaml", provider.rawValue)]
            + differences.map { ($0.field, ValueText.text($0.file), ValueText.text($0.remote)) }
        let widths = (rows.map(\.0.count).max() ?? 0, rows.map(\.1.count).max() ?? 0)
        func padded(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(width - text.count, 0))
        }
        return rows.map { "  \(padded($0.0, widths.0))  \(padded($0.1, widths.1))  \($0.2)\n" }.joined()
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
