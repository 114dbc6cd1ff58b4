import Synchronization

/// What was asked of each emulated API since the sandbox started or the log was emptied.
final class SandboxRequestLog: Sendable {
    /// An API that is emulated.
    enum Provider: String, Sendable, CaseIterable {
        case stripe
        case paddle
    }

    /// One request that was dealt with.
    struct Entry: Sendable, Equatable {
        let method: String
        /// The path without its query.
        let path: String
        /// Whether it could have changed something.
        let isWrite: Bool
        /// What was answered; nil when nothing was.
        let status: Int?
        /// When, in milliseconds since 1970.
        let at: Int64

        fileprivate var json: JSONValue {
            [
                "method": .string(method), "path": .string(path), "status": .optional(status.map { Int64($0) }),
                "at": .int(at),
            ]
        }
    }

    /// How many of the last requests are kept one by one.
    static let kept = 10_000

    private struct Counts {
        var reads: Int64 = 0
        var writes: Int64 = 0
        var refusedWrites: Int64 = 0
        var entries: [Entry] = []
        /// When writes were admitted in the last second, oldest first.
        var admissions: [Int64] = []
    }

    private let counts = Mutex<[Provider: Counts]>([:])

    /// Adds a request.
    func record(_ entry: Entry, of provider: Provider) {
        counts.withLock { counts in
            var own = counts.removeValue(forKey: provider) ?? Counts()
            if entry.isWrite {
                own.writes += 1
                if let status = entry.status, (400..<500).contains(status) { own.refusedWrites += 1 }
            } else {
                own.reads += 1
            }
            own.entries.append(entry)
            // Not one at a time, since each removal moves all that stay.
            if own.entries.count >= 2 * Self.kept { own.entries.removeFirst(own.entries.count - Self.kept) }
            counts[provider] = own
        }
    }

    /// Whether a write keeps within so many in any one second; 0 is no limit.
    ///
    /// A write that does not is not counted against those that come after it.
    func admitsWrite(at milliseconds: Int64, of provider: Provider, perSecond limit: Int64) -> Bool {
        guard limit > 0 else { return true }
        return counts.withLock { counts in
            var own = counts.removeValue(forKey: provider) ?? Counts()
            defer { counts[provider] = own }
            own.admissions.removeAll { $0 <= milliseconds - 1000 }
            guard own.admissions.count < Int(limit) else { return false }
            own.admissions.append(milliseconds)
            return true
        }
    }

    /// Begins anew.
    func reset() { counts.withLock { $0 = [:] } }

    /// What the control route shows.
    var json: JSONValue {
        let counts = counts.withLock { $0 }
        var json: JSONValue = [:]
        for provider in Provider.allCases {
            let own = counts[provider] ?? Counts()
            json[provider.rawValue] = [
                "reads": .int(own.reads), "writes": .int(own.writes), "refused_writes": .int(own.refusedWrites),
                "log": .array(own.entries.suffix(Self.kept).map(\.json)),
            ]
        }
        return json
    }
}
