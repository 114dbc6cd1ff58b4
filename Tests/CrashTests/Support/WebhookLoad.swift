import Synchronization

/// A provider that tells of its events from several sides at once, over and over, until it is told to end and every
/// event was acknowledged.
final class WebhookLoad: Sendable {
    private struct State {
        var queue: [PlayedStripe.Event] = []
        var acknowledged: Set<String> = []
        var unacknowledged: Set<String> = []
        var answers: [Int: Int] = [:]
        var unanswered = 0
        var isEnding = false
    }

    private static let hands = 8

    private let shop: Shop
    private let state = Mutex(State())

    private init(_ shop: Shop) { self.shop = shop }

    /// Tells for as long as a closure takes, and then until everything is acknowledged.
    static func use(on shop: Shop, _ body: (WebhookLoad) async throws -> Void) async throws -> WebhookLoad {
        let load = WebhookLoad(shop)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<hands { group.addTask { try await load.work() } }
            try await body(load)
            load.state.withLock { $0.isEnding = true }
            try await group.waitForAll()
        }
        return load
    }

    /// Has more to tell.
    func tell(_ events: [PlayedStripe.Event]) {
        state.withLock { state in
            state.queue += events
            state.unacknowledged.formUnion(events.map(\.id))
        }
    }

    /// The events that were answered with 200.
    var acknowledged: Set<String> { state.withLock { $0.acknowledged } }

    /// The statuses that were answered.
    var statuses: Set<Int> { state.withLock { Set($0.answers.keys) } }

    /// How many requests had no answer at all.
    var unanswered: Int { state.withLock { $0.unanswered } }

    /// Waits until so many more requests were answered with a status.
    func until(_ number: Int, answeredWith status: Int) async throws {
        let enough = state.withLock { $0.answers[status] ?? 0 } + number
        while state.withLock({ $0.answers[status] ?? 0 }) < enough { try await Task.sleep(for: .milliseconds(2)) }
    }

    private func next() -> PlayedStripe.Event? {
        state.withLock { state in
            guard !state.queue.isEmpty else { return nil }
            let event = state.queue.removeFirst()
            state.queue.append(event)
            return event
        }
    }

    private var isDone: Bool { state.withLock { $0.isEnding && $0.unacknowledged.isEmpty } }

    private func work() async throws {
        while !isDone {
            guard let event = next() else {
                try await Task.sleep(for: .milliseconds(2))
                continue
            }
            let status = await shop.tell(event)
            state.withLock { state in
                guard let status else {
                    state.unanswered += 1
                    return
                }
                state.answers[status, default: 0] += 1
                guard status == 200 else { return }
                state.acknowledged.insert(event.id)
                state.unacknowledged.remove(event.id)
            }
            if status != 200 { try await Task.sleep(for: .milliseconds(5)) }
        }
    }
}
