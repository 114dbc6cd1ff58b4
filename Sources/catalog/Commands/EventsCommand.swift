import ArgumentParser
import TillEngine
import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `catalog events`: what became true.
struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "List events, or show one: what changed with it, and what it carries.",
        discussion: """
            EXAMPLES
              catalog events list --type payment.mismatch
              catalog events show evt_…
              catalog events show evt_… --body
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
                try Output.json("events list", ["events": events.map { EventAnswer($0) }])
            } else if events.isEmpty {
                Output.standardOutput("no events\n")
            } else {
                Output.standardOutput(
                    TextTable.render(
                        ["EVENT", "TYPE", "ORDER", "HAPPENED"],
                        events.map {
                            [
                                $0.id.rawValue, $0.kind.rawValue, $0.entity,
                                TimeWords.instant($0.occurredAt),
                            ]
                        }))
            }
        }
    }

    /// `catalog events show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One event: what brought it, what changed with it, and which hooks ran.",
            discussion: "What it carries may name the buyer, so it is printed with --body only, as hooks get it.")

        @OptionGroup var options: StoreOptions
        @Flag(help: "Print what it carries as well.") var body = false
        @Argument(help: "The event's id, evt_…") var event: String

        func run() async throws {
            guard let id = Event.ID(rawValue: event) else {
                throw CommandFailure(.usage, "'\(event)' is not an event's id; they begin with evt_.")
            }
            let (store, mode) = try await options.open()
            let found = try await store.read { connection -> EventView.Shown? in
                let tenant = ProviderAccount.defaultName
                guard let event = try EventTable(connection).find(id, tenant: tenant, mode: mode) else { return nil }
                let cause = try EventTable(connection).causes(entity: event.entity, tenant: tenant)[id]
                return EventView.Shown(
                    event: event, cause: cause,
                    message: try cause?.inboxID.flatMap {
                        try InboxTable(connection).find($0, tenant: tenant, mode: mode)
                    },
                    runs: try HookRunTable(connection).list(entity: event.entity, tenant: tenant)
                        .filter { $0.event == id })
            }
            guard let found else { throw CommandFailure(.usage, "there is no event \(id) in mode \(mode).") }
            if options.json {
                try Output.json("events show", EventView.json(found, body: body))
            } else {
                Output.standardOutput(EventView.text(found, body: body, .standardOutput))
            }
        }
    }
}
