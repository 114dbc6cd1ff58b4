/// Which of a provider's objects stand for our prices, as the lock file remembers them.
///
/// The pure view of `products.<environment>.lock`: it knows ids and what was pushed under them, not
/// how the file is written.
public struct RemoteIDs: Sendable, Hashable {
    /// A price as it was pushed to a provider.
    public struct SyncedPrice: Sendable, Hashable {
        /// The provider's id of the price.
        public let id: String
        /// The amount it was pushed with.
        public let amount: Money
        /// The interval it was pushed with; nil for a price paid once.
        public let interval: BillingInterval?

        /// A price as it was pushed.
        public init(id: String, amount: Money, interval: BillingInterval? = nil) {
            self.id = id
            self.amount = amount
            self.interval = interval
        }
    }

    /// Provider name, then price reference (`pro/monthly`), to what was pushed.
    public let prices: [ProviderName: [String: SyncedPrice]]

    private let references: [ProviderName: [String: String]]

    /// A view of what was pushed.
    ///
    /// `others` are further ids of each provider with what they stand for: prices without one amount, and those that
    /// stood for a price once, so that what a provider says of them later is still understood.
    public init(
        prices: [ProviderName: [String: SyncedPrice]] = [:], others: [ProviderName: [String: String]] = [:]
    ) {
        self.prices = prices
        references = prices.mapValues { pushed in
            Dictionary(pushed.map { ($1.id, $0) }, uniquingKeysWith: { min($0, $1) })
        }.merging(others) { $0.merging($1) { current, _ in current } }
    }

    /// What was pushed to a provider for a price; nil when nothing was.
    public func price(_ reference: String, at provider: ProviderName) -> SyncedPrice? {
        prices[provider]?[reference]
    }

    /// What a provider's price stands for, or stood for before it was replaced, as `pro/monthly`; nil for an id that
    /// was never pushed.
    public func reference(to id: String, at provider: ProviderName) -> String? { references[provider]?[id] }
}
