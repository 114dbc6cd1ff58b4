import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Synchronization
import Testing
import TillCatalogFile
import TillModel
import TillProviders
import TillSandbox
import TillSync
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A file and a provider: the real adapter, and the sandbox at the other end of real HTTP.
final class SyncShop: Sendable {
    static let owner = "shop"

    let provider: SandboxProvider
    let publisher: any CatalogPublishing
    /// The same provider, spoken to with a key that may only read.
    let reader: any CatalogPublishing
    let clock: SyncClock
    /// What is sent for runs.
    let transport: WatchedTransport
    private let sandboxURL: String
    private let client: HTTPClient
    private let lock = Mutex(Locked())

    /// What the lock holds.
    struct Locked: Sendable {
        var applied: [CatalogObjectKey: AppliedObject] = [:]
        var retired: [RetiredObject] = []
    }

    var locked: Locked {
        get { lock.withLock { $0 } }
        set { lock.withLock { $0 = newValue } }
    }

    private init(
        _ provider: SandboxProvider, _ secrets: SandboxSecrets, sandbox: String, api: String, _ client: HTTPClient,
        _ clock: SyncClock
    ) throws {
        self.provider = provider
        self.client = client
        self.clock = clock
        sandboxURL = sandbox
        transport = WatchedTransport(client: client)
        publisher = try provider.publisher(secrets, api, transport, mayWrite: true)
        reader = try provider.publisher(secrets, api, AsyncHTTPTransport(client: client), mayWrite: false)
    }

