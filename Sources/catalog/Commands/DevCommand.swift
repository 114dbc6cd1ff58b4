import ArgumentParser
import Logging
import ServiceLifecycle
import Till
import TillModel
import TillSandbox
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `catalog dev`: the sandbox and the server in one process, without an account anywhere.
struct DevCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dev",
        abstract: "Try everything on this machine: server and payment sandbox, no account, no keys.",
        discussion: """
            Sells products.yaml through a local emulator of the payment provider. No money moves.
            The file is taken again whenever it changes; a mistake in it is told, and the old one goes on selling.

            EXAMPLES
              catalog dev
              catalog dev --port 3000
              catalog dev --once          one purchase as a browser makes it, then ends

            Keeps its orders in .till/dev.db and the sandbox's side in .till/sandbox.db.
            """)

    @Option(help: "The catalog file.")
    var catalog = "products.yaml"

    @Option(help: "The server's port.")
    var port: Int?

    @Option(help: "The sandbox's port; by default the one after the server's.")
    var sandboxPort: Int?

    @Option(help: "The folder for both databases.")
    var folder = ".till"

    @Flag(help: "Make one purchase on spare ports in a throw-away folder, print its stations, and end.")
    var once = false

    func run() async throws {
        let given = try await Settings.read()
        try LiveGuard.refuseSandbox(given)
        let ports = try await chosenPorts()
        let folder = once ? try Self.throwAwayFolder() : folder
        defer { if once { Self.remove(folder) } }
        let secrets = SandboxSecrets.draw(Bootstrap.identifiers)
        let settings = Settings(
            values: [
                "TILL_ENV": "dev", "TILL_CATALOG": catalog, "TILL_PORT": String(ports.server),
                "DATABASE_URL": "sqlite:\(folder)/dev.db",
                "STRIPE_BASE_URL": "http://127.0.0.1:\(ports.sandbox)",
                "STRIPE_SECRET_KEY": secrets.stripeSecretKey,
                "STRIPE_WEBHOOK_SECRET": secrets.stripeWebhookSecret,
                "TILL_API_KEY": given.value("TILL_API_KEY"), "TILL_OVERLAYS": given.value("TILL_OVERLAYS"),
                "TILL_LOG_FORMAT": given.value("TILL_LOG_FORMAT"),
                "TILL_FAILPOINT": given.value("TILL_FAILPOINT"),
                // One purchase prints its own stations.
                "TILL_LOG_LEVEL": once && !given.isGiven("TILL_LOG_LEVEL") ? "warning" : given.value("TILL_LOG_LEVEL"),
            ].compactMapValues { $0 })
        let logger = try Bootstrap.logger(settings)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let setup = try Bootstrap.setup()
        let sandbox = try sandbox(secrets, ports: ports, folder: folder, logger: logger)
        let purchase = once ? DemoPurchase(server: "http://localhost:\(ports.server)") : nil
        try await Bootstrap.serve(settings, watches: !once, first: [sandbox], logger: logger) { port in
            if let purchase { return purchase.begin() }
            Output.standardOutput(
                Self.welcome(port: port, sandboxPort: ports.sandbox, key: secrets.stripeSecretKey))
        } last: { store in
            purchase.map { [$0.service(store, setup: setup)] } ?? []
        }
        try purchase?.finish()
    }

    private func sandbox(
        _ secrets: SandboxSecrets, ports: (server: Int, sandbox: Int), folder: String, logger: Logger
    ) throws -> Sandbox {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return try Sandbox(
            configuration: SandboxConfiguration(
                port: ports.sandbox, databasePath: "\(folder)/sandbox.db", stripeSecretKey: secrets.stripeSecretKey,
                stripeWebhookEndpoints: [
                    SandboxConfiguration.WebhookEndpoint(
                        url: "http://127.0.0.1:\(ports.server)/api/webhooks/stripe",
                        secret: secrets.stripeWebhookSecret)
                ]),
            clock: Bootstrap.clock, identifiers: Bootstrap.identifiers, logger: quiet)
    }

    private func chosenPorts() async throws -> (server: Int, sandbox: Int) {
        guard !once else {
            return (try await SparePort.find(), try await SparePort.find())
        }
        let server = port ?? 8080
        for chosen in [server, sandboxPort ?? 1] where !(1...65_534).contains(chosen) {
            throw CommandFailure(.usage, "\(chosen) is not a port; use a number from 1 to 65534.")
        }
        let sandbox = sandboxPort ?? server + 1
        guard server != sandbox else { throw CommandFailure(.usage, "the server and the sandbox need a port each.") }
        for chosen in [server, sandbox] where try await !SparePort.isFree(chosen) {
            throw CommandFailure(.locked, "port \(chosen) is in use; choose others with --port.")
        }
        return (server, sandbox)
    }

    private static func throwAwayFolder() throws -> String {
        let folder =
            FileManager.default.temporaryDirectory.path(percentEncoded: false)
            + "/till-\(Bootstrap.identifiers.token())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    private static func remove(_ folder: String) {
        do {
            try FileManager.default.removeItem(atPath: folder)
        } catch {
            Output.standardError("warning: \(folder) could not be removed: \(error)\n")
        }
    }

    private static func welcome(port: Int, sandboxPort: Int, key: String) -> String {
        """

        Till is running. No account, no keys, no real money.

          Pricing page   http://localhost:\(port)/
          Sandbox        http://127.0.0.1:\(sandboxPort)/v1  plays Stripe, key \(key)

        Try this:
          1. Open http://localhost:\(port)/ and buy a job posting; any details pay.
          2. Watch the hook of hooks/Setup.swift run below, then: catalog orders list --env dev
          3. Change a price in products.yaml and buy again: the file is taken as soon as it is saved.


        """
    }
}
