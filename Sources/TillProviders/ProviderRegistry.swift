import TillModel

/// Every account that is configured, with the provider that speaks for it.
package struct ProviderRegistry: Sendable {
    private var providers: [ProviderAccount: any PaymentProvider] = [:]

    package init() {}

    /// Adds an account.
    package mutating func add(_ provider: any PaymentProvider, for account: ProviderAccount) {
        providers[account] = provider
    }

    /// Every account that is configured, in no order.
    package var accounts: [ProviderAccount] { Array(providers.keys) }

    /// The provider of an account; nil when none is configured.
    package func provider(for account: ProviderAccount) -> (any PaymentProvider)? { providers[account] }
}
