import ArgumentParser
import TillModel
import TillStore

/// `catalog inbox`: what providers sent.
struct InboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbox",
        abstract: "List the webhooks that were stored, and what became of them.",
        discussion: """
            EXAMPLES
              catalog inbox list
              catalog inbox list --status dead
            """,
        subcommands: [List.self])

    /// `catalog inbox list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The newest webhooks.")

        @OptionGroup var options: StoreOptions
        @Option(help: "Only webhooks of this status, such as dead.") var status: String?
        @Option(help: "How many at most.") var limit = 50

        func run() async throws {
            let wanted = try StatusWords.parse(status, as: InboxTable.Status.self)
            let (store, mode) = try await options.open()
            let limit = limit
            let webhooks = try await store.read {
                try InboxTable($0).list(
                    tenant: ProviderAccount.defaultName, mode: mode, status: wanted, limit: limit)
            }
            if options.json {
                try Output.json("inbox list", ["webhooks": webhooks.map(WebhookAnswer.init)])
            } else if webhooks.isEmpty {
                Output.standardOutput("no webhooks\n")
            } else {
                Output.standardOutput(
                    TextTable.render(
                        ["EVENT", "TYPE", "STATUS", "RECEIVED", "REASON"],
                        webhooks.map {
                            [$0.dedupKey, $0.type, $0.status.rawValue, $0.receivedAt.rfc3339, $0.reason ?? ""]
                        }))
            }
        }
    }
}
