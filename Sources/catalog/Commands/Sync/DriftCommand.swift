import ArgumentParser
import TillCatalogFile
import TillModel
import TillSync

/// `catalog drift`: what somebody changed at the providers.
struct DriftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift",
        abstract: "Tell what was changed at the providers since the last sync.",
        discussion: """
            Only reads. Edits of the file that were not synced yet are no drift; `catalog plan` shows those.

            EXAMPLES
              catalog drift --env live
              catalog drift --env live --fail-on changed,missing --json

            Exit status: 0 nothing that matters, 2 something that matters, 4 a key, mode or account does not fit,
            7 a provider cannot be read.
            """)

    @OptionGroup var options: SyncOptions

    @Option(
        help:
            "What makes it end with 2, with commas; changed,missing,archived_remotely,duplicate,key_moved,parity without it."
    )
    var failOn: String?

    @Option(help: "A finding that is known, as pro/monthly:changed; may be given again.")
    var ignore: [String] = []

    @Option(help: "End with this number instead of 2.")
    var exitCode: Int32 = 2

    func validate() throws {
        for word in (failOn ?? "").split(separator: ",") where DriftFinding.Class(rawValue: String(word)) == nil {
            let all = DriftFinding.Class.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("'\(word)' is no kind of drift; there are \(all).")
        }
        guard (0...255).contains(exitCode) else { throw ValidationError("--exit-code is a number from 0 to 255.") }
    }

    /// A finding, and where.
    private struct Found: Encodable {
        let provider: String
        let key: String
        let kind: String
        let remoteID: String?
        let fields: [String]
        let message: String
        let suggestion: String

        private enum CodingKeys: String, CodingKey {
            case provider, key
            case kind = "class"
            case remoteID = "remote_id"
            case fields, message, suggestion
        }
    }

    func run() async throws {
        let classes = failOn.map { $0.split(separator: ",").compactMap { DriftFinding.Class(rawValue: String($0)) } }
        try await SyncSession.open(options) { session in
            let (found, unreadable) = try await look(session)
            let serious = (classes.map(Set.init) ?? DriftClass.serious).map(\.rawValue)
            let matters = found.contains { serious.contains($0.kind) }
            let status: ExitStatus = !unreadable.isEmpty ? .providerFailure : matters ? .changed : .success
            let text = text(found, unreadable, session)
            try SyncReport.tell(
                "drift", status: status, options: options,
                fields: ["env": session.mode.rawValue, "findings": found, "errors": unreadable], text: text,
                markdown: markdown(found, session))
            switch status {
            case .success: return
            case .changed: throw ExitCode(exitCode)
            default: throw ExitCode(status.rawValue)
            }
        }
    }

    private func look(_ session: SyncSession) async throws -> ([Found], [Mistake]) {
        _ = try await session.checkAccounts()
        let locked = await session.keeper.lockfile.providers
        var found: [Found] = []
        var unreadable: [Mistake] = []
        var observed: [ProviderName: [RemoteCatalogObject]] = [:]
        for provider in session.providers {
            do {
                let objects = try await ProviderSurvey.objects(
                    provider.caller, applied: locked[provider.name]?.objects ?? [:])
                observed[provider.name] = objects
                let desired = provider.publisher.objects(of: session.catalog, addresses: session.addresses)
                let part = locked[provider.name]
                let findings = Drift.findings(
                    owner: session.owner, desired: Set(desired.map(\.key)), applied: part?.objects ?? [:],
                    retired: part?.retired ?? [], observed: objects, manifest: provider.publisher.manifest)
                found += findings.map { describe($0, provider.name.rawValue, session) }
            } catch let error as ProviderError {
                unreadable.append(
                    Mistake(
                        code: "provider_unreadable", message: error.debugDescription, provider: provider.name))
            }
        }
        let disagreements = Drift.disagreements(observed, applied: locked.mapValues(\.objects))
        found += disagreements.map { describe($0, "all", session) }
        let known = Set(ignore)
        return (
            found.filter { one in
                let name = CatalogObjectKey(one.key)?.name ?? one.key
                return SyncOptions.isMeant(name, by: options.only)
                    && !known.contains("\(name):\(one.kind)") && !known.contains("\(one.key):\(one.kind)")
            }, unreadable
        )
    }

    private func describe(_ finding: DriftFinding, _ provider: String, _ session: SyncSession) -> Found {
        Found(
            provider: provider, key: finding.key.description, kind: finding.kind.rawValue, remoteID: finding.id,
            fields: finding.fields, message: finding.message,
            suggestion: finding.suggestion(in: session.mode))
    }

    private func text(_ found: [Found], _ unreadable: [Mistake], _ session: SyncSession) -> String {
        var text = unreadable.map { "\($0.provider ?? "") cannot be read: \($0.message)\n" }.joined()
        for one in found {
            text += "\(one.provider)  \(one.kind)  \(one.key): \(one.message)\n    \(one.suggestion)\n"
        }
        if found.isEmpty, unreadable.isEmpty { text += "Everything is as it was pushed.\n" }
        return text
    }

    private func markdown(_ found: [Found], _ session: SyncSession) -> String {
        guard !found.isEmpty else { return "Everything is as it was pushed to \(session.mode).\n" }
        return "| Provider | Drift | What | Mend it with |\n|---|---|---|---|\n"
            + found.map { "| \($0.provider) | \($0.kind) | \($0.key): \($0.message) | \($0.suggestion) |\n" }.joined()
    }
}
