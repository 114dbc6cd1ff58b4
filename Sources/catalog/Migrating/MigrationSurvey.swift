import TillCatalogFile
import TillModel
import TillSync

/// Who subscribes to earlier prices, and who of them moves.
struct MigrationSurvey: Sendable {
    /// A price whose subscriptions all stay.
    struct LeftAlone: Sendable {
        let provider: ProviderName
        /// nil for everything at the provider.
        let name: String?
        let reason: String
    }

    let plan: MigrationPlan
    let leftAlone: [LeftAlone]
    let accounts: [ProviderName: String]

    /// Reads the providers; writes nothing.
    ///
    /// - `from`: The only earlier prices that are meant, by their ids; empty for all.
    static func read(_ session: SyncSession, from: [String]) async throws -> MigrationSurvey {
        let accounts = try await session.checkAccounts()
        var parts: [MigrationPlan.Part] = []
        var leftAlone: [LeftAlone] = []
        for provider in session.providers {
            let scope = await scope(provider, session, from: from)
            leftAlone += scope.leftAlone.map { LeftAlone(provider: provider.name, name: $0.name, reason: $0.reason) }
            guard let mover = provider.publisher as? any SubscriberMoving else {
                if wantsMoves(provider, session) {
                    leftAlone.append(LeftAlone(provider: provider.name, name: nil, reason: notHere(provider.name)))
                }
                continue
            }
            do {
                for departure in scope.departures {
                    let transition = try await transition(departure, provider, mover, session)
                    guard let transition else {
                        leftAlone.append(
                            LeftAlone(
                                provider: provider.name, name: departure.key.name,
                                reason: "\(departure.from) is not there any more"))
                        continue
                    }
                    let subscribers = try await SubscriberSurvey.subscribers(
                        to: departure.from, at: mover, provider.caller)
                    parts.append(MigrationPlan.part(transition, at: parts.count, subscribers))
                }
            } catch let error as ProviderError {
                throw CommandFailure(
                    error.code == .unauthorized ? .environmentMismatch : .providerFailure,
                    "\(provider.name) cannot be read: \(error.debugDescription)")
            }
        }
        if parts.isEmpty, session.options.providers.count == 1, let only = leftAlone.first, only.name == nil {
            throw CommandFailure(.blocked, "\(only.provider): \(only.reason).")
        }
        return MigrationSurvey(plan: MigrationPlan(parts: parts), leftAlone: leftAlone, accounts: accounts)
    }

    /// Which earlier prices of a provider the file wants to be left behind.
    static func scope(
        _ provider: SyncSession.Provider, _ session: SyncSession, from: [String] = []
    ) async -> MigrationScope {
        let locked = await session.keeper.lockfile.providers[provider.name]
        let only = session.options.only
        return MigrationScope(
            session.desired(provider),
            locked: locked ?? LockedProvider(mode: session.mode, version: type(of: provider.publisher).catalogVersion),
            isMeant: { SyncOptions.isMeant($0, by: only) }, from: from)
    }

    /// Whether the file wants anybody to be moved there.
    private static func wantsMoves(_ provider: SyncSession.Provider, _ session: SyncSession) -> Bool {
        session.desired(provider).contains { object in
            guard SyncOptions.isMeant(object.key.name, by: session.options.only) else { return false }
            switch object.existing {
            case .atRenewal?, .on?: return true
            case .keep?, nil: return false
            }
        }
    }

    private static func notHere(_ provider: ProviderName) -> String {
        "moving subscriptions is not in this version; they keep what they agreed to, unless they are moved on "
            + "\(provider)'s own pages"
    }

    /// nil when one of the prices is not there.
    private static func transition(
        _ departure: MigrationScope.Departure, _ provider: SyncSession.Provider, _ mover: any SubscriberMoving,
        _ session: SyncSession
    ) async throws -> PriceTransition? {
        guard let to = try await SubscriberSurvey.price(departure.to, at: mover, provider.caller), to.isActive else {
            throw CommandFailure(
                .locked,
                "\(provider.name) does not sell \(departure.key) as \(departure.to) any more; look at it with "
                    + "`catalog drift --env \(session.mode)`.")
        }
        guard let from = try await SubscriberSurvey.price(departure.from, at: mover, provider.caller) else {
            return nil
        }
        return PriceTransition(
            provider: provider.name, reference: departure.key.name, from: from, to: to,
            rule: try rule(departure.existing, session))
    }

    private static func rule(
        _ existing: ExistingSubscribers, _ session: SyncSession
    ) throws(CommandFailure) -> PriceTransition.Rule {
        guard case .on(let day) = existing else { return .atRenewal }
        guard let instant = session.addresses.midnight(day) else {
            throw CommandFailure(
                .invalid,
                "this machine knows no time zone '\(session.catalog.contents.timeZone)'; is its tzdata installed?")
        }
        return .on(day, instant: instant)
    }
}
