import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Synchronization
import Till
import TillEngine
import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One purchase over HTTP, step by step as a browser makes it: every page is fetched, every form is the page's own.
final class DemoPurchase: Sendable {
    private let server: String
    private let started = AsyncStream<Void>.makeStream()
    private let outcome = Mutex<Result<String, any Error>?>(nil)

    init(server: String) { self.server = server }

    /// Says that the server takes requests.
    func begin() { started.continuation.yield() }

    /// Makes the purchase once the server takes requests, and then ends, which ends the group it runs in.
    func service(_ store: any Store, setup: Setup) -> any Service {
        Buyer(purchase: self, store: store, setup: setup)
    }

    /// Prints the last line.
    ///
    /// - Throws: Whatever kept the purchase from being made.
    func finish() throws {
        guard let outcome = outcome.withLock({ $0 }) else {
            throw CommandFailure(.internalError, "the purchase was cut off")
        }
        Output.standardOutput(try outcome.get() + "\n")
    }

    private struct Buyer: Service {
        let purchase: DemoPurchase
        let store: any Store
        let setup: Setup

        func run() async throws {
            for await _ in purchase.started.stream.cancelOnGracefulShutdown() {
                do {
                    let line = try await purchase.buy(store, setup)
                    purchase.outcome.withLock { $0 = .success(line) }
                } catch {
                    purchase.outcome.withLock { $0 = .failure(error) }
                }
                return
            }
        }
    }

    // MARK: - Stations

    private func buy(_ store: any Store, _ setup: Setup) async throws -> String {
        try await HTTPClient.withHTTPClient(configuration: Self.clientConfiguration) { client in
            let stopwatch = Stopwatch()
            let pricing = try await Self.page("GET", "\(server)/", client)
            guard let buy = PageForm(in: pricing.body, where: { $0.action == "/api/checkout" }) else {
                throw CommandFailure(.internalError, "the pricing page has nothing to buy")
            }
            stopwatch.station("pricing page", "GET / shows what products.yaml sells")
            let checkout = try await Self.page("POST", "\(server)/api/checkout", form: buy.body, client)
            let hosted = try Self.location(checkout, from: "checkout")
            stopwatch.station("checkout", "order written, payment page opened by the sandbox")
            let payment = try await Self.page("GET", hosted, client)
            guard let pay = PageForm(in: payment.body) else {
                throw CommandFailure(.internalError, "the payment page has no form")
            }
            stopwatch.station("payment page", "opened as the buyer does")
            let paid = try await Self.page("POST", hosted, form: pay.body, client)
            let back = try Self.location(paid, from: "payment page")
            stopwatch.station("payment", "form sent, sandbox took the card")
            let order = try Self.order(in: back)
            _ = try await Self.page("GET", back, client)
            stopwatch.station("success page", "buyer is back with the order's signed link")
            let story = try await Self.settled(order, in: store, setup)
            stopwatch.station("webhook", story.webhooks.map(\.type).joined(separator: ", "))
            stopwatch.station(
                "hook", story.hookRuns.map { "\($0.hook) \($0.status.rawValue)" }.joined(separator: ", "))
            return "paid \(order) \(story.order.total)"
        }
    }

    /// Prints how long each station took.
    private final class Stopwatch {
        private let clock = ContinuousClock()
        private var last: ContinuousClock.Instant

        init() { last = clock.now }

        func station(_ name: String, _ what: String) {
            let now = clock.now
            let milliseconds = (now - last) / .milliseconds(1)
            last = now
            let time = String(Int(milliseconds.rounded()))
            let padding = String(repeating: " ", count: max(0, 5 - time.count))
            let name = name + String(repeating: " ", count: max(0, 14 - name.count))
            Output.standardOutput("\(padding)\(time) ms  \(name)\(what)\n")
        }
    }

    private static func page(
        _ method: String, _ url: String, form: String? = nil, _ client: HTTPClient
    ) async throws -> (status: Int, location: String?, body: String) {
        var request = HTTPClientRequest(url: url)
        request.method = HTTPMethod(rawValue: method)
        request.headers.add(name: "Accept", value: "text/html")
        if let form {
            request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
            request.body = .bytes(Array(form.utf8))
        }
        let answer = try await client.execute(request, timeout: .seconds(30))
        let body = try await answer.body.collect(upTo: 1024 * 1024)
        guard answer.status.code < 400 else {
            throw CommandFailure(
                .providerFailure, "\(method) \(url) answered \(answer.status.code): \(String(buffer: body).prefix(300))"
            )
        }
        return (Int(answer.status.code), answer.headers.first(name: "Location"), String(buffer: body))
    }

    private static func location(_ answer: (status: Int, location: String?, body: String), from page: String) throws
        -> String
    {
        guard answer.status == 303, let location = answer.location else {
            throw CommandFailure(.providerFailure, "the \(page) did not lead on, but answered \(answer.status)")
        }
        return location
    }

    private static func order(in url: String) throws -> Order.ID {
        let path = url.prefix { $0 != "?" }
        guard let id = path.split(separator: "/").last.flatMap({ Order.ID(rawValue: String($0)) }) else {
            throw CommandFailure(.providerFailure, "the buyer came back to \(path), which names no order")
        }
        return id
    }

    /// Waits until the order is paid and every hook that waits for it has run.
    private static func settled(_ order: Order.ID, in store: any Store, _ setup: Setup) async throws -> OrderStory {
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            if let story = try await OrderStory.read(
                order, tenant: ProviderAccount.defaultName, mode: .dev, from: store),
                story.order.status == .paid, story.events.contains(where: { $0.kind == .checkoutCompleted }),
                story.hookRuns.filter({ $0.status == .succeeded }).count
                    == story.events.flatMap({ setup.hooks(for: $0.kind, about: story.order) }).count
            {
                return story
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw CommandFailure(.providerFailure, "order \(order) was not paid, or its hook did not run, within 30 s")
    }

    private static var clientConfiguration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        return configuration
    }
}
