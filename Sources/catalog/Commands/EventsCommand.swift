import ArgumentParser
import TillModel
import TillStore

/// `catalog events`: what became true.
struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "List events, or show one with everything it carries.",
        discussion: """
            EXAMPLES
              catalog events list --type payment.mismatch
              catalog events show evt_…
            """,
        subcommands: [List.self, Show.self])

    /// `catalog events list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The newest events.")

        @OptionGroup var options: StoreOptions
        @Option(help: "Only events of this type, such as order.paid.") var type: String?
        @OptionGroup var list: ListOptions

        func run() async throws {
            let (store, mode) = try await options.open()
            let (kind, limit) = (type.map(EventKind.init(rawValue:)), list.limit)
            let events = try await store.read {
                try EventTable($0).list(tenant: ProviderAccount.defaultName, mode: mode, kind: kind, limit: limit)
            }
            if options.json {
                try Output.json("events list", ["events": events.map(EventAnswer.init)])
            } else if events.isEmpty {
                Output.standardOutput("no events\n")
            } else {
                Output.standardOutput(
                    TextTable.render(
                        ["EVENT", "TYPE", "ORDER", "HAPPENED"],
                        events.map { [$0.id.rawValue, $0.kind.rawValue, $0.order.rawValue, $0.occurredAt.rfc3339] }))
            }
        }
    }

    /// `catalog events show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One event, with its payload as hooks get it.")

        @OptionGroup var options: StoreOptions
        @Argument(help: "The event's id, evt_…") var event: String

        func run() async throws {
            guard let id = Event.ID(rawValue: event) else {
                throw CommandFailure(.usage, "'\(event)' is not an event's id; they begin with evt_.")
            }
            let (store, mode) = try await options.open()
            guard
                let found = try await store.read({
                    try EventTable($0).find(id, tenant: ProviderAccount.defaultName, mode: mode)
                })
            else { throw CommandFailure(.usage, "there is no event \(id) in mode \(mode).") }
            if options.json {
                try Output.json("events show", ["event": EventAnswer(found), "data": found.data])
            } else {
                Output.standardOutput(
                    """
                    \(found.id)  \(found.kind)
                      order \(found.order), number \(found.sequence) of it, happened \(found.occurredAt.rfc3339)

                    \(found.data)

                    """)
            }
        }
    }
}
