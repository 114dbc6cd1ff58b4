import TillModel
import TillStore

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

    /// - `reserve`: Nothing is taken while it is touched.
    init(
        store: any Store, clock: any WallClock, doorbell: Doorbell, reserve: StorageReserve,
        failpoints: Failpoints = .none
    ) {
        self.store = store
        self.clock = clock
        self.doorbell = doorbell
        self.reserve = reserve
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
        let insertion = try await store.write(.ingest, bytes: event.body.count) { connection in
            let known = try RemoteObjectTable(connection).order(of: event.objectID, in: account)
            return try InboxTable(connection).insert(
                event, id: DerivedIdentifiers.inboxID(account, dedupKey: event.dedupKey, receivedAt: now),
                lane: Lane.name(of: event, order: known, in: account), account: account, receivedAt: now,
                deadReason: letter?.description)
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
