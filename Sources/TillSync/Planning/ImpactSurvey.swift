import TillModel

/// Counts who pays already for what a plan changes; only the prices that the plan touches are read.
package struct ImpactSurvey: Sendable {
    /// How far it goes.
    package enum Depth: Sendable, Hashable {
        case none
        /// As far as that takes few requests: ``mostPrices`` prices of a provider, the first page of each.
        case cheap
        /// Everybody, however many there are.
        case whole
    }

    /// Why it is not known who pays.
    package enum Gap: Sendable, Hashable {
        /// So many prices are concerned that nobody was counted.
        case tooMany(Int)
        /// The provider has no way to ask.
        case cannotTell(Int)
        /// The provider was asked about these and did not tell; the sentence is the provider's.
        case failed([CatalogObjectKey], String)
    }

    /// How many prices of a provider are read where nobody asked for it.
    package static let mostPrices = 10
    /// How many prices of a provider are read at once.
    private static let concurrency = 4

    /// By what a change is of; a price that nobody can subscribe to is not there.
    package private(set) var impacts: [CatalogObjectKey: PriceImpact] = [:]
    package private(set) var gaps: [Gap] = []

    /// Reads one provider.
    ///
    /// What the provider does not tell is a gap, and never an error.
    ///
    /// - `applied`: What the lock remembers.
    /// - Throws: ``Interrupted``.
    package init(
        _ plan: SyncPlan, applied: [CatalogObjectKey: AppliedObject], _ depth: Depth, _ caller: ProviderCaller
    ) async throws {
        let touched = Self.touched(plan, applied)
        guard depth != .none, !touched.isEmpty else { return }
        guard let mover = caller.publisher as? any SubscriberMoving else {
            for (key, _) in touched { impacts[key] = .unknown }
            gaps = [.cannotTell(touched.count)]
            return
        }
        let count = touched.reduce(0) { $0 + $1.ids.count }
        guard depth == .whole || count <= Self.mostPrices else {
            gaps = [.tooMany(count)]
            return
        }
        try await read(touched, pages: depth == .whole ? .max : 1, mover, caller)
    }

    /// A change, and the ids of the prices whose subscribers it reaches, or leaves with what they have.
    private typealias Touched = (key: CatalogObjectKey, ids: [String])

    private mutating func read(
        _ touched: [Touched], pages: Int, _ mover: any SubscriberMoving, _ caller: ProviderCaller
    ) async throws {
        let answers = try await withThrowingTaskGroup(of: (Int, PriceImpact?, String?).self) { group in
            var waiting = touched.indices[...]
            func begin(_ place: Int) {
                let ids = touched[place].ids
                group.addTask {
                    do {
                        return (place, try await Self.impact(of: ids, pages: pages, mover, caller), nil)
                    } catch let error as ProviderError {
                        return (place, .unknown, error.debugDescription)
                    }
                }
            }
            for _ in 0..<Self.concurrency { if let place = waiting.popFirst() { begin(place) } }
            var answers: [(place: Int, impact: PriceImpact?, trouble: String?)] = []
            for try await answer in group {
                answers.append(answer)
                if let place = waiting.popFirst() { begin(place) }
            }
            return answers.sorted { $0.place < $1.place }
        }
        var troubles: [String: [CatalogObjectKey]] = [:]
        for answer in answers {
            let key = touched[answer.place].key
            impacts[key] = answer.impact
            if let trouble = answer.trouble { troubles[trouble, default: []].append(key) }
        }
        gaps = troubles.sorted { $0.key < $1.key }.map { .failed($1, $0) }
    }

    /// Who subscribes to some prices; nil where nobody can.
    private static func impact(
        of ids: [String], pages: Int, _ mover: any SubscriberMoving, _ caller: ProviderCaller
    ) async throws -> PriceImpact? {
        var parts: [(price: SubscribedPrice, subscribers: [PriceSubscriber])] = []
        var isPartial = false
        for id in ids {
            guard let price = try await SubscriberSurvey.price(id, at: mover, caller), price.interval != nil else {
                continue
            }
            let page = try await SubscriberSurvey.subscribers(to: id, pages: pages, at: mover, caller)
            parts.append((price, page.subscribers))
            isPartial = isPartial || page.next != nil
        }
        return parts.isEmpty ? nil : .counted(PriceImpact.Count(parts, isPartial: isPartial))
    }

    // MARK: - What a plan touches

    private static func touched(_ plan: SyncPlan, _ applied: [CatalogObjectKey: AppliedObject]) -> [Touched] {
        // What is known to be paid once has no subscribers, and is not asked about.
        let once = Set(applied.values.filter { $0.terms.map { $0.interval == nil } ?? false }.map(\.id))
        return plan.changes.compactMap { change in
            let ids = change.pricesInUse.map(\.id).filter { !once.contains($0) }
            return ids.isEmpty ? nil : (change.key, ids)
        }
    }
}

extension PlannedChange {
    /// The prices whose subscribers it reaches, or whose subscribers keep what nobody else can have any more.
    fileprivate var pricesInUse: [RemoteCatalogObject] {
        guard key.kind == .price else { return [] }
        let own = remote.map { [$0] } ?? []
        switch action {
        case .blocked, .noop: return []
        case .replace: return own + surplus
        case .archive: return (desired == nil ? own : []) + surplus
        case .update: return (affects.reachesExisting ? own : []) + surplus
        case .manual: return desired == nil || affects.reachesExisting ? own : []
        case .create, .restore, .adopt, .lockOnly: return surplus
        }
    }
}

extension Affected {
    /// Whether those who pay already notice it.
    fileprivate var reachesExisting: Bool {
        switch self {
        case .nobody, .newBuyers: false
        case .existingAtRenewal, .existingNow, .existingOnDate: true
        }
    }
}
