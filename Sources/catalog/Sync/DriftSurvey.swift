import TillCatalogFile
import TillModel
import TillSync

/// What is otherwise at the providers than it was pushed there.
struct DriftSurvey: Sendable {
    /// A finding, where, and what is known of it.
    struct Found: Sendable {
        /// nil where several providers are meant.
        let provider: ProviderName?
        let finding: DriftFinding
        /// When it was changed; nil where nobody tells.
        fileprivate(set) var change: RemoteChange?
    }

    /// A finding that somebody knows of.
    struct Hidden: Sendable {
        let found: Found
        /// What the file says of it; nil where only the command was told.
        let known: KnownDrift?
    }

    private(set) var found: [Found] = []
    private(set) var hidden: [Hidden] = []
    private(set) var unreadable: [Mistake] = []

    /// Reads every provider and compares it with the lock.
    static func look(_ session: SyncSession) async throws -> DriftSurvey {
        let accounts = try await session.checkAccounts()
        let locked = await session.keeper.lockfile.providers
        var survey = DriftSurvey()
        var observed: [ProviderName: [RemoteCatalogObject]] = [:]
        for provider in session.providers {
            let part = locked[provider.name]
            do {
                let objects = try await ProviderSurvey.objects(provider.caller, applied: part?.objects ?? [:])
                try session.refuseStranger(provider.name, accounts, objects, locked)
                observed[provider.name] = objects
                let desired = provider.publisher.objects(of: session.catalog, addresses: session.addresses)
                let findings = Drift.findings(
                    owner: session.owner, desired: Set(desired.map(\.key)), applied: part?.objects ?? [:],
                    retired: part?.retired ?? [], observed: objects, manifest: provider.publisher.manifest)
                survey.found += findings.map { Found(provider: provider.name, finding: $0) }
            } catch let error as ProviderError {
                survey.unreadable.append(
                    Mistake(
                        code: "provider_unreadable", message: error.debugDescription, provider: provider.name))
            }
        }
        let disagreements = Drift.disagreements(observed, applied: locked.mapValues(\.objects))
        survey.found += disagreements.map { Found(provider: nil, finding: $0) }
        survey.found.removeAll { !SyncOptions.isMeant($0.finding.key.name, by: session.options.only) }
        return survey
    }

    /// Puts aside what is known.
    ///
    /// - `ignored`: What only this command was told of, such as `pro/monthly:changed`.
    mutating func hide(_ ignored: [String], _ list: KnownDriftList, on day: CalendarDate) {
        let ignored = Set(ignored)
        var rest: [Found] = []
        for one in found {
            let (key, kind) = (one.finding.key, one.finding.kind)
            let known = list.hiding(key, kind, on: day)
            let names = ["\(key.name):\(kind.rawValue)", "\(key):\(kind.rawValue)"]
            if known != nil || !ignored.isDisjoint(with: names) {
                hidden.append(Hidden(found: one, known: known))
            } else {
                rest.append(one)
            }
        }
        found = rest
    }

    /// Asks the providers when what is left was changed.
    mutating func attribute(_ session: SyncSession) async throws {
        let locked = await session.keeper.lockfile.providers
        for provider in session.providers {
            let own = found.filter { $0.provider == provider.name }.map(\.finding)
            guard !own.isEmpty else { continue }
            let changes = try await DriftAttribution.changes(
                of: own, applied: locked[provider.name]?.objects ?? [:], caller: provider.caller)
            for place in found.indices where found[place].provider == provider.name {
                guard let id = found[place].finding.id else { continue }
                let handle = RemoteCatalogObject.Handle(kind: found[place].finding.key.kind, id: id)
                found[place].change = changes[handle]
            }
        }
    }
}
