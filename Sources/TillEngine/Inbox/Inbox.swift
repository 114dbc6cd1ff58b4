import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Takes delivery of provider events, once each.
///
/// Accepting returns as soon as the event is durable. What it means is worked out later by ``InboxWorker``, so a
/// slow projection never makes a provider retry.
package struct Inbox: Sendable {
    private let store: any Store
    private let clock: any WallClock
    private let doorbell: Doorbell
    private let reserve: StorageReserve
    private let failpoints: Failpoints
    /// Where what comes at the same time is gathered for the same statements; nil where each statement is a call within
    /// the process, and sharing the flush is enough.
    private let gathering: Gathering<Arriving, InboxTable.Insertion>?

    /// An event on its way into the table.
    private struct Arriving: Sendable {
        let event: WebhookEvent
        let account: ProviderAccount
        let receivedAt: Date
    }

    /// How many statements of many rows are on their way at once: one more than the database writes at once.
    private static let rounds = 3
    private static let mostInRound = 256
    private static let mostBytesInRound = 4 * 1024 * 1024

    /// - `reserve`: Nothing is taken while it is touched.
    init(
        store: any Store, clock: any WallClock, doorbell: Doorbell, reserve: StorageReserve,
        failpoints: Failpoints = .none
    ) {
        self.store = store
        self.clock = clock
        self.doorbell = doorbell
        self.reserve = reserve
        gathering =
            store.isShared
            ? Gathering(places: Self.rounds, most: Self.mostInRound, bytes: Self.mostBytesInRound) {
                $0.event.body.count
            } : nil
        self.failpoints = failpoints
    }

    /// What became of an event.
    package enum Acceptance: Sendable {
        case stored
        /// Stored, but nothing can ever be made of it, for the reason told.
        case dead(DeadLetter)
        case duplicate
        /// The same event as one before, with other contents.
        case conflict

        /// As it is counted.
        var word: String {
            switch self {
            case .stored: "stored"
            case .dead: "dead"
            case .duplicate: "duplicate"
            case .conflict: "conflict"
            }
        }
    }

    /// Stores a verified event unless it was stored before.
    ///
    /// A duplicate is not an error: providers promise at-least-once delivery, and this is where that promise is
    /// absorbed. The same event with other contents is kept aside and never applied.
    package func accept(_ event: WebhookEvent, for account: ProviderAccount) async throws -> Acceptance {
        try reserve.require()
        let now = clock.now()
        let letter = Self.deadLetter(event, account)
        let arriving = Arriving(event: event, account: account, receivedAt: now)
        let insertion: InboxTable.Insertion
        if let gathering, letter == nil {
            insertion = try await gathering.hand(arriving, isShared: Engine.isStorageUnavailable, serve: insert)
        } else {
            insertion = try await insert(arriving, letter)
        }
        await failpoints.reached(.inboxAfterFlush)
        switch insertion {
        case .stored:
            if let letter { return .dead(letter) }
            doorbell.ringEverywhere()
            return .stored
        case .duplicate:
            return .duplicate
        case .conflict:
            return .conflict
        }
    }

    private func insert(_ arriving: Arriving, _ letter: DeadLetter?) async throws -> InboxTable.Insertion {
        let (event, account, now) = (arriving.event, arriving.account, arriving.receivedAt)
        return try await store.write(.ingest, bytes: event.body.count) { connection in
            let known = try RemoteObjectTable(connection).order(of: event.objectID, in: account)
            return try InboxTable(connection).insert(
                event, id: DerivedIdentifiers.inboxID(account, dedupKey: event.dedupKey, receivedAt: now),
                lane: Lane.name(of: event, order: known, in: account), account: account, receivedAt: now,
                deadReason: letter?.description)
        }
    }

    /// Stores what came at the same time.
    private func insert(_ arriving: [Arriving]) async throws -> [InboxTable.Insertion] {
        try await store.write(.ingest, bytes: arriving.reduce(0) { $0 + $1.event.body.count }) { connection in
            let accounts = Dictionary(grouping: arriving.indices) { arriving[$0].account }
            var insertions: [Int: InboxTable.Insertion] = [:]
            for (account, indices) in accounts.sorted(by: { Lane.name(of: $0.key) < Lane.name(of: $1.key) }) {
                let known = try RemoteObjectTable(connection)
                    .orders(of: Set(indices.map { arriving[$0].event.objectID }), in: account)
                let arrivals = indices.map { index in
                    let (event, now) = (arriving[index].event, arriving[index].receivedAt)
                    return InboxTable.Arrival(
                        event: event,
                        id: DerivedIdentifiers.inboxID(account, dedupKey: event.dedupKey, receivedAt: now),
                        lane: Lane.name(of: event, order: known[event.objectID], in: account), receivedAt: now)
                }
                let outcomes = try InboxTable(connection).insert(arrivals, account: account)
                for (index, outcome) in zip(indices, outcomes) { insertions[index] = outcome }
            }
            return arriving.indices.compactMap { insertions[$0] }
        }
    }

    /// Why a genuine event can never be applied; nil when it can.
    private static func deadLetter(_ event: WebhookEvent, _ account: ProviderAccount) -> DeadLetter? {
        if let problem = event.problem { return DeadLetter(.unparsed, problem) }
        guard event.isLive == (account.mode == .live) else {
            return DeadLetter(
                .wrongMode, "the event is \(event.isLive ? "live" : "not live"), this endpoint is \(account.mode)")
        }
        return nil
    }
}
