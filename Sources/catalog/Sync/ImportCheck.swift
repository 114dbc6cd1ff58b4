import TillCatalogFile
import TillModel
import TillSync

/// What is asked before an object is bound to a key, and how it is told that it cannot be.
struct ImportCheck: Sendable {
    let session: SyncSession
    let provider: SyncSession.Provider

    private var adopter: Adopter { Adopter(caller: provider.caller, time: SyncSession.time) }

    /// The one thing of the file that is called so, and is of the object's kind; and the object.
    ///
    /// - Throws: A failure with status 3 where there is no such thing or no such object.
    func match(_ id: String, _ name: String) async throws -> (CatalogObject, RemoteCatalogObject) {
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
        for object in objects where provider.publisher.manifest.abilities[object.key.kind] != nil {
            guard let remote = try await read(id, { try await adopter.fetch(object.key.kind, id) }) else { continue }
            return (object, remote)
        }
        let kind = objects.map(\.key.kind.words).joined(separator: " or ")
        throw CommandFailure(.invalid, "\(provider.name) has no \(kind) \(id) in \(session.mode).")
    }

    private func read<Value>(_ id: String, _ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as ProviderError where !error.isRetryable {
            throw CommandFailure(.invalid, "\(provider.name) cannot read \(id): \(error.debugDescription)")
        }
    }

    /// The object held against what it becomes; nil for a kind of which the provider keeps none.
    ///
    /// - `locked`: What the lock says of the provider.
    func adoption(_ object: CatalogObject, _ remote: RemoteCatalogObject, locked: LockedProvider) -> Adoption? {
        provider.publisher.manifest.abilities[object.key.kind].map {
            Adoption(object, by: remote, owner: session.owner, locked: locked, ability: $0)
        }
    }

    /// What whoever is asked has to know besides: a line, and a warning in the answer; nothing where there is nothing.
    ///
    /// - `isTagged`: Whether the object is told whose it is.
    func warning(of adoption: Adoption, isTagged: Bool) throws -> String {
        guard isTagged, let change = try adoption.lookupKeyChange(at: provider.publisher) else { return "" }
        PendingAnswer.current?.warn(Mistake(change, at: provider.name))
        return "warning: \(change.sentence)\n"
    }

    /// Marks an object as ours, as it was when it was looked at.
    ///
    /// - `run`: What the call's idempotency key is made of.
    /// - Throws: A failure with status 8 where it was changed meanwhile, with 7 where it does not show the mark.
    func tag(_ adoption: Adoption, run: String) async throws {
        let id = adoption.remote.id
        // Somebody may have taken their time to answer.
        guard try await adopter.fetch(adoption.object.key.kind, id) == adoption.remote else {
            throw CommandFailure(.locked, "\(id) was changed meanwhile; it was not written to. Run it again.")
        }
        guard try await adopter.tag(adoption, run: run) else {
            throw CommandFailure(
                .providerFailure,
                "\(provider.name) said that \(id) was marked, but shows something else; the lock does not say that it is "
                    + "ours. Run it again.")
        }
    }

    // MARK: - Why not

    /// Why something is not adopted.
    struct Refused {
        /// A line for each reason, indented.
        var text = ""
        var differences: [Adoption.Difference] = []
        var status = ExitStatus.invalid
    }

    func words(_ refusals: [Adoption.Refusal], of adoption: Adoption) -> Refused {
        var refused = Refused()
        for refusal in refusals {
            switch refusal {
            case .unsupported(let reason): refused.text += "  \(provider.name) cannot have it: \(reason)\n"
            case .archived: refused.text += "  it is archived; make it active first, or use --retired\n"
            case .differs(let some):
                refused.differences = some
                refused.text += Self.table(some, provider.name)
                for key in adoption.missing { refused.text += "  import what it belongs to first: --as \(key.name)\n" }
            case .foreign(let owner):
                refused.text += "  it belongs to another catalog, '\(owner)'\n"
                refused.status = .blocked
            case .standsFor(let key):
                refused.text += "  it stands for \(key)\n"
                refused.status = .blocked
            case .keyTaken(let other):
                refused.text += "  \(other) stands for it and is for sale; archive that one first\n"
                refused.status = .blocked
            }
        }
        return refused
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
}
