import Hummingbird
import Logging

/// The least that Hummingbird can be: what Till's start is measured beside.
@main
struct PlainHummingbird {
    static func main() async throws {
        let router = Router()
        router.get("/livez") { _, _ in "ok" }
        var logger = Logger(label: "plain")
        logger.logLevel = .error
        let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 8080
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)), logger: logger)
        try await application.runService()
    }
}
