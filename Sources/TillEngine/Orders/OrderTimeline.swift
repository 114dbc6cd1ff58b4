import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One thing that happened to an order.
package struct TimelineEntry: Sendable, Encodable {
    /// What it is about, in the order of things that happen at the same instant.
    package enum Kind: String, Sendable, Encodable, CaseIterable {
        case order, provider, page, webhook, change, event, hook
    }

    /// How it is to be taken.
    package enum Tone: String, Sendable, Encodable {
        case plain, good, bad, quiet
    }

    package let at: Date
    package let kind: Kind
    package let tone: Tone
    /// What happened, in a line.
    package let what: String
    /// What else is worth knowing, each a line or a sentence.
    package let details: [String]
}

/// Everything that happened to an order, by our own clock, since a provider's counts whole seconds.
package struct OrderTimeline: Sendable {
    package let entries: [TimelineEntry]

    package init(_ story: OrderStory) {
        let entries =
            Self.beginning(story) + story.webhooks.map(Self.webhook) + Self.events(story) + Self.hooks(story)
        func rank(_ entry: TimelineEntry) -> Int { TimelineEntry.Kind.allCases.firstIndex(of: entry.kind) ?? 0 }
        // A sort keeps no order among equals, so the place stands beside the time.
        self.entries = entries.enumerated().sorted {
            ($0.element.at, rank($0.element), $0.offset) < ($1.element.at, rank($1.element), $1.offset)
        }.map(\.element)
    }

    // MARK: - The order and its page

    private static func beginning(_ story: OrderStory) -> [TimelineEntry] {
        let order = story.order
        let items = order.items.map { "\($0.quantity) × \($0.reference)" }.joined(separator: ", ")
        let made = order.kind == .renewal ? "made for a later period" : "made"
        var entries = [
            TimelineEntry(
                at: order.createdAt, kind: .order, tone: .plain, what: "\(made): \(items), \(order.subtotal)",
                details: order.catalogHash.isEmpty ? [] : ["from catalog \(order.catalogHash.prefix(12))"])
        ]
        if let session = story.sessionID {
            let end = story.page?.expiresAt.map { ", can be paid on until \(TimeWords.instant($0))" } ?? ""
            entries.append(
                TimelineEntry(
                    at: story.page?.openedAt ?? order.createdAt, kind: .page, tone: .plain,
                    what: "opened at \(order.account.provider)\(end)", details: [session]))
        }
        // The one of the payment page is told by the page.
        for operation in story.operations where operation.kind != .checkout || story.sessionID == nil {
            let isBad = [.unknown, .failed, .dead].contains(operation.status)
            entries.append(
                TimelineEntry(
                    at: operation.createdAt, kind: .provider, tone: isBad ? .bad : .plain,
                    what: "asked for a \(operation.kind.rawValue): \(operation.status.rawValue)",
                    details: [operation.key.rawValue] + [operation.error].compactMap { $0 }))
        }
        return entries
    }

    // MARK: - Messages

    private static func webhook(_ webhook: InboxTable.Stored) -> TimelineEntry {
        let late = webhook.receivedAt.timeIntervalSince(webhook.occurredAt)
        // The provider's time has whole seconds.
        let lateness = late < 2 ? "" : ", \(TimeWords.span(late)) after it happened"
        var details = ["\(webhook.dedupKey)\(lateness)"]
        if let reason = webhook.reason { details.append(reason) }
        if webhook.failures > 0 { details.append("failed \(webhook.failures) time(s)") }
        if webhook.fetched != nil { details.append("read again from the provider") }
        if let nextAt = webhook.nextAt, [.waiting, .retry].contains(webhook.status) {
            details.append("looked at again at \(TimeWords.instant(nextAt))")
        }
        let tone: TimelineEntry.Tone =
            switch webhook.status {
            case .applied: .good
            case .ignored: .quiet
            case .dead: .bad
            case .received, .leased, .waiting, .retry: .plain
            }
        return TimelineEntry(
            at: webhook.receivedAt, kind: .webhook, tone: tone, what: "\(webhook.type) \(webhook.status.rawValue)",
            details: details)
    }

    // MARK: - Changes and events

    private static func events(_ story: OrderStory) -> [TimelineEntry] {
        var told: Set<String> = []
        return story.events.flatMap { event -> [TimelineEntry] in
            var entries: [TimelineEntry] = []
            // Events of one transaction share what changed with them; it is told once.
            if let text = story.causes[event.id]?.changes, told.insert("\(event.recordedAt)\(text)").inserted {
                entries = changes(story.changes(of: event), at: event.recordedAt)
            }
            entries.append(
                TimelineEntry(
                    at: event.recordedAt, kind: .event, tone: .plain, what: event.kind.rawValue,
                    details: [event.id.rawValue]))
            return entries
        }
    }

    private static func changes(_ changes: [RecordChange], at instant: Date) -> [TimelineEntry] {
        var entities: [String] = []
        var lines: [String: [String]] = [:]
        var isBad: Set<String> = []
        // When it was paid is the line's own time.
        for change in changes where change.field != .paidAt {
            let entity = change.entity == "order" ? "order" : "\(change.entity) \(change.id)"
            if lines[entity] == nil { entities.append(entity) }
            lines[entity, default: []].append(change.words)
            if change.isTrouble { isBad.insert(entity) }
        }
        return entities.map { entity in
            TimelineEntry(
                at: instant, kind: .change, tone: isBad.contains(entity) ? .bad : .good,
                what: "\(entity) \(lines[entity, default: []].joined(separator: ", "))", details: [])
        }
    }

    // MARK: - Hooks

    private static func hooks(_ story: OrderStory) -> [TimelineEntry] {
        story.hookRuns.flatMap { run -> [TimelineEntry] in
            let attempts = story.hookAttempts.filter { $0.event == run.event && $0.hook == run.hook }
            var entries = attempts.map { attempt(of: run, $0) }
            guard attempts.isEmpty || [.pending, .retrying, .dead].contains(run.status) else { return entries }
            var details: [String] = []
            if let error = run.error, attempts.isEmpty { details.append(error) }
            if let nextAt = run.nextAt, run.status == .retrying {
                details.append("tried again at \(TimeWords.instant(nextAt))")
            }
            let tries = run.attempts == 1 ? "1 try" : "\(run.attempts) tries"
            let what =
                run.status == .pending
                ? "\(run.hook) waits for its turn" : "\(run.hook) \(run.status.rawValue) after \(tries)"
            let at = run.finishedAt ?? attempts.last?.finishedAt ?? run.createdAt
            entries.append(
                TimelineEntry(
                    at: at, kind: .hook,
                    tone: run.status == .dead ? .bad : run.status == .succeeded ? .good : .plain, what: what,
                    details: details + ["\(run.event)/\(run.hook)"]))
            return entries
        }
    }

    private static func attempt(
        of run: HookRunTable.Stored, _ attempt: HookAttemptTable.Stored
    ) -> TimelineEntry {
        let took = TimeWords.span(attempt.finishedAt.timeIntervalSince(attempt.startedAt))
        return TimelineEntry(
            at: attempt.startedAt, kind: .hook, tone: attempt.outcome == .succeeded ? .good : .bad,
            what: "\(attempt.hook) \(attempt.outcome.rawValue) after \(took), try \(attempt.attempt)",
            details: attempt.error.map { [$0] } ?? [])
    }
}

extension RecordChange {
    /// As the timeline tells it, without the name of what changed: `pending → paid`, `total 99.00 USD`.
    fileprivate var words: String {
        let name = field == .status ? "" : field.rawValue.replacing("_", with: " ") + " "
        switch (from, to) {
        case (nil, let to?): return field == .status ? "(none) → \(to)" : name + to
        case (let from?, let to?): return "\(name)\(from) → \(to)"
        case (let from?, nil): return "\(name)\(from) → (none)"
        case (nil, nil): return name
        }
    }

    /// Whether a person should look.
    fileprivate var isTrouble: Bool {
        switch field {
        case .failure, .duplicate: true
        case .status: ["failed", "quarantined", "pastDue", "expired"].contains(to ?? "")
        default: false
        }
    }
}
