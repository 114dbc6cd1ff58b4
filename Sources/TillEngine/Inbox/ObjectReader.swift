import Logging
import TillModel
import TillProviders

/// Asks a provider how one of its objects is now, for messages that leave a doubt.
struct ObjectReader: Sendable {
    private let providers: ProviderRegistry
    private let gate = ProviderGate()
    private let clock: any WallClock
    private let logger: Logger

    init(providers: ProviderRegistry, clock: any WallClock, logger: Logger) {
        self.providers = providers
        self.clock = clock
        self.logger = logger
    }

    enum Answer: Sendable {
        /// The object, as bytes that can be kept.
        case object([UInt8])
        /// The provider has none of that id, or it means nothing yet.
        case nothing
        /// Not now: too much is on its way, or the provider does not answer.
        case later(String)
    }

    func canRead(_ remoteID: String, in account: ProviderAccount) -> Bool {
        (providers.provider(for: account) as? any ObjectFetching)?.canFetch(remoteID) ?? false
    }

    func read(_ remoteID: String, in account: ProviderAccount) async -> Answer {
        guard let provider = providers.provider(for: account) as? any ObjectFetching else { return .nothing }
        guard gate.enter(at: clock.now()) else { return .later("\(account.provider) is given a rest") }
        do throws(ProviderError) {
            let object = try await provider.fetchObject(remoteID)
            gate.leave(succeeded: true, at: clock.now())
            logger.info(
                "Read again from the provider", metadata: ["object": "\(remoteID)", "provider": "\(account.provider)"])
            return object.map(Answer.object) ?? .nothing
        } catch {
            gate.leave(succeeded: !error.isRetryable, at: clock.now())
            logger.warning(
                "The provider could not be asked", metadata: ["object": "\(remoteID)", "error": "\(error)"])
            return .later("\(error)")
        }
    }
}
