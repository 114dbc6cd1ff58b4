import ArgumentParser
import TillModel
import TillStore

/// `catalog inbox`: what providers sent.
struct InboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbox",
        abstract: "List the webhooks that were stored, or apply a dead one again.",
        discussion: """
            EXAMPLES
              catalog inbox list
              catalog inbox list --status dead
              catalog inbox retry evt_…      after its cause was mended
            """,
        subcommands: [List.self, Retry.self])

    /// `catalog inbox list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The newest webhooks.")

        @OptionGroup var options: StoreOptions
        @Option(help: "Only webhooks of this status, such as dead.") var status: String?
        @OptionGroup var list: ListOptions

        func run() async throws {
            let wanted = try StatusWords.parse(status, as: InboxTable.Status.self)
            let (store, mode) = try await options.open()
            let limit = list.limit
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

    /// `catalog inbox retry`.
    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Apply a dead webhook again.",
            discussion: "Its bytes are as they arrived. A running server picks it up within a second.")

        @OptionGroup var options: StoreOptions
        @Argument(help: "The provider's id of the event, as `catalog inbox list` shows it.") var event: String

        func run() async throws {
            let (store, mode) = try await options.open(forWriting: true)
            let now = Bootstrap.clock.now()
            let event = event
            let wasRevived = try await store.write {
                try InboxTable($0).revive(event, tenant: ProviderAccount.defaultName, mode: mode, at: now)
            }
            guard wasRevived else {
                throw CommandFailure(.usage, "there is no dead webhook \(event) in mode \(mode).")
            }
            if options.json {
                try Output.json("inbox retry", ["event": event])
            } else {
                Output.standardOutput("\(event) is applied again\n")
            }
        }
    }
}