    /// Runs a sandbox around a test.
    ///
    /// - `seed`: What the sandbox's identifiers are drawn from.
    /// - `between`: A program between the adapter and the sandbox, given the API's address; returns its own.
    static func run(
        _ provider: SandboxProvider, seed: UInt64 = TestSeed.value,
        between: ((String) async throws -> String)? = nil, _ body: (SyncShop) async throws -> Void
    ) async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let identifiers = SeededIdentifiers(seed: seed)
        let secrets = SandboxSecrets.draw(identifiers)
        let clock = SyncClock()
        let ready = AsyncStream<Int>.makeStream()
        let sandbox = try Sandbox(
            configuration: SandboxProvider.configuration(secrets), clock: clock, identifiers: identifiers,
            logger: logger
        ) { ready.continuation.yield($0) }
        let group = ServiceGroup(services: [sandbox], logger: logger)
        try await HTTPClient.withHTTPClient { client in
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask {
                    defer { ready.continuation.finish() }
                    try await group.run()
                }
                var ports = ready.stream.makeAsyncIterator()
                let port = try #require(await ports.next(), "the sandbox did not start")
                let own = "http://127.0.0.1:\(port)"
                let api = provider.address(in: own)
                let result: Result<Void, any Error>
                do {
                    let address = try await between?(api) ?? api
                    try await body(SyncShop(provider, secrets, sandbox: own, api: address, client, clock))
                    result = .success(())
                } catch {
                    result = .failure(error)
                }
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
                try result.get()
            }
        }
    }

    // MARK: - The file

    /// A catalog as a file says it, sold through the provider.
    private func reading(_ yaml: String) throws -> (catalog: Catalog, sections: Set<String>) {
        let text = "version: 1\ndefaults: { currency: USD, provider: \(provider.rawValue) }\n" + yaml
        let reading = CatalogReader().read(Array(text.utf8), file: "products.yaml")
        return (try #require(reading.catalog, "\(reading.diagnostics.map(\.message))\n\(text)"), reading.sections)
    }

    func objects(_ yaml: String) throws -> [CatalogObject] {
        publisher.objects(
            of: try reading(yaml).catalog, addresses: CatalogAddresses(publicURL: nil, midnight: Self.midnight))
    }

    /// Everything that is decided for a file: what left it is archived, as far as the file manages it.
    func pruning(_ yaml: String) throws -> SyncChoices {
        SyncChoices(prunes: true, managed: .managed(sections: try reading(yaml).sections, hasServer: false))
    }

    @Sendable private static func midnight(of day: CalendarDate) -> Int64? {
        (try? Date(day.description + "T00:00:00Z", strategy: .iso8601)).map { Int64($0.timeIntervalSince1970) }
    }

    // MARK: - Plans and runs

    /// What a run came to.
    struct Outcome: Sendable {
        let plan: SyncPlan
        let failures: [SyncFailure]
        let reads: Int
        let writes: Int
        let records: [JournalRecord]

        /// What was done, in its order.
        var done: [String] {
            records.compactMap { record in
                if case .done(_, let key, let action, _, _, _) = record { "\(action) \(key)" } else { nil }
            }
        }
    }

    /// The process ended without a word.
    struct Killed: Error {}

    /// - `pace`: Writes a second at most.
    func caller(_ count: CallCount = CallCount(), pace: Double = 1_000_000, reading: Bool = false) -> ProviderCaller {
        ProviderCaller(
            publisher: reading ? reader : publisher, governor: RateGovernor(most: pace, time: clock.time),
            count: count, interruption: Interruption(), time: clock.time)
    }

    func plan(_ yaml: String, _ choices: SyncChoices = SyncChoices(), reading: Bool = false) async throws -> SyncPlan {
        try await plan(yaml, choices, caller(reading: reading))
    }

    private func plan(_ yaml: String, _ choices: SyncChoices, _ caller: ProviderCaller) async throws -> SyncPlan {
        let applied = locked.applied
        let observed = try await ProviderSurvey.objects(caller, applied: applied)
        return Planner.plan(
            owner: Self.owner, desired: try objects(yaml), applied: applied, observed: observed,
            manifest: publisher.manifest, choices: choices)
    }

    /// Plans and applies.
    ///
    /// - `run`: What the run is called; nil for another name each time.
    /// - `killedAt`: The line of the journal that is not written any more, counted from 1, since the process is gone by
    ///   then: the first is before the first write, the second after it.
    /// - `before`: Done between the plan and the first write.
    /// - Throws: ``Killed`` where it was.
    @discardableResult
    func sync(
        _ yaml: String, _ choices: SyncChoices = SyncChoices(), run: String = UUID().uuidString,
        killedAt: Int? = nil, pace: Double = 1_000_000, concurrency: Int = 4, before: () async throws -> Void = {}
    ) async throws -> Outcome {
        let count = CallCount()
        let caller = caller(count, pace: pace)
        let plan = try await plan(yaml, choices, caller)
        try await before()
        let reads = count.reads
        let records = Mutex<[JournalRecord]>([])
        let locked = locked
        let result = try await Applier(
            owner: Self.owner, run: run, applied: locked.applied, retired: locked.retired, caller: caller,
            time: clock.time,
            sinks: Applier.Sinks(
                progress: { _ in },
                journal: { record in
                    try records.withLock { records in
                        if let killedAt, records.count + 1 >= killedAt { throw Killed() }
                        records.append(record)
                    }
                },
                save: { [self] applied, retired in
                    lock.withLock { $0 = Locked(applied: applied, retired: retired) }
                }), concurrency: concurrency
        ).apply(plan)
        return Outcome(
            plan: plan, failures: result.failures, reads: reads, writes: result.writes,
            records: records.withLock { $0 })
    }

    // MARK: - What is there

    /// Everything of ours that is active, by what it stands for.
    func active() async throws -> [CatalogObjectKey: [RemoteCatalogObject]] {
        Dictionary(grouping: try await ours(), by: { $0.marker?.key ?? CatalogObjectKey(.product, "") })
    }

    private func ours() async throws -> [RemoteCatalogObject] {
        try await ProviderSurvey.objects(caller(reading: true), applied: [:]).filter {
            $0.isActive && $0.marker?.owner == Self.owner
        }
    }

    /// Everything of ours that is active, with names in place of ids, so that two sandboxes can be compared.
    func state() async throws -> [CatalogObjectKey: [[String: CatalogValue]]] {
        let ours = try await ours()
        let names = Dictionary(
            ours.filter { $0.kind != .defaultPrice }.map { ($0.id, $0.marker?.key.description ?? "") }
        ) { first, _ in first }
        func named(_ value: CatalogValue) -> CatalogValue {
            switch value {
            case .remote(let id): .text(names[id] ?? "somebody's")
            case .list(let list): .list(list.map(named))
            case .fields(let fields): .fields(fields.mapValues(named))
            default: value
            }
        }
        return Dictionary(grouping: ours, by: { $0.marker?.key ?? CatalogObjectKey(.product, "") }).mapValues {
            $0.map { $0.fields.mapValues(named) }
        }
    }

    // MARK: - The sandbox's switches

    /// Posts to one of the sandbox's own switches.
    func control(_ path: String, _ json: String = "{}") async throws {
        var request = HTTPClientRequest(url: "\(sandboxURL)/sandbox/\(path)")
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(Array(json.utf8))
        let answer = try await client.execute(request, timeout: .seconds(300))
        let body = try await answer.body.collect(upTo: 1 << 20)
        #expect(answer.status == .ok, "\(String(buffer: body))")
    }

    /// What the provider was asked.
    struct Asked: Decodable {
        struct Entry: Decodable {
            let method: String
            let path: String
            let status: Int?
        }

        let writes: Int
        let refusedWrites: Int
        let log: [Entry]

        private enum CodingKeys: String, CodingKey {
            case writes
            case refusedWrites = "refused_writes"
            case log
        }

        /// Where was written to, whatever came of it.
        var written: [String] { log.filter { $0.method != "GET" }.map(\.path) }
    }

    func asked() async throws -> Asked {
        let text = try await get("\(sandboxURL)/sandbox/requests")
        return try #require(JSONDecoder().decode([String: Asked].self, from: text)[provider.rawValue])
    }

    func get(_ url: String) async throws -> Data {
        let answer = try await client.execute(HTTPClientRequest(url: url), timeout: .seconds(300))
        return Data(try await answer.body.collect(upTo: 1 << 24).readableBytesView)
    }

    // MARK: - Somebody else

    /// Sends a request as somebody does on the provider's own pages.
    @discardableResult
    func byHand(_ call: ProviderCall) async throws -> String {
        try await publisher.perform(call, idempotencyKey: IdempotencyKey(rawValue: UUID().uuidString)).id
    }

    /// Puts things of other people's there; what they are like.
    func plantForeign() async throws -> [RemoteCatalogObject] {
        var planted: [RemoteCatalogObject] = []
        for (name, owner) in [("Theirs", nil), ("Another shop's", "other")] as [(String, String?)] {
            func make(
                _ kind: CatalogObjectKey.Kind, _ key: String, _ fields: [String: CatalogValue]
            ) async throws -> String {
                let key = CatalogObjectKey(kind, key)
                let marker = owner.map { OwnershipMarker(owner: $0, key: key, generation: 1) }
                return try await byHand(
                    publisher.call(for: CatalogWrite(.create, key, marker: marker, fields: fields)))
            }
            let product = try await make(.product, "a", foreignProduct(name))
            let price = try await make(.price, "a/m", foreignPrice(product))
            for (kind, id) in [(CatalogObjectKey.Kind.product, product), (.price, price)] {
                planted.append(try #require(try await publisher.fetchObject(kind, id)))
            }
        }
        return planted
    }

    private func foreignProduct(_ name: String) -> [String: CatalogValue] {
        switch provider {
        case .stripe: ["name": .text(name)]
        case .paddle: ["name": .text(name), "tax_category": "standard"]
        }
    }

    private func foreignPrice(_ product: String) -> [String: CatalogValue] {
        var fields: [String: CatalogValue] = [
            "product": .remote(product), "currency": "USD", "amount": 700,
            "recurring": ["interval": "month", "count": 1],
        ]
        if provider == .paddle { fields["description"] = "Monthly" }
        return fields
    }

    /// Whether they are as they were, field by field, and nobody so much as tried to change them.
    func expectUntouched(
        _ planted: [RemoteCatalogObject], _ comment: Comment? = nil,
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) async throws {
        for object in planted {
            let now = try await reader.fetchObject(object.kind, object.id)
            #expect(now == object, comment, sourceLocation: sourceLocation)
        }
        let written = try await asked().written
        #expect(
            !written.contains { path in planted.contains { path.contains($0.id) } }, comment,
            sourceLocation: sourceLocation)
    }
}
