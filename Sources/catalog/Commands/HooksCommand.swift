import ArgumentParser
import TillModel
import TillStore

/// `catalog hooks`: the runs of the team's closures.
struct HooksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hooks",
        abstract: "List the runs of hooks, or run one again.",
        discussion: """
            EXAMPLES
              catalog hooks list --status dead
              catalog hooks retry evt_…/publish-job
            """,
        subcommands: [List.self, Retry.self])

    /// `catalog hooks list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The newest runs.")

        @OptionGroup var options: StoreOptions
        @Option(help: "Only runs of this status, such as dead.") var status: String?
        @OptionGroup var list: ListOptions

        func run() async throws {
            let wanted = try StatusWords.parse(status, as: HookRunTable.Status.self)
            let (store, mode) = try await options.open()
            let limit = list.limit
            let runs = try await store.read {
                try HookRunTable($0).list(
                    tenant: ProviderAccount.defaultName, mode: mode, status: wanted, limit: limit)
            }
            if options.json {
                try Output.json("hooks list", ["hook_runs": runs.map(HookRunAnswer.init)])
            } else if runs.isEmpty {
                Output.standardOutput("no hook runs\n")
            } else {
                Output.standardOutput(
                    TextTable.render(
                        ["RUN", "STATUS", "ATTEMPTS", "ORDER", "ERROR"],
                        runs.map {
                            [
                                "\($0.event)/\($0.hook)", $0.status.rawValue, String($0.attempts), $0.order.rawValue,
                                $0.error ?? "",
                            ]
                        }))
            }
        }
    }

    /// `catalog hooks retry`.
    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run a hook again that gave up or waits for its next try.",
            discussion: "The event's id stays the same. A running server picks it up within a second.")

        @OptionGroup var options: StoreOptions
        @Argument(help: ArgumentHelp("The run as `catalog hooks list` shows it: evt_…/name", valueName: "run"))
        var runID: String

        func run() async throws {
            let parts = runID.split(separator: "/", maxSplits: 1).map(String.init)
            guard parts.count == 2, let event = Event.ID(rawValue: parts[0]) else {
                throw CommandFailure(.usage, "'\(runID)' is not a run; write it as evt_…/name.")
            }
            let (store, mode) = try await options.open(forWriting: true)
            let now = Bootstrap.clock.now()
            let wasRetried = try await store.write {
                try HookRunTable($0).retry(
                    event: event, hook: parts[1], tenant: ProviderAccount.defaultName, mode: mode, at: now)
            }
            guard wasRetried else {
                let known = try await store.read {
                    try HookRunTable($0).find(
                        event: event, hook: parts[1], tenant: ProviderAccount.defaultName, mode: mode)
                }
                throw CommandFailure(
                    known == nil ? .usage : .blocked,
                    known.map { "\(runID) is \($0.status.rawValue); only dead and retrying runs are run again." }
                        ?? "there is no run \(runID).")
            }
            if options.json {
                try Output.json("hooks retry", ["run": runID])
            } else {
                Output.standardOutput("\(runID) runs again\n")
            }
        }
    }
}
