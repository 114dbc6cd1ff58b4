/// Whether money is real.
public enum Mode: String, Sendable, Hashable, Codable, CaseIterable {
    /// The local sandbox: nothing leaves the machine.
    case dev
    /// A provider's test mode: its real servers, no real money.
    case test
    /// Real money.
    case live
}

/// Whose side of which provider something happened on.
///
/// It is part of every key in the store, and a webhook's path fixes it before its bytes are read, so
/// nothing of one tenant, account or mode can touch another's.
public struct ProviderAccount: Sendable, Hashable, Codable {
    /// Who sells; one installation may serve several.
    public let tenant: String
    /// Which company takes the money.
    public let provider: ProviderName
    /// Which of the tenant's accounts there; `default` for the only one.
    public let account: String
    /// Whether money is real.
    public let mode: Mode

    /// An account at a provider.
    public init(tenant: String, provider: ProviderName, account: String, mode: Mode) {
        self.tenant = tenant
        self.provider = provider
        self.account = account
        self.mode = mode
    }

    /// The tenant of an installation that serves only one, and the account of a tenant that has only one.
    public static let defaultName = "default"
}
