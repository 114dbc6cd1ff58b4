import TillEngine
import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A stored webhook on the wire.
struct WebhookAnswer: Encodable {
    let id: String
    let event: String
    let type: String
    let object: String
    let lane: String
    let status: String
    let attempts: Int
    let failures: Int
    let reason: String?
    /// The reason's code, when it is dead.
    let code: String?
    let order: Order.ID?
    let waitsFor: String?
    let occurredAt: Date
    let receivedAt: Date
    let nextAt: Date?

    init(_ webhook: InboxTable.Stored) {
        id = webhook.id
        event = webhook.dedupKey
        type = webhook.type
        object = webhook.objectID
        lane = webhook.lane
        status = webhook.status.rawValue
        attempts = webhook.attempts
        failures = webhook.failures
        reason = webhook.reason
        code = webhook.status == .dead ? webhook.reason.flatMap(DeadLetter.init(stored:))?.reason.rawValue : nil
        order = webhook.order
        waitsFor = webhook.waitsFor
        occurredAt = webhook.occurredAt
        receivedAt = webhook.receivedAt
        nextAt = webhook.nextAt
    }
}

/// An event on the wire.
struct EventAnswer: Encodable {
    let id: Event.ID
    let type: EventKind
    /// Nil for an event of a provider's own that is about none.
    let order: Order.ID?
    let sequence: Int
    let occurredAt: Date
    let recordedAt: Date
    /// What changed with it, where that was asked for.
    let changes: [RecordChange]?

    init(_ event: Event, changes: [RecordChange]? = nil) {
        id = event.id
        type = event.kind
        order = event.order
        sequence = event.sequence
        occurredAt = event.occurredAt
        recordedAt = event.recordedAt
        self.changes = changes
    }
}

/// A hook's run on the wire.
struct HookRunAnswer: Encodable {
    let id: String
    let hook: String
    let event: Event.ID
    let order: Order.ID?
    let status: String
    let attempts: Int
    let error: String?
    /// The reason's code, when it is dead.
    let code: String?
    let nextAt: Date?
    let finishedAt: Date?
    /// Each try, where that was asked for.
    let tries: [Try]?

    /// One try on the wire.
    struct Try: Encodable {
        let number: Int
        let outcome: String
        let error: String?
        let startedAt: Date
        let finishedAt: Date
    }

    init(_ run: HookRunTable.Stored, attempts tries: [HookAttemptTable.Stored]? = nil) {
        id = "\(run.event)/\(run.hook)"
        hook = run.hook
        event = run.event
        order = run.order
        status = run.status.rawValue
        attempts = run.attempts
        error = run.error
        code =
            run.status == .dead
            ? DeadLetter(hookError: run.error ?? "", attempts: run.attempts).reason.rawValue : nil
        nextAt = run.nextAt
        finishedAt = run.finishedAt
        self.tries = tries?.map {
            Try(
                number: $0.attempt, outcome: $0.outcome.rawValue, error: $0.error, startedAt: $0.startedAt,
                finishedAt: $0.finishedAt)
        }
    }
}

/// A lane on the wire.
struct LaneAnswer: Encodable {
    let lane: String
    let isClaimed: Bool
    let lastSignAt: Date?
    let nextAt: Date
    let unfinished: Int
    let oldestAt: Date?
    /// The same in words.
    let state: String

    init(_ lane: LaneOverview.Shown, at now: Date) {
        self.lane = lane.name
        isClaimed = lane.token != nil
        let sign = lane.token.map { _ in LaneLease.lastSign(of: lane) }
        lastSignAt = sign
        nextAt = lane.nextAt
        unfinished = lane.unfinished
        oldestAt = lane.oldestAt
        let left = lane.nextAt.timeIntervalSince(now)
        if let sign {
            let silence = TimeWords.span(max(0, now.timeIntervalSince(sign)))
            state =
                left > 0
                ? "claimed; last sign of life \(silence) ago" : "claimed, and given up for lost; silent for \(silence)"
        } else {
            state = left > 0 ? "free; due in \(TimeWords.span(left))" : "free; due for \(TimeWords.span(left))"
        }
    }
}

/// Why something is dead and what to do, on the wire.
struct DeadReasonAnswer: Encodable {
    let code: String
    let meaning: String
    let remedy: String

    init(_ reason: DeadReason) {
        code = reason.rawValue
        meaning = reason.meaning
        remedy = reason.remedy
    }
}
