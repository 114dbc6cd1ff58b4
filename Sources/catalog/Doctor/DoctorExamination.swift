import TillCatalogFile
import TillModel
import TillSync

/// Everything that `catalog doctor` looks at, once.
struct DoctorExamination: Sendable {
    let session: SyncSession

    private(set) var checks: [DoctorCheck] = []
    /// What each provider would be told; empty where none could be read.
    private(set) var plans: [ProviderPlan] = []
    private(set) var generated: [GeneratedCopy] = []

    init(of session: SyncSession) async throws {
        self.session = session
        let lock = await session.keeper.lockfile
        let local = LocalChecks(session: session)
        checks = [
            DoctorCheck(
                id: "TILL-D001", result: .pass, what: "the file is valid",
                evidence: "\(session.catalogPath), \(session.catalog.products.count) products"), local.lock(lock),
            try local.journal(),
        ]
        guard try await examineAccounts() else { return }
        try await examineProviders(lock)
        checks.append(try await local.database())
        generated = GeneratedCopy.find(beside: session.catalogPath, of: try catalogs())
        checks.append(local.generated(generated))
        if let parity = PlanChecks.parity(plans, lock, session) { checks.append(parity) }
    }

    /// Asks whose the keys are; false where one is another account's, since then nothing else means anything.
    private mutating func examineAccounts() async throws -> Bool {
        do throws(any Error) {
            let accounts = try await session.checkAccounts()
            for provider in session.providers {
                checks.append(
                    DoctorCheck(
                        id: "TILL-D005", result: .pass, what: "\(provider.name) takes the key",
                        evidence: accounts[provider.name].map { "account \($0)" } ?? "it does not tell the account"))
            }
            return true
        } catch let failure as CommandFailure {
            checks.append(
                DoctorCheck(
                    id: "TILL-D005", result: .fail, what: "the keys are of the right accounts",
                    evidence: failure.description, fix: "set the key of the account that the lock names"))
            return false
        }
    }

    private mutating func examineProviders(_ lock: Lockfile) async throws {
        for finding in try await session.plan() {
            switch finding {
            case .plan(let plan):
                plans.append(plan)
                checks += PlanChecks(plan: plan, session: session).all
                guard let provider = session.providers.first(where: { $0.name == plan.provider }) else { continue }
                checks += await ProviderChecks(provider: provider, plan: plan, session: session).all(
                    lock.providers[plan.provider])
            case .unreadable(let provider, let reason):
                checks.append(
                    DoctorCheck(id: "TILL-D006", result: .fail, what: "\(provider) can be read", evidence: reason))
            }
        }
    }

    /// What the file means without overlays, and with those of the environment.
    private func catalogs() throws -> [Catalog] {
        let plain = CatalogReader.read(
            contentsOf: session.catalogPath, ReadingOptions(variables: try EnvironmentVariables.read())
        ).catalog
        let laidOver = CatalogReader.read(
            contentsOf: session.catalogPath,
            ReadingOptions(
                mode: session.mode, overlays: session.reading.overlays, variables: try EnvironmentVariables.read())
        ).catalog
        return [plain, laidOver].compactMap { $0 }
    }
}
