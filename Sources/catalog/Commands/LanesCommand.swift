import ArgumentParser
import TillEngine
import TillModel
import TillStore

/// `catalog lanes`: who works on what.
struct LanesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lanes",
        abstract: "List the orders and objects that have webhooks still to be applied.",
        discussion: """
            Webhooks about one order stand in its lane and are applied one after another. A server claims a lane \
            while it works on it; a claim without a sign of life for a minute is lost, and the lane is taken again.

            EXAMPLES
              catalog lanes list
            """,
        subcommands: [List.self])

    /// `catalog lanes list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The lanes that are due first, first.")

        @OptionGroup var options: StoreOptions
        @OptionGroup var list: ListOptions

        func run() async throws {
            let (store, mode) = try await options.open()
            let limit = list.limit
            let lanes = try await store.read {
                try LaneOverview($0, tenant: ProviderAccount.defaultName, mode: mode).list(limit: limit)
            }
            let now = Bootstrap.clock.now()
            let answers = lanes.map { LaneAnswer($0, at: now) }
            if options.json {
                try Output.json("lanes list", ["lanes": answers])
            } else if answers.isEmpty {
                Output.standardOutput("nothing is to be applied\n")
            } else {
                Output.standardOutput(
                    TextTable.render(
                        ["LANE", "MESSAGES", "OLDEST", "STATE"],
                        answers.map {
                            [
                                Printable.text($0.lane), String($0.unfinished),
                                $0.oldestAt.map(TimeWords.instant) ?? "", $0.state,
                            ]
                        }))
            }
        }
    }
}
