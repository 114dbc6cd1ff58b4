import Logging
import TillModel
import TillProviders

/// Turns a request that claims to be a provider's into an answer: verified and durable, or refused.
package struct WebhookReceiver: Sendable {
    private let providers: ProviderRegistry
    private let inbox: Inbox
    private let log: WebhookLog
    private let clock: any WallClock
    private let logger: Logger

    init(providers: ProviderRegistry, inbox: Inbox, log: WebhookLog, clock: any WallClock, logger: Logger) {
        self.providers = providers
        self.inbox = inbox
        self.log = log
        self.clock = clock
        self.logger = logger
    }

    /// What to answer.
    package enum Reception: Sendable {
        /// Stored now, or stored before: 200.
        case accepted(Inbox.Acceptance)
        /// Not genuine, or not recent: 400, and nothing was stored.
        case refused(WebhookRefusal)
        /// No such endpoint: 404.
        case unknownAccount
    }

    /// Whether an endpoint answers for that account at all.
    package func isOpen(for account: ProviderAccount) -> Bool {
        providers.provider(for: account)?.acceptsWebhooks ?? false
    }

    package func receive(_ request: WebhookRequest, for account: ProviderAccount) async throws -> Reception {
        guard let provider = providers.provider(for: account), provider.acceptsWebhooks else { return .unknownAccount }
        let event: WebhookEvent
        do throws(WebhookRefusal) {
            event = try provider.verify(request)
        } catch {
            Measurements.webhook(account.provider, error.reason.rawValue)
            warn(of: log.refused(error, for: account, at: clock.now()), account)
            logger.notice(
                "Webhook refused",
                metadata: ["provider": "\(account.provider)", "reason": "\(error.reason.rawValue)", "help": "\(error)"])
            return .refused(error)
        }
        warn(of: log.accepted(event.signature, for: account, at: clock.now()), account)
        let acceptance = try await inbox.accept(event, for: account)
        Measurements.webhook(account.provider, acceptance.word)
        // Made only for a line that is really written.
        var metadata: Logger.Metadata {
            ["provider": "\(account.provider)", "event": "\(event.dedupKey)", "type": "\(event.type)"]
        }
        switch acceptance {
        case .stored:
            logger.info("Webhook stored", metadata: metadata)
        case .dead(let letter):
            logger.error(
                "Webhook is genuine, and nothing can be made of it",
                metadata: metadata.merging(["reason": "\(letter)"]) { $1 })
        case .duplicate: logger.debug("Webhook was stored before", metadata: metadata)
        case .conflict: logger.error("Webhook repeats an event with other contents; kept aside", metadata: metadata)
        }
        return .accepted(acceptance)
    }

    private func warn(of skew: Int64?, _ account: ProviderAccount) {
        guard let skew else { return }
        logger.warning(
            "This machine's clock is not the provider's; webhooks are refused from five minutes on",
            metadata: [
                "provider": "\(account.provider)", "seconds": "\(abs(skew))",
                "clock": skew > 0 ? "ahead" : "behind",
            ])
    }
}
