import Synchronization
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How many checkouts, and quotes with codes, one address may ask for: a bucket that fills steadily and holds a minute's worth.
final class RateLimit: Sendable {
    private struct Bucket {
        var tokens: Double
        var filledAt: Date
    }

    private let perMinute: Int
    private let clock: any WallClock
    private let buckets = Mutex<[String: Bucket]>([:])

    /// More addresses than this are forgotten, the fullest buckets first, so that memory stays bounded.
    private static let mostAddresses = 10_000

    init(perMinute: Int, clock: any WallClock) {
        self.perMinute = perMinute
        self.clock = clock
    }

    /// Takes one from an address's bucket.
    ///
    /// - Throws: A refusal that says how long to wait, when it is empty.
    func take(_ address: String) throws(Refusal) {
        let now = clock.now()
        let wait = buckets.withLock { buckets -> Double? in
            if buckets[address] == nil, buckets.count >= Self.mostAddresses { forgetSome(&buckets, at: now) }
            var bucket = buckets[address] ?? Bucket(tokens: Double(perMinute), filledAt: now)
            bucket.tokens = level(bucket, at: now)
            bucket.filledAt = now
            defer { buckets[address] = bucket }
            guard bucket.tokens < 1 else {
                bucket.tokens -= 1
                return nil
            }
            return (1 - bucket.tokens) * 60 / Double(perMinute)
        }
        guard let wait else { return }
        throw Refusal(
            .rateLimited, "Too many requests from this address; wait a little.",
            retryAfter: max(1, Int(wait.rounded(.up))))
    }

    private func level(_ bucket: Bucket, at now: Date) -> Double {
        let seconds = max(0, now.timeIntervalSince(bucket.filledAt))
        return min(Double(perMinute), bucket.tokens + seconds * Double(perMinute) / 60)
    }

    /// An address whose bucket is full again is no different from one that was never seen.
    private func forgetSome(_ buckets: inout [String: Bucket], at now: Date) {
        buckets = buckets.filter { level($0.value, at: now) < Double(perMinute) }
        if buckets.count >= Self.mostAddresses { buckets.removeAll(keepingCapacity: true) }
    }
}
