import ArgumentParser
import Logging
import TillModel
import TillSandbox

/// `catalog sandbox`: the providers' APIs on this machine, for development and tests.
struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Run the local emulator of the payment providers by itself.",
        discussion: """
            Speaks Stripe's HTTP API on this machine only, with payment pages, signed webhooks and faults on demand \
            under /sandbox, and the catalog of Paddle's under /paddle. Draws new keys at each start and prints \
            what to set to use them.
            Refuses to start when TILL_ENV=live.

            EXAMPLES
              catalog sandbox
              catalog sandbox --port 9000 --webhook http://localhost:8080/api/webhooks/stripe
            """)

    @Option(help: "The port to listen on.")
    var port = 8081

    @Option(name: .customLong("webhook"), help: "An address to deliver webhooks to; may be given again.")
    var webhooks: [String] = []

    @Option(help: "The file that keeps what the sandbox knows; without it nothing is kept.")
    var database: String?

    func run() async throws {
        let settings = try await Settings.read()
        try LiveGuard.refuseSandbox(settings)
        let logger = try Bootstrap.logger(settings)
        let secrets = SandboxSecrets.draw(Bootstrap.identifiers)
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        let sandbox = try Sandbox(
            configuration: SandboxConfiguration(
                port: port, databasePath: database, stripeSecretKey: secrets.stripeSecretKey,
                stripeWebhookEndpoints: webhooks.map {
                    SandboxConfiguration.WebhookEndpoint(url: $0, secret: secrets.stripeWebhookSecret)
                }, paddleAPIKey: secrets.paddleAPIKey),
            clock: Bootstrap.clock, identifiers: Bootstrap.identifiers, logger: quiet
        ) { port in
            Output.standardOutput(
                """
                STRIPE_BASE_URL=http://127.0.0.1:\(port)
                STRIPE_SECRET_KEY=\(secrets.stripeSecretKey)
                STRIPE_WEBHOOK_SECRET=\(secrets.stripeWebhookSecret)
                PADDLE_BASE_URL=http://127.0.0.1:\(port)/paddle
                PADDLE_API_KEY=\(secrets.paddleAPIKey)

                """)
        }
        try await Bootstrap.run([sandbox], port: port, logger: logger)
    }
}
