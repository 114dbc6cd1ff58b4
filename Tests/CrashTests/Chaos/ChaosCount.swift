import TillStore

/// What went wrong in a run, counted from the database and the logs; each finding in words.
struct ChaosCount: Sendable {
    private(set) var lost: [String] = []
    private(set) var duplicated: [String] = []
    private(set) var reordered: [String] = []

    /// The last line of a run.
    func line(kills: Int) -> String {
        "kills \(kills) lost \(lost.count) duplicated \(duplicated.count) reordered \(reordered.count)"
    }

    init(of run: ChaosRun) async throws {
        let shop = run.shop
        let placed = run.pool.placed
        countMessages(try await shop.rows("SELECT dedup_key, status FROM inbox"), acknowledged: run.pool.acknowledged)
        try countOrders(try await shop.rows("SELECT id, status FROM orders"), placed)
        try countPayments(try await shop.rows("SELECT order_id, status FROM payment"), placed)
        let events = try await shop.rows("SELECT order_id, id, kind, sequence FROM event ORDER BY order_id, sequence")
        let byOrder = try Dictionary(grouping: events) { try $0.text("order_id") }
        for (order, story) in placed { try countEvents(byOrder[order] ?? [], of: order, story) }
        let runs = try await shop.rows("SELECT order_id, event_id, hook, status, attempts FROM hook_run")
        try countRuns(runs, placed, HookLog(shop.logs), sequences: try sequences(events))
    }

    private func sequences(_ events: [SQLRow]) throws -> [String: Int] {
        Dictionary(try events.map { (try $0.text("id"), try $0.int("sequence")) }) { $1 }
    }

    /// Every message that was answered with 200 is there, and came to its end.
    private mutating func countMessages(_ rows: [SQLRow], acknowledged: Set<String>) {
        var status: [String: String] = [:]
        for row in rows {
            guard let key = try? row.text("dedup_key"), let word = try? row.text("status") else { continue }
            if status.updateValue(word, forKey: key) != nil { duplicated.append("message \(key) is there twice") }
        }
        for event in acknowledged.sorted() where !["applied", "ignored", "dead"].contains(status[event]) {
            lost.append("message \(event) was acknowledged and is \(status[event] ?? "nowhere")")
        }
    }

    /// Every buyer has one order, as what was told makes it.
    private mutating func countOrders(_ rows: [SQLRow], _ placed: [String: BuyersStory]) throws {
        let status = Dictionary(try rows.map { (try $0.text("id"), try $0.text("status")) }) { $1 }
        for (order, story) in placed where status[order] != story.status {
            lost.append("order \(order) is \(status[order] ?? "nowhere") instead of \(story.status)")
        }
        for order in status.keys.sorted() where placed[order] == nil {
            duplicated.append("order \(order) is nobody's")
        }
    }

    private mutating func countPayments(_ rows: [SQLRow], _ placed: [String: BuyersStory]) throws {
        let counts = try rows.reduce(into: [String: Int]()) { $0[try $1.text("order_id"), default: 0] += 1 }
        for (order, story) in placed {
            compare(
                counts[order] ?? 0, with: story.plot == .goesAway ? 0 : 1, "order \(order) has %d payments")
        }
    }

    private mutating func countEvents(_ rows: [SQLRow], of order: String, _ story: BuyersStory) throws {
        let kinds = try rows.map { try $0.text("kind") }
        for kind in Set(kinds).union(story.events.keys) {
            compare(kinds.count { $0 == kind }, with: story.events[kind] ?? 0, "order \(order) has %d of \(kind)")
        }
        let sequence = try rows.map { try $0.int("sequence") }
        if sequence != Array(1...max(1, sequence.count)), !sequence.isEmpty {
            reordered.append("order \(order) numbers its events \(sequence)")
        }
        // Nothing is given back before it was paid, and nothing is back before it was given.
        let firstRefund = kinds.firstIndex { $0.hasPrefix("refund.") } ?? kinds.endIndex
        let isPaidFirst = !kinds[firstRefund...].contains { ["payment.succeeded", "order.paid"].contains($0) }
        var open = 0
        let areGivenFirst = kinds.allSatisfy { kind in
            open += kind == "refund.created" ? 1 : kind == "refund.completed" ? -1 : 0
            return open >= 0
        }
        if !isPaidFirst || !areGivenFirst { reordered.append("order \(order) has its events as \(kinds)") }
    }

    /// Every hook ran to its end once for each event, and no more often than was written down.
    private mutating func countRuns(
        _ rows: [SQLRow], _ placed: [String: BuyersStory], _ log: HookLog, sequences: [String: Int]
    ) throws {
        var runs: [String: Int] = [:]
        for row in rows {
            let (order, event) = (try row.text("order_id"), try row.text("event_id"))
            runs[order, default: 0] += 1
            if try row.text("status") != "succeeded" {
                lost.append("the hook for \(event) is \(try row.text("status"))")
            }
            if log.successes[event, default: 0] > 1 {
                duplicated.append("the hook for \(event) succeeded \(log.successes[event] ?? 0) times")
            }
            let starts = log.starts.count { $0.order == order }
            if starts > (try row.int("attempts")) {
                duplicated.append("the hook for \(event) began \(starts) times, \(try row.int("attempts")) are written")
            }
        }
        for (order, story) in placed {
            compare(runs[order] ?? 0, with: story.events["order.paid"] ?? 0, "order \(order) has %d hook runs")
        }
        for (order, ends) in log.ends {
            let numbers = ends.compactMap { sequences[$0] }
            if numbers != numbers.sorted() { reordered.append("the hooks of order \(order) ran as \(numbers)") }
        }
    }

    /// Fewer than wanted is lost, more is duplicated.
    private mutating func compare(_ found: Int, with wanted: Int, _ words: String) {
        guard found != wanted else { return }
        let finding = words.replacing("%d", with: "\(found) instead of \(wanted)")
        if found < wanted { lost.append(finding) } else { duplicated.append(finding) }
    }
}
