import TillEngine
import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One message of a provider's with everything that is known of it.
enum MessageView {
    /// What lies beside a message.
    struct Surroundings: Sendable {
        let conflicts: [InboxConflictTable.Stored]
        let fetchedAt: Date?
        let finishedAt: Date?
        let lane: LaneOverview.Shown?
    }

    static func show(
        _ message: InboxTable.Stored, as command: String, from store: any Store, body: Bool = false, json: Bool
    ) async throws {
        let around = try await store.read { connection in
            let table = InboxConflictTable(connection)
            let (fetchedAt, finishedAt) = try table.instants(of: message.id, tenant: message.account.tenant)
            return Surroundings(
                conflicts: try table.list(message: message.id, tenant: message.account.tenant), fetchedAt: fetchedAt,
                finishedAt: finishedAt,
                lane: try LaneOverview(connection, tenant: message.account.tenant, mode: message.account.mode)
                    .find(message.lane))
        }
        let now = Bootstrap.clock.now()
        if json {
            try Output.json(command, Self.json(message, around, body: body, at: now))
        } else {
            Output.standardOutput(text(message, around, body: body, at: now, .standardOutput))
        }
    }

    // MARK: - Words

    private static func text(
        _ message: InboxTable.Stored, _ around: Surroundings, body: Bool, at now: Date, _ ink: Ink
    ) -> String {
        let account = message.account
        let letter = message.status == .dead ? message.reason.flatMap(DeadLetter.init(stored:)) : nil
        var sheet = FactSheet(ink)
        sheet.add("from", "\(account.provider), account \(account.account), mode \(account.mode)")
        sheet.add("about", message.objectID.isEmpty ? "no object" : message.objectID)
        sheet.add("order", message.order?.rawValue ?? "none that is known")
        let late = message.receivedAt.timeIntervalSince(message.occurredAt)
        sheet.add(
            "received",
            "\(TimeWords.instant(message.receivedAt)) UTC"
                + (late < 2 ? "" : ", \(TimeWords.span(late)) after it happened"))
        let tries = message.attempts == 1 ? "once" : "\(message.attempts) times"
        let failures = message.failures == 0 ? "" : ", failed \(message.failures) time(s)"
        sheet.add("looked at", message.attempts == 0 ? "not yet" : tries + failures)
        sheet.add("finished", around.finishedAt.map { "\(TimeWords.instant($0)) UTC" })
        if message.nextAt != nil {
            sheet.add("next", message.nextAt.map { "\(TimeWords.instant($0)) UTC" })
            sheet.add("waits for", message.waitsFor)
        }
        sheet.add("lane", message.lane + (around.lane.map { ": \(LaneAnswer($0, at: now).state)" } ?? ""))
        sheet.add("reason", message.reason, letter == nil ? nil : .red)
        sheet.add("means", letter?.reason.meaning)
        sheet.add("do", letter?.reason.remedy)
        if let letter, letter.reason.isRetryUseful {
            sheet.add("then", "catalog inbox retry \(message.dedupKey)", .bold)
        }
        if let fetched = message.fetched {
            sheet.add(
                "fetched",
                "\(fetched.count) bytes from the provider"
                    + (around.fetchedAt.map { " at \(TimeWords.instant($0)) UTC" } ?? ""))
        }
        for conflict in around.conflicts {
            sheet.add(
                "kept aside",
                "the same id with other contents, \(conflict.body.count) bytes, "
                    + "\(TimeWords.instant(conflict.receivedAt)) UTC; never applied", .red)
        }
        if body {
            sheet.add(body: "Body, as it arrived\n" + Printable.json(message.body))
            if let fetched = message.fetched {
                sheet.add(body: "The object, as the provider had it when it was asked\n" + Printable.json(fetched))
            }
            for conflict in around.conflicts {
                sheet.add(body: "Kept aside\n" + Printable.json(conflict.body))
            }
        } else {
            sheet.add(
                "body", "\(message.body.count) bytes; --body prints them. They may name the buyer and how they paid.")
        }
        let colour: Ink.Colour = message.status == .dead ? .red : .bold
        return ink("\(Printable.text("\(message.dedupKey)  \(message.type)"))  \(message.status.rawValue)", colour)
            + "\n" + sheet.text
    }

    // MARK: - JSON

    private static func json(
        _ message: InboxTable.Stored, _ around: Surroundings, body: Bool, at now: Date
    ) -> [String: any Encodable] {
        let letter = message.status == .dead ? message.reason.flatMap(DeadLetter.init(stored:)) : nil
        var fields: [String: any Encodable] = [
            "webhook": WebhookAnswer(message),
            "account": message.account.account,
            "provider": message.account.provider.rawValue,
            "finished_at": around.finishedAt,
            "fetched_at": around.fetchedAt,
            "conflicts": around.conflicts.map { Conflict(digest: $0.digest, receivedAt: $0.receivedAt) },
            "lane": around.lane.map { LaneAnswer($0, at: now) },
            "dead": letter.map { DeadReasonAnswer($0.reason) },
        ]
        if body {
            fields["body"] = String(decoding: message.body, as: UTF8.self)
            fields["fetched"] = message.fetched.map { String(decoding: $0, as: UTF8.self) }
        }
        return fields
    }

    private struct Conflict: Encodable {
        let digest: String
        let receivedAt: Date
    }
}
