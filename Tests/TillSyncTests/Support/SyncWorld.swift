import Synchronization
import TillModel
import TillSync
import TillTesting

/// A catalog that somebody edits, at a provider that has trouble, with a machine that ends at any moment.
struct SyncWorld {
    private var random: SeededRandom
    private var catalog: RandomCatalog
    private let shop: SyncShop

    private init(_ seed: UInt64, _ shop: SyncShop) {
        random = SeededRandom(seed: seed)
        catalog = RandomCatalog(&random, mayHavePortal: shop.provider == .stripe)
        self.shop = shop
    }

    /// Plays a world; what is wrong at its end, or nil.
    static func fault(_ seed: UInt64, _ provider: SandboxProvider) async throws -> String? {
        let fault = Mutex<String?>(nil)
        try await SyncShop.run(provider, seed: seed) { shop in
            var world = SyncWorld(seed, shop)
            let found = try await world.play()
            fault.withLock { $0 = found }
        }
        return fault.withLock { $0 }
    }

    private mutating func play() async throws -> String? {
        let foreign = try await shop.plantForeign()
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            catalog.edit(&random)
            if Int.random(in: 0..<4, using: &random) == 0 { try await editByHand() }
            try await disturbedSync()
            // What was kept on this machine is gone, as on a new one.
            if Int.random(in: 0..<5, using: &random) == 0 { shop.locked = SyncShop.Locked() }
            shop.clock.advance(by: .seconds(1))
        }
        try await shop.control("faults", Self.noFaults)
        try await sync()
        try await sync()
        return try await wrong(foreign)
    }

    /// The file counts wherever both sides were changed.
    private var choices: SyncChoices {
        get throws {
            var choices = try shop.pruning(catalog.text)
            let keys = try shop.objects(catalog.text).map(\.key)
            choices.sides = Dictionary(keys.map { ($0, .ours) }) { first, _ in first }
            return choices
        }
    }

    private func sync(killedAt: Int? = nil) async throws {
        try await shop.sync(catalog.text, choices, killedAt: killedAt)
    }

    private static let faults = [
        "api_error_next", "api_error_after_success_next", "api_hang_next", "api_no_effect_next", "api_rate_limit_next",
        "list_lag_milliseconds",
    ]

    private static let noFaults = "{" + faults.map { "\"\($0)\":0" }.joined(separator: ",") + "}"

    private mutating func disturbedSync() async throws {
        var settings: [String] = []
        for fault in Self.faults where Int.random(in: 0..<3, using: &random) == 0 {
            let most = fault == "list_lag_milliseconds" ? 5_000 : 3
            settings.append("\"\(fault)\":\(Int.random(in: 0...most, using: &random))")
        }
        try await shop.control("faults", "{\(settings.joined(separator: ","))}")
        let killedAt = Bool.random(using: &random) ? Int.random(in: 1...30, using: &random) : nil
        do {
            try await sync(killedAt: killedAt)
        } catch is SyncShop.Killed {
            // What it left behind is what the next one finds.
        } catch is ProviderError {
            // It could not even be read.
        }
    }

    /// Somebody renames one of our products, or takes it off sale, on the provider's own pages.
    private mutating func editByHand() async throws {
        try await shop.control("faults", Self.noFaults)
        let products = try await shop.active().values.joined().filter { $0.kind == .product }
        guard let object = products.sorted(by: { $0.id < $1.id }).randomElement(using: &random) else { return }
        try await shop.byHand(
            Bool.random(using: &random)
                ? shop.provider.renaming(object, to: "Mine") : shop.provider.archiving(object))
    }

    // MARK: - The end

    private func wrong(_ foreign: [RemoteCatalogObject]) async throws -> String? {
        let plan = try await shop.plan(catalog.text, shop.pruning(catalog.text))
        guard plan.isEmpty else {
            return "something is left to do: \(plan.changes.filter { $0.action != .noop })"
        }
        let active = try await shop.active()
        let wanted = try shop.objects(catalog.text)
        for object in wanted {
            guard let id = shop.locked.applied[object.key]?.id else { return "the lock has no \(object.key)" }
            // What carries no marker of ours is known by the lock and the plan alone.
            guard shop.publisher.manifest.abilities[object.key.kind]?.hasMarker == true else { continue }
            guard active[object.key]?.map(\.id) == [id] else {
                return "\(object.key) has \(active[object.key] ?? []), and \(id) in the lock"
            }
        }
        if let key = Set(active.keys).subtracting(wanted.map(\.key)).first { return "\(key) is left" }
        for object in foreign {
            guard try await shop.reader.fetchObject(object.kind, object.id) == object else {
                return "\(object.id) was changed, and is not ours"
            }
        }
        let written = try await shop.asked().written
        if let path = written.first(where: { path in foreign.contains { path.contains($0.id) } }) {
            return "\(path) was written to, and is not ours"
        }
        return nil
    }
}
