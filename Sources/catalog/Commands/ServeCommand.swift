import ArgumentParser
import Logging

/// `catalog serve`: the server.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Sell: the pricing page, checkout, webhooks and hooks.",
        discussion: """
            Reads its settings from the environment and from .env; `catalog config` shows them.
            TILL_ENV must say whether money is real.

            A changed products.yaml and lock file are taken while it sells, on SIGHUP or, with --watch, by \
            themselves. One that is not valid is told in the log and in /health, and the old one goes on selling. \
            Settings are read at the start only.

            EXAMPLES
              TILL_ENV=test catalog serve
              TILL_ENV=live TILL_PUBLIC_URL=https://shop.example catalog serve --host 0.0.0.0
              TILL_ENV=test catalog serve --watch

            Exit status: 0 after it was told to end, 3 the catalog is not valid, 4 keys or mode do not fit, 8 another \
            server uses the database or the port.
            """)

    @Option(help: "The catalog file (TILL_CATALOG).")
    var catalog: String?

    @Option(help: "The address to listen on (TILL_HOST).")
    var host: String?

    @Option(help: "The port to listen on (TILL_PORT).")
    var port: Int?

    @Flag(help: "Take a changed catalog or lock file by itself, within a few seconds.")
    var watch = false

    func run() async throws {
        let settings = try await Settings.read(overriding: [
            "TILL_CATALOG": catalog, "TILL_HOST": host, "TILL_PORT": port.map(String.init),
        ])
        let logger = try Bootstrap.logger(settings)
        let mode = try settings.mode()
        let url = try settings.publicURL(mode: mode, port: try settings.port())
        try await Bootstrap.serve(settings, watches: watch, logger: logger) { _ in
            logger.notice("Serving", metadata: ["url": "\(url)", "mode": "\(mode)"])
        }
    }
}
