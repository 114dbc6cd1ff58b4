import TillModel
import TillProviders

/// Keeps play and real money apart.
enum LiveGuard {
    /// The sandbox gives goods away, so it never starts where money is real or a live key is near.
    static func refuseSandbox(_ settings: Settings) throws(CommandFailure) {
        guard settings.value("TILL_ENV")?.lowercased() != Mode.live.rawValue else {
            throw CommandFailure(
                .environmentMismatch, "TILL_ENV=live: the sandbox never starts where money is real.")
        }
        let key = settings.value("STRIPE_SECRET_KEY") ?? ""
        guard !key.contains("_live_") else {
            throw CommandFailure(
                .environmentMismatch,
                "STRIPE_SECRET_KEY holds a live key: the sandbox does not start beside one. Unset it here.")
        }
    }

    /// Nothing that takes money ends itself on purpose.
    static func failpoints(_ settings: Settings, mode: Mode) throws(CommandFailure) -> Failpoints {
        let setting = settings.value("TILL_FAILPOINT")
        guard setting == nil || mode != .live else {
            throw CommandFailure(
                .environmentMismatch, "TILL_FAILPOINT is for tests: it cannot be set with TILL_ENV=live.")
        }
        return try ArmedFailpoint.failpoints(setting)
    }

    /// Live takes no other address for a provider, and dev none but this machine's, in both directions.
    static func checkAddresses(_ settings: Settings, mode: Mode) throws(CommandFailure) {
        let given = settings.value("STRIPE_BASE_URL")
        switch mode {
        case .live where given != nil:
            throw CommandFailure(.environmentMismatch, "STRIPE_BASE_URL cannot be set with TILL_ENV=live.")
        case .dev where !StripeConfiguration.isLoopback(given ?? ""):
            throw CommandFailure(
                .environmentMismatch,
                "TILL_ENV=dev sells through the sandbox only: STRIPE_BASE_URL must be http://127.0.0.1:PORT. "
                    + "`catalog dev` sets it by itself.")
        case .dev where !["127.0.0.1", "localhost", "::1"].contains(settings.value("TILL_HOST") ?? ""):
            throw CommandFailure(
                .environmentMismatch,
                "TILL_ENV=dev gives goods away, so it listens on this machine only: leave TILL_HOST at 127.0.0.1.")
        default:
            return
        }
    }
}
