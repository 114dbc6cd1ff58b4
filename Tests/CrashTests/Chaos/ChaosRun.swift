import Synchronization
import Testing
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A shop under load whose server is killed again and again, at drawn moments.
struct ChaosRun {
    let shop: Shop
    let pool: ChaosPool
    let kills: Int

    private static let hands = 8

    init(_ shop: Shop, seed: UInt64, kills: Int) {
        self.shop = shop
        self.kills = kills
        pool = ChaosPool(seed: seed, stories: max(20, kills))
    }

    /// Kills that many servers under load, lets a last one finish, and counts what went wrong.
    func perform() async throws -> ChaosCount {
        let first = try await shop.serve()
        let cursor = EventCursor(shop.stripe)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<Self.hands { group.addTask { try await work(cursor) } }
            try await first.kill()
            for _ in 1..<max(1, kills) { try await oneLife() }
            try await shop.untilUnserved()
            try await shop.leasesRunOut()
            _ = try await shop.serve()
            try await group.waitForAll()
        }
        try await untilSettled()
        return try await ChaosCount(of: self)
    }

    // MARK: - The server's lives

    private func oneLife() async throws {
        try await shop.untilUnserved()
        try await shop.leasesRunOut()
        let server = try shop.start()
        // Some are killed while they start, most at work.
        if pool.draw(1...8) > 1 {
            try await server.until { $0.error.contains("\"message\":\"Serving\"") }
            let enough = pool.acknowledgements + pool.draw(0...12)
            while pool.acknowledgements < enough, !pool.isDone { try await Task.sleep(for: .milliseconds(1)) }
            try await Task.sleep(for: .microseconds(pool.draw(0...10_000)))
        } else {
            try await Task.sleep(for: .microseconds(pool.draw(0...120_000)))
        }
        try await server.kill()
    }

    /// Lets what waits for its next try be due, until everything is finished.
    private func untilSettled() async throws {
        while true {
            let messages = try await shop.count("inbox", where: "status NOT IN ('applied', 'ignored', 'dead')")
            let runs = try await shop.count("hook_run", where: "status NOT IN ('succeeded', 'dead')")
            guard messages + runs > 0 else { return }
            try await shop.change("UPDATE hook_run SET next_at = 0 WHERE status = 'retrying'")
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    // MARK: - Buyers and the provider

    /// Hands out each of the sandbox's events once.
    private actor EventCursor {
        private typealias Reading = (news: [PlayedStripe.Event], last: PlayedStripe.Event?)

        private let stripe: PlayedStripe
        private var newest: Task<Reading, any Error>?

        init(_ stripe: PlayedStripe) { self.stripe = stripe }

        /// What happened since whoever asked before.
        func news() async throws -> [PlayedStripe.Event] {
            let reading = Task { [stripe, newest] () async throws -> Reading in
                let last = try await newest?.value.last
                let news = try await stripe.events(after: last)
                return (news, news.last ?? last)
            }
            newest = reading
            return try await reading.value.news
        }
    }

    private func work(_ cursor: EventCursor) async throws {
        while !pool.isDone {
            guard let job = pool.take() else {
                try await Task.sleep(for: .milliseconds(2))
                continue
            }
            switch job {
            case .tell(let event):
                if await shop.tell(event) == 200 {
                    pool.acknowledge(event)
                    continue
                }
            case .checkOut(let story):
                let answer = await shop.askForCheckout(key: story.key)
                if answer?.status == 201 {
                    let placed = try Shop.placed(answer)
                    try await story.play(placed.session, at: shop.stripe)
                    pool.place(story, as: placed.order, telling: try await cursor.news())
                    continue
                }
            }
            pool.putBack(job)
            try await Task.sleep(for: .milliseconds(3))
        }
    }
}
