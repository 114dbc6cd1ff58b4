import TillModel

/// Keeps play and real money apart.
enum LiveGuard {
    /// The sandbox gives goods away, so it never starts where money is real or a live key is near.
    static func refuseSandbox(_ settings: Settings) throws(CommandFailure) {
        guard settings.value("TILL_ENV") != Mode.live.rawValue else {
            throw CommandFailure(
                .environmentMismatch, "TILL_ENV=live: the sandbox never starts where money is real.")
        }
        let key = settings.value("STRIPE_SECRET_KEY") ?? ""
        guard !key.hasPrefix("sk_live_"), !key.hasPrefix("rk_live_") else {
            throw CommandFailure(
                .environmentMismatch,
                "STRIPE_SECRET_KEY holds a live key: the sandbox does not start beside one. Unset it here.")
        }
    }

    /// Live takes no other address for a provider, and dev none but this machine's.
    static func checkBaseURL(_ settings: Settings, mode: Mode) throws(CommandFailure) {
        let given = settings.value("STRIPE_BASE_URL")
        switch mode {
        case .live where given != nil:
            throw CommandFailure(.environmentMismatch, "STRIPE_BASE_URL cannot be set with TILL_ENV=live.")
        case .dev where !isLoopback(given ?? ""):
            throw CommandFailure(
                .environmentMismatch,
                "TILL_ENV=dev sells through the sandbox only: STRIPE_BASE_URL must be http://127.0.0.1:PORT. "
                    + "`catalog dev` sets it by itself.")
        default:
            return
        }
    }

    static func isLoopback(_ url: String) -> Bool {
        let hosts = ["http://127.0.0.1", "http://localhost", "http://[::1]"]
        return hosts.contains { url == $0 || url.hasPrefix($0 + ":") || url.hasPrefix($0 + "/") }
    }
}
