import ArgumentParser
import TillEngine
import TillModel
import TillStore

/// `catalog inbox`: what providers sent.
struct InboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbox",
        abstract: "List the webhooks that were stored, show one, or apply dead ones again.",
        discussion: """
            EXAMPLES
              catalog inbox list --status dead
              catalog inbox show evt_…
              catalog inbox retry evt_…                      after its cause was mended
              catalog inbox retry --reason failed --dry-run  all of one reason; first only counted
            """,
        subcommands: [List.self, Show.self, Retry.self])

    /// `catalog inbox list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The newest webhooks.")

        @OptionGroup var options: StoreOptions
        @Option(help: "Only webhooks of this status, such as dead.") var status: String?
        @Option(help: "Only dead webhooks of this reason, such as failed.") var reason: String?
        @OptionGroup var list: ListOptions

        func run() async throws {
            let wanted = try StatusWords.parse(status, as: InboxTable.Status.self)
            let code = try reason.map { text throws(CommandFailure) in try RetryOptions.parse(text, .message).rawValue }
            let (store, mode) = try await options.open()
            let limit = list.limit
            let webhooks = try await store.read { connection in
                if let code {
                    return try DeadLetterTable(connection, tenant: ProviderAccount.defaultName, mode: mode)
                        .messages(codes: [code], limit: limit)
                }
                return try InboxTable(connection).list(
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
                            [
                                Printable.text($0.dedupKey), Printable.text($0.type), $0.status.rawValue,
                                TimeWords.instant($0.receivedAt), InboxCommand.reason(of: $0),
                            ]
                        }))
            }
        }
    }

    /// The reason in a word where there is one; otherwise its beginning, so that a line stays a line.
    private static func reason(of webhook: InboxTable.Stored) -> String {
        let answer = WebhookAnswer(webhook)
        let text = Printable.text(answer.code ?? webhook.reason ?? "").replacing("\n", with: " ")
        return text.count > 40 ? text.prefix(39) + "…" : text
    }

    /// `catalog inbox show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One webhook: where it is, why, and what to do.",
            discussion: "Its body may name the buyer and how they paid, so it is printed with --body only.")

        @OptionGroup var options: StoreOptions
        @Flag(help: "Print the body as well, and what was fetched beside it.") var body = false
        @Argument(help: "The provider's id of the event, or ours, as `catalog inbox list` shows it.") var event: String

        func run() async throws {
            let (store, mode) = try await options.open()
            let event = event
            let message = try await store.read {
                try InboxTable($0).find(event, tenant: ProviderAccount.defaultName, mode: mode)
            }
            guard let message else { throw CommandFailure(.usage, "there is no webhook \(event) in mode \(mode).") }
            try await MessageView.show(message, as: "inbox show", from: store, body: body, json: options.json)
        }
    }

    /// `catalog inbox retry`.
    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Apply a dead webhook again, or all of one reason.",
            discussion: """
                Their bytes are as they arrived. A running server picks them up within a second.

                EXAMPLES
                  catalog inbox retry evt_…
                  catalog inbox retry --reason unparsed --dry-run
                  catalog inbox retry --reason unparsed --limit 500
                """)

        @OptionGroup var options: StoreOptions
        @OptionGroup var which: RetryOptions
        @Argument(help: "The provider's id of the event, as `catalog inbox list` shows it.") var event: String?

        func run() async throws {
            let choice = try which.choice(event, .message)
            let (store, mode) = try await options.open(forWriting: true)
            let now = Bootstrap.clock.now()
            let (limit, dryRun) = (which.limit, which.dryRun)
            switch choice {
            case .one(let event):
                let isThere = try await store.write { connection in
                    let inbox = InboxTable(connection)
                    let tenant = ProviderAccount.defaultName
                    guard dryRun else { return try inbox.revive(event, tenant: tenant, mode: mode, at: now) }
                    return try inbox.find(event, tenant: tenant, mode: mode)?.status == .dead
                }
                guard isThere else {
                    throw CommandFailure(.usage, "there is no dead webhook \(event) in mode \(mode).")
                }
                if options.json {
                    try Output.json("inbox retry", ["event": event, "count": 1, "ids": [event], "dry_run": dryRun])
                } else {
                    Output.standardOutput("\(event) \(dryRun ? "would be" : "is") applied again\n")
                }
            case .dead(let reason):
                let codes = reason.map { [$0.rawValue] } ?? []
                let ids = try await store.write { connection -> [String] in
                    let tenant = ProviderAccount.defaultName
                    let dead = try DeadLetterTable(connection, tenant: tenant, mode: mode)
                        .messages(codes: codes, limit: limit)
                    return try dead.filter { message in
                        try dryRun
                            || InboxTable(connection).revive(message.id, tenant: tenant, mode: mode, at: now)
                    }.map(\.dedupKey)
                }
                try RetryOptions.report(
                    "inbox retry", ids, noun: "webhook", limit: limit, dryRun: dryRun, json: options.json)
            }
        }
    }
}
