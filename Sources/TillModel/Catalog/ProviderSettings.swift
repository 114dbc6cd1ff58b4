/// What the file says about one provider.
public struct ProviderSettings: Sendable, Hashable {
    /// The provider.
    public let name: ProviderName
    /// The provider's id of the account, by mode; empty when the file does not say.
    public let accounts: [Mode: String]
    /// The modes it is used in; all of them when the file does not say.
    public let modes: [Mode]
    /// The countries whose buyers pay through it before any other; empty for no preference.
    public let countries: [Country]
    /// The provider's own events that become events of the team's own: native name to the team's.
    public let events: [String: String]
    /// What customers may do by themselves on the provider's pages; nil when the file does not say.
    public let portal: CustomerPortal?

    /// A provider's settings.
    public init(
        name: ProviderName, accounts: [Mode: String] = [:], modes: [Mode] = Mode.allCases, countries: [Country] = [],
        events: [String: String] = [:], portal: CustomerPortal? = nil
    ) {
        self.name = name
        self.accounts = accounts
        self.modes = modes
        self.countries = countries
        self.events = events
        self.portal = portal
    }
}
