import Till
import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Remembers what is not as it was pushed to the providers, and records `catalog.drifted` for what is new.
///
/// A difference is told once, however often it is found and whatever server finds it; once it was gone, it is new again.
package struct DriftLog: Sendable {
    private let store: any Store
    private let setup: Setup
    private let tenant: String
    private let mode: Mode
    private let clock: any WallClock
    private let hooksDoorbell: Doorbell

    init(
        store: any Store, setup: Setup, tenant: String, mode: Mode, clock: any WallClock, hooksDoorbell: Doorbell
    ) {
        self.store = store
        self.setup = setup
        self.tenant = tenant
        self.mode = mode
        self.clock = clock
        self.hooksDoorbell = hooksDoorbell
    }

    /// Takes the turn to look at the providers; false when somebody, here or on another server, has looked so recently.
    package func takeTurn(every interval: Duration) async throws -> Bool {
        let now = clock.now()
        let since = now.addingTimeInterval(-(interval / .seconds(1)))
        // Most askings come too early, and do not need the one connection that writes.
        let isDue = try await store.read { [tenant, mode] in
            try DriftTable($0, tenant: tenant, mode: mode).isDue(since: since, at: now)
        }
        guard isDue else { return false }
        return try await store.write { [tenant, mode] in
            try DriftTable($0, tenant: tenant, mode: mode).begin(since: since, at: now)
        }
    }

    /// Records everything that was found, and returns what is new.
    ///
    /// - `unread`: The providers that could not be read: what was found there before is taken to be there still.
    package func record(
        _ found: [CatalogDriftEvent], unread: Set<ProviderName>
    ) async throws -> [CatalogDriftEvent] {
        let now = clock.now()
        let new = try await store.write { [setup, tenant, mode] connection in
            let table = DriftTable(connection, tenant: tenant, mode: mode)
            try table.hold()
            let known = try table.list()
            let present = Dictionary(found.map { ($0.name, $0) }) { first, _ in first }
            for stored in known where present[stored.finding] == nil {
                // What providers disagree about is known only when all of them were read.
                let isUnseen =
                    stored.provider == CatalogDriftEvent.allProviders
                    ? !unread.isEmpty : unread.contains(ProviderName(rawValue: stored.provider))
                if !isUnseen { try table.remove(stored.finding) }
            }
            let names = Set(known.map(\.finding))
            let new = present.filter { !names.contains($0.key) }.sorted { $0.key < $1.key }
            for (name, drift) in new {
                let account = ProviderAccount(
                    tenant: tenant, provider: ProviderName(rawValue: drift.place),
                    account: ProviderAccount.defaultName, mode: mode)
                let event = try Self.event(drift, in: account, at: now, on: connection)
                _ = try EventTable(connection).insert(event, account: account, inboxID: nil)
                try TransactionalHooks(connection, now: now).queue(
                    setup.hooks(for: event.kind, about: nil), for: event, account: account)
                try table.insert(
                    DriftTable.Stored(finding: name, provider: drift.place, event: event.id), at: now)
            }
            return new.map(\.value)
        }
        guard !new.isEmpty else { return [] }
        for _ in new { Measurements.event(.catalogDrifted) }
        hooksDoorbell.ringEverywhere()
        return new
    }

    private static func event(
        _ drift: CatalogDriftEvent, in account: ProviderAccount, at now: Date, on connection: any SQLConnection
    ) throws -> Event {
        // Each thing by itself, so that a hook that fails for one does not hold up the others.
        let entity = "catalog:\(account.mode):\(drift.place):\(drift.key)"
        let sequence = try EventTable(connection).nextSequence(entity: entity, tenant: account.tenant)
        return Event(
            id: DerivedIdentifiers.make(
                account.tenant, "catalog.drifted", account.mode.rawValue, drift.name, String(sequence)),
            kind: .catalogDrifted, entity: entity, sequence: sequence, occurredAt: now, recordedAt: now,
            data: try JSONWriter.text(drift))
    }
}

extension CatalogDriftEvent {
    /// What stands for all providers where they disagree.
    static let allProviders = "all"

    /// The provider's name, or what stands for all of them.
    fileprivate var place: String { provider?.rawValue ?? Self.allProviders }

    /// What tells it from every other: more fields that differ are another.
    fileprivate var name: String {
        "\(place) \(key) \(kind.rawValue) \(ids.joined(separator: ",")) \(fields.joined(separator: ","))"
    }
}
