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
    let publisher: any CatalogPublishing
    /// The same provider, spoken to with a key that may only read.
    let reader: any CatalogPublishing
    let provider: SandboxProvider
    let sandboxURL: String
    private let client: HTTPClient
    /// What the lock holds.
    let lock = Mutex<Locked>(Locked())

    struct Locked: Sendable {
        var applied: [CatalogObjectKey: AppliedObject] = [:]
        var retired: [RetiredObject] = []
    }

    private init(_ provider: SandboxProvider, _ secrets: SandboxSecrets, _ url: String, _ client: HTTPClient) throws {
        self.provider = provider
        sandboxURL = url
        self.client = client
        publisher = try provider.publisher(secrets, url, client, mayWrite: true)
        reader = try provider.publisher(secrets, url, client, mayWrite: false)
    }

    /// Runs a sandbox around a test.
    ///
    /// - `between`: A program between the adapter and the sandbox, given the sandbox's address; returns its own.
    static func run(
        _ provider: SandboxProvider, between: ((String) async throws -> String)? = nil,
        _ body: (SyncShop) async throws -> Void
    ) async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let secrets = SandboxSecrets.draw(DrawnIdentifiers())
        let ready = AsyncStream<Int>.makeStream()
        let sandbox = try Sandbox(
            configuration: provider.configuration(secrets), clock: TestWallClock(), identifiers: DrawnIdentifiers(),
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
                let result: Result<Void, any Error>
                do {
                    let url = try await between?(own) ?? own
                    try await body(try SyncShop(provider, secrets, url, client))
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

    /// A catalog as a file says it.
    static func catalog(_ yaml: String, sourceLocation: Testing.SourceLocation = #_sourceLocation) throws -> Catalog {
        let reading = CatalogReader().read(Array(yaml.utf8), file: "products.yaml")
        return try #require(
            reading.catalog, "\(reading.diagnostics.map(\.message))", sourceLocation: sourceLocation)
    }

    func objects(_ yaml: String) throws -> [CatalogObject] {
        publisher.objects(
            of: try Self.catalog(yaml), addresses: CatalogAddresses(publicURL: nil, midnight: Self.midnight))
    }

    @Sendable private static func midnight(of day: CalendarDate) -> Int64? {
        (try? Date(day.description + "T00:00:00Z", strategy: .iso8601)).map { Int64($0.timeIntervalSince1970) }
    }

    // MARK: - Plans and runs

    /// What a run came to.
    struct Outcome: Sendable {
        let plan: SyncPlan
        let failures: [SyncFailure]
        let wasInterrupted: Bool
        let reads: Int
        let writes: Int
        let records: [JournalRecord]
    }

    static let time = SyncTime(
        date: { Date() }, elapsed: { ContinuousClock.now - SyncShop.start }, sleep: { _ in await Task.yield() },
        random: { 0.5 })
    private static let start = ContinuousClock.now

    func caller(_ count: CallCount = CallCount(), _ interruption: Interruption = Interruption(), reading: Bool = false)
        -> ProviderCaller
    {
        ProviderCaller(
            publisher: reading ? reader : publisher, governor: RateGovernor(most: 1_000_000, time: Self.time),
            count: count, interruption: interruption, time: Self.time)
    }

    func plan(_ yaml: String, _ choices: SyncChoices = SyncChoices(), reading: Bool = false) async throws -> SyncPlan {
        try await plan(yaml, choices, caller(reading: reading))
    }

    private func plan(_ yaml: String, _ choices: SyncChoices, _ caller: ProviderCaller) async throws -> SyncPlan {
        let observed = try await ProviderSurvey.objects(caller)
        return Planner.plan(
            owner: "shop", desired: try objects(yaml), applied: lock.withLock { $0.applied }, observed: observed,
            manifest: publisher.manifest, choices: choices)
    }

    /// Plans and applies.
    ///
    /// - `before`: Done between the plan and the first write.
    /// - `most`: How many writes there are at most before the run is asked to stop; nil for any number.
    @discardableResult
    func sync(
        _ yaml: String, _ choices: SyncChoices = SyncChoices(), run: String = UUID().uuidString, most: Int? = nil,
        before: () async throws -> Void = {}
    ) async throws -> Outcome {
        let (count, interruption) = (CallCount(), Interruption())
        let caller = caller(count, interruption)
        let plan = try await plan(yaml, choices, caller)
        try await before()
        let reads = count.reads
        let records = Mutex<[JournalRecord]>([])
        let locked = lock.withLock { $0 }
        let result = try await Applier(
            owner: "shop", run: run, applied: locked.applied, retired: locked.retired, caller: caller, time: Self.time,
            sinks: Applier.Sinks(
                progress: { event in
                    if case .done = event, let most, count.writes >= most { interruption.request() }
                },
                journal: { record in records.withLock { $0.append(record) } },
                save: { [self] applied, retired in
                    lock.withLock { $0 = Locked(applied: applied, retired: retired) }
                })
        ).apply(plan)
        return Outcome(
            plan: plan, failures: result.failures, wasInterrupted: result.wasInterrupted, reads: reads,
            writes: count.writes, records: records.withLock { $0 })
    }

    /// Everything of ours that is active, by what it stands for.
    func active() async throws -> [CatalogObjectKey: [RemoteCatalogObject]] {
        let objects = try await ProviderSurvey.objects(caller())
        return Dictionary(
            grouping: objects.filter { $0.isActive && $0.marker?.owner == "shop" },
            by: { $0.marker?.key ?? CatalogObjectKey(.product, "") })
    }

    // MARK: - The sandbox's switches

    /// Posts to one of the sandbox's own switches.
    func control(_ path: String, _ json: String = "{}") async throws {
        var request = HTTPClientRequest(url: "\(sandboxURL)/sandbox/\(path)")
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(Array(json.utf8))
        let answer = try await client.execute(request, timeout: .seconds(30))
        let body = try await answer.body.collect(upTo: 1 << 20)
        #expect(answer.status == .ok, "\(String(buffer: body))")
    }

    /// Does to an object what somebody does on the provider's own pages.
    func edit(_ write: CatalogWrite) async throws {
        _ = try await publisher.perform(
            try publisher.call(for: write), idempotencyKey: IdempotencyKey(rawValue: UUID().uuidString))
    }
}

/// A provider that the sandbox speaks for.
enum SandboxProvider: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case stripe

    var testDescription: String { rawValue }

    func configuration(_ secrets: SandboxSecrets) -> SandboxConfiguration {
        SandboxConfiguration(
            port: 0, stripeSecretKey: secrets.stripeSecretKey, stripeReadOnlyKey: secrets.stripeReadOnlyKey)
    }

    func publisher(
        _ secrets: SandboxSecrets, _ url: String, _ client: HTTPClient, mayWrite: Bool
    ) throws -> any CatalogPublishing {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        switch self {
        case .stripe:
            return StripeCatalog(
                configuration: try StripeConfiguration(
                    secretKey: mayWrite ? secrets.stripeSecretKey : secrets.stripeReadOnlyKey, webhookSecrets: [],
                    baseURL: url, mode: .test),
                catalog: Catalog(Catalog.Contents(), contentHash: ""), transport: AsyncHTTPTransport(client: client),
                logger: logger)
        }
    }
}

/// The machine's own clock.
private struct TestWallClock: WallClock {
    func now() -> Date { Date() }
}

private struct DrawnIdentifiers: IdentifierSource {
    func bits() -> (UInt64, UInt64) { (UInt64.random(in: 0 ... .max), UInt64.random(in: 0 ... .max)) }
}
