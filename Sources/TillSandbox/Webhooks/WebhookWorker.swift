import Logging
import ServiceLifecycle
import Synchronization
import TillModel

/// Delivers events to their endpoints, many at once, and does what time alone brings.
///
/// What is on its way is in the database, so a restart goes on where the last run ended. A delivery that has
/// begun when the sandbox is told to end is finished.
final class WebhookWorker: Service {
    /// How many deliveries are made at once.
    private static let width = 16

    private let ledger: StripeLedger
    private let sender: WebhookSender
    private let logger: Logger
    private let busy = Mutex<Set<Int64>>([])

    init(ledger: StripeLedger, sender: WebhookSender, logger: Logger) {
        self.ledger = ledger
        self.sender = sender
        self.logger = logger
    }

    func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { await self.ringEverySecond() }
            ledger.doorbell.ring()
            for await _ in ledger.doorbell.rings.cancelOnGracefulShutdown() {
                try await ledger.advance()
                for delivery in try await claim() {
                    group.addTask { try await self.deliver(delivery) }
                }
            }
        }
    }

    /// New events ring at once; this is for what becomes due as time passes, and for a clock that was moved.
    private func ringEverySecond() async {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do {
                try await cancelWhenGracefulShutdown { try await ContinuousClock().sleep(for: .seconds(1)) }
            } catch {
                // Told to end while waiting.
                return
            }
            ledger.doorbell.ring()
        }
    }

    /// Takes what is due and not being delivered, as far as there is room.
    private func claim() async throws -> [WebhookDelivery] {
        let taken = busy.withLock { $0 }
        guard taken.count < Self.width else { return [] }
        let newestFirst = ledger.faults.settings.newestFirst
        let due = try await ledger.write { account in
            try account.transaction.dueDeliveries(
                now: account.milliseconds, except: taken, newestFirst: newestFirst, limit: Self.width - taken.count)
        }
        busy.withLock { $0.formUnion(due.map(\.id)) }
        return due
    }

    private func deliver(_ delivery: WebhookDelivery) async throws {
        defer {
            busy.withLock { _ = $0.remove(delivery.id) }
            ledger.doorbell.ring()
        }
        guard let letter = try await letter(for: delivery) else { return }
        let now = ledger.clock.now().millisecondsSince1970
        let outcome = await sender.send(
            letter, now: now / 1000, corruptSignature: ledger.faults.take(\.corruptSignatureNext))
        if !outcome.isSuccess {
            logger.notice(
                "Webhook not taken",
                metadata: ["event.id": "\(delivery.event)", "url": "\(letter.url)", "outcome": "\(outcome)"])
        }
        try await ledger.write { account in
            guard var present = try account.transaction.delivery(delivery.id) else { return }
            present.record(outcome, now: account.milliseconds)
            try account.transaction.update(present)
        }
    }

    /// What to send; nil when the endpoint is gone or disabled, and the delivery with it.
    private func letter(for delivery: WebhookDelivery) async throws -> WebhookSender.Letter? {
        try await ledger.write { account in
            let endpoint = try account.transaction.find(StripeWebhookEndpoints.kind, delivery.endpoint)
            guard let endpoint, endpoint.json["status"] == "enabled",
                let event = try account.transaction.find("event", delivery.event)
            else {
                var abandoned = delivery
                abandoned.status = .failed
                try account.transaction.update(abandoned)
                return nil
            }
            return WebhookSender.Letter(
                url: endpoint.json["url"].string ?? "", secret: endpoint.hidden["secret"].string ?? "",
                body: event.json.text)
        }
    }
}
