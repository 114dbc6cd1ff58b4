import ArgumentParser
import TillCatalogFile
import TillModel
import TillProviders
import TillStore
import TillSync

/// `catalog doctor`: everything that can be checked without changing anything.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check the file, the lock, the keys, the providers and the database.",
        discussion: """
            Changes nothing. Each finding says what to do.

            EXAMPLES
              catalog doctor --env live
              catalog doctor --env test --json

            Exit status: 0 fine, 4 something is wrong (with --strict a warning too).
            """)

    @OptionGroup var options: SyncOptions

    @Flag(help: "Let warnings count as failures.")
    var strict = false

    /// One check and what came of it.
    struct Check: Encodable {
        enum Result: String, Encodable { case pass, warn, fail, skip }

        let id: String
        let result: Result
        let what: String
        /// What was seen.
        let evidence: String
        /// What to do; nil where there is nothing to do.
        let fix: String?
    }

    func run() async throws {
        var checks: [Check] = []
        do {
            checks = try await SyncSession.open(options) { try await examine($0) }
        } catch let failure as CommandFailure where failure.status != .usage {
            // What keeps everything else from being looked at.
            checks = [
                Check(id: "TILL-D001", result: .fail, what: "file, lock and keys", evidence: "\(failure)", fix: nil)
            ]
        } catch let mistake as ConfigurationMistake {
            checks = [
                Check(id: "TILL-D004", result: .fail, what: "keys fit the mode", evidence: "\(mistake)", fix: nil)
            ]
        }
        let isWell = !checks.contains { $0.result == .fail || (strict && $0.result == .warn) }
        let status: ExitStatus = isWell ? .success : .environmentMismatch
        try SyncReport.tell(
            "doctor", status: status, options: options,
            fields: [
                "checks": checks,
                "errors": checks.filter { $0.result == .fail }.map {
                    Mistake(code: $0.id, message: "\($0.what): \($0.evidence)", hint: $0.fix)
                },
            ], text: Self.text(checks),
            markdown: Self.markdown(checks))
        if !isWell { throw ExitCode(status.rawValue) }
    }

    // MARK: - Checks

    private func examine(_ session: SyncSession) async throws -> [Check] {
        let lock = await session.keeper.lockfile
        var checks = [
            Check(
                id: "TILL-D001", result: .pass, what: "the file is valid",
                evidence: "\(session.catalogPath), \(session.catalog.products.count) products", fix: nil),
            Check(
                id: "TILL-D002", result: lock.serial == 0 ? .warn : .pass, what: "the lock is there",
                evidence: lock.serial == 0
                    ? "\(session.keeper.path) does not exist" : "\(session.keeper.path), serial \(lock.serial)",
                fix: lock.serial == 0 ? "catalog sync --env \(session.mode)" : nil),
            try journal(session),
        ]
        do throws(any Error) {
            let accounts = try await session.checkAccounts()
            for provider in session.providers {
                checks.append(
                    Check(
                        id: "TILL-D005", result: .pass, what: "\(provider.name) takes the key",
                        evidence: accounts[provider.name].map { "account \($0)" } ?? "it does not tell the account",
                        fix: nil))
            }
        } catch let failure as CommandFailure {
            checks.append(
                Check(
                    id: "TILL-D005", result: .fail, what: "the keys are of the right accounts",
                    evidence: failure.description, fix: "set the key of the account that the lock names"))
            return checks
        }
        for finding in try await session.plan() {
            switch finding {
            case .plan(let plan): checks += self.checks(plan, session)
            case .unreadable(let provider, let reason):
                checks.append(
                    Check(
                        id: "TILL-D006", result: .fail, what: "\(provider) can be read", evidence: reason, fix: nil))
            }
        }
        checks.append(try await database(session))
        return checks
    }

    private func journal(_ session: SyncSession) throws -> Check {
        let unfinished = try session.folder.unfinished()
        return Check(
            id: "TILL-D003", result: unfinished == nil ? .pass : .fail, what: "no sync was cut off",
            evidence: unfinished.map { "run \($0.run) of \($0.startedAt)" } ?? "no journal is open",
            fix: unfinished.map { _ in "catalog resume --env \(session.mode)" })
    }

    /// What a plan tells of a provider's health.
    private func checks(_ plan: ProviderPlan, _ session: SyncSession) -> [Check] {
        let changes = plan.plan.changes
        let sync = "catalog sync --env \(session.mode)"
        func check(
            _ id: String, _ what: String, _ bad: [PlannedChange], _ result: Check.Result = .fail, fix: String
        ) -> Check {
            let some = bad.prefix(5).map { "\($0.key)" }.joined(separator: ", ")
            return Check(
                id: id, result: bad.isEmpty ? .pass : result, what: "\(plan.provider): \(what)",
                evidence: bad.isEmpty
                    ? "nothing else was seen" : "\(bad.count): \(some)\(bad.count > 5 ? ", …" : "")",
                fix: bad.isEmpty ? nil : fix)
        }
        var checks = [
            check(
                "TILL-D007", "one active object for each key", changes.filter { !$0.surplus.isEmpty }, fix: sync),
            check(
                "TILL-D008", "nothing was changed by somebody else",
                changes.filter { [.drift, .conflict].contains($0.verdict) && $0.action != .noop },
                fix: "catalog drift --env \(session.mode)"),
            check(
                "TILL-D009", "the first price of each product is for sale",
                changes.filter { $0.key.kind == .defaultPrice && $0.action != .noop && $0.desired != nil }, .warn,
                fix: sync),
            check(
                "TILL-D010", "everything in the file was pushed",
                changes.filter { $0.verdict == .pending && $0.action != .noop && $0.action != .blocked }, .warn,
                fix: "catalog plan --env \(session.mode)"),
            check(
                "TILL-D011", "it can have everything in the file", changes.filter { $0.action == .blocked },
                fix: "catalog plan --env \(session.mode)"),
        ]
        if plan.provider == .stripe {
            let endpoint = changes.first { $0.key.kind == .webhookEndpoint && $0.desired != nil }
            checks.append(
                Check(
                    id: "TILL-D012",
                    result: endpoint == nil ? .skip : endpoint?.action == .noop ? .pass : .warn,
                    what: "\(plan.provider): it sends its events to our server",
                    evidence: endpoint.map { "\($0.reason)" } ?? "TILL_PUBLIC_URL is not set to an https address",
                    fix: endpoint.flatMap { $0.action == .noop ? nil : sync }))
        }
        return checks
    }

    private func database(_ session: SyncSession) async throws -> Check {
        var storeOptions = StoreOptions()
        (storeOptions.env, storeOptions.json) = (session.mode.rawValue, false)
        do {
            _ = try await storeOptions.openDatabase(.reading)
            return Check(
                id: "TILL-D013", result: .pass, what: "the database can be read by this version",
                evidence: "it was opened", fix: nil)
        } catch let error as StoreError {
            return Check(
                id: "TILL-D013", result: .fail, what: "the database can be read by this version",
                evidence: error.description, fix: "catalog db status --env \(session.mode)")
        } catch let failure as CommandFailure {
            return Check(
                id: "TILL-D013", result: .skip, what: "the database can be read by this version",
                evidence: failure.description, fix: nil)
        }
    }

    // MARK: - Views

    private static func text(_ checks: [Check]) -> String {
        var text = ""
        for check in checks {
            text += "\(check.result.rawValue)  \(check.id)  \(check.what): \(check.evidence)\n"
            if let fix = check.fix { text += "      \(fix)\n" }
        }
        let bad = checks.count { $0.result == .fail }
        let odd = checks.count { $0.result == .warn }
        return text + "\n\(checks.count) checks, \(bad) failed, \(odd) warnings\n"
    }

    private static func markdown(_ checks: [Check]) -> String {
        "| | Check | Seen | Mend it with |\n|---|---|---|---|\n"
            + checks.map {
                "| \($0.result.rawValue) | \($0.id) \($0.what) | \($0.evidence) | \($0.fix ?? "") |\n"
            }.joined()
    }
}
