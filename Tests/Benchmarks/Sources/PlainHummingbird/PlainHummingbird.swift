import Hummingbird
import Logging

/// The least that Hummingbird can be: what Till's start and its webhooks are measured beside.
@main
struct PlainHummingbird {
    static func main() async throws {
        let router = Router()
        router.get("/livez") { _, _ in "ok" }
        // Takes a webhook as far as HTTP goes, and keeps nothing.
        router.post("/api/webhooks/stripe") { request, _ in
            _ = try await request.body.collect(upTo: 1024 * 1024)
            return #"{"received":true}"#
        }
        var logger = Logger(label: "plain")
        logger.logLevel = .error
        let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 8080
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)), logger: logger)
        try await application.runService()
    }
}
