import ArgumentParser
import TillEngine
import TillModel
import TillStore

/// `catalog hooks`: the runs of the team's closures.
struct HooksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hooks",
        abstract: "List the runs of hooks, show one, or run dead ones again.",
        discussion: """
            EXAMPLES
              catalog hooks list --status dead
              catalog hooks show evt_…/publish-job
              catalog hooks retry evt_…/publish-job
              catalog hooks retry --reason out_of_tries --dry-run
            """,
        subcommands: [List.self, Show.self, Retry.self])

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
                try Output.json("hooks list", ["hook_runs": runs.map { HookRunAnswer($0) }])
            } else if runs.isEmpty {
                Output.standardOutput("no hook runs\n")
            } else {
                Output.standardOutput(
                    TextTable.render(
                        ["RUN", "STATUS", "ATTEMPTS", "ORDER", "ERROR"],
                        runs.map {
                            [
                                "\($0.event)/\($0.hook)", $0.status.rawValue, String($0.attempts), $0.entity,
                                Printable.text($0.error ?? "").replacing("\n", with: " "),
                            ]
                        }))
            }
        }
    }

    /// A run's two names in one word: `evt_…/name`.
    struct RunID {
        let event: Event.ID
        let hook: String

        init(_ text: String) throws(CommandFailure) {
            let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
            guard parts.count == 2, let event = Event.ID(rawValue: parts[0]) else {
                throw CommandFailure(.usage, "'\(text)' is not a run; write it as evt_…/name.")
            }
            self.event = event
            hook = parts[1]
        }
    }

    /// `catalog hooks show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One run: each try, how long it took, and what to do.")

        @OptionGroup var options: StoreOptions
        @Argument(help: ArgumentHelp("The run as `catalog hooks list` shows it: evt_…/name", valueName: "run"))
        var runID: String

        func run() async throws {
            let id = try RunID(runID)
            let (event, hook) = (id.event, id.hook)
            let (store, mode) = try await options.open()
            let found = try await store.read {
                connection -> (HookRunTable.Stored, [HookAttemptTable.Stored], Event?)? in
                let tenant = ProviderAccount.defaultName
                guard let run = try HookRunTable(connection).find(event: event, hook: hook, tenant: tenant, mode: mode)
                else { return nil }
                return (
                    run, try HookAttemptTable(connection).list(event: event, hook: hook, tenant: tenant),
                    try EventTable(connection).find(event, tenant: tenant, mode: mode)
                )
            }
            guard let (run, tries, event) = found else {
                throw CommandFailure(.usage, "there is no run \(runID) in mode \(mode).")
            }
            if options.json {
                let letter = run.status == .dead ? DeadLetter(hookError: run.error ?? "", attempts: run.attempts) : nil
                try Output.json(
                    "hooks show",
                    [
                        "hook_run": HookRunAnswer(run, attempts: tries), "event": event.map { EventAnswer($0) },
                        "dead": letter.map { DeadReasonAnswer($0.reason) },
                    ])
            } else {
                Output.standardOutput(HookRunView.text(run, tries, event, .standardOutput))
            }
        }
    }

    /// `catalog hooks retry`.
    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run a hook again that gave up or waits for its next try, or all dead ones of a reason.",
            discussion: "The event's id stays the same. A running server picks it up within a second.")

        @OptionGroup var options: StoreOptions
        @OptionGroup var which: RetryOptions
        @Argument(help: ArgumentHelp("The run as `catalog hooks list` shows it: evt_…/name", valueName: "run"))
        var runID: String?

        func run() async throws {
            switch try which.choice(runID, .hookRun) {
            case .one(let text): try await retry(text, RunID(text))
            case .dead(let reason): try await retryAll(reason)
            }
        }

        private func retry(_ text: String, _ id: RunID) async throws {
            let (event, hook, dryRun) = (id.event, id.hook, which.dryRun)
            let (store, mode) = try await options.open(forWriting: true)
            let now = Bootstrap.clock.now()
            let tenant = ProviderAccount.defaultName
            let (wasRetried, known) = try await store.write { connection in
                let runs = HookRunTable(connection)
                let known = try runs.find(event: event, hook: hook, tenant: tenant, mode: mode)
                guard !dryRun else { return (known?.status == .dead || known?.status == .retrying, known) }
                return (try runs.retry(event: event, hook: hook, tenant: tenant, mode: mode, at: now), known)
            }
            guard wasRetried else {
                throw CommandFailure(
                    known == nil ? .usage : .blocked,
                    known.map { "\(text) is \($0.status.rawValue); only dead and retrying runs are run again." }
                        ?? "there is no run \(text).")
            }
            if options.json {
                try Output.json("hooks retry", ["run": text, "count": 1, "ids": [text], "dry_run": dryRun])
            } else {
                Output.standardOutput("\(text) \(dryRun ? "would run" : "runs") again\n")
            }
        }

        private func retryAll(_ reason: DeadReason?) async throws {
            let (store, mode) = try await options.open(forWriting: true)
            let now = Bootstrap.clock.now()
            let (limit, dryRun) = (which.limit, which.dryRun)
            let ids = try await store.write { connection -> [String] in
                let tenant = ProviderAccount.defaultName
                // A hook's own words have no code in front, so the reason is told from the run as a whole.
                let dead = try DeadLetterTable(connection, tenant: tenant, mode: mode)
                    .hookRuns(codes: [], limit: 100_000)
                    .filter { run in
                        reason.map {
                            $0 == DeadLetter(hookError: run.error ?? "", attempts: run.attempts).reason
                        } ?? true
                    }
                return try dead.prefix(limit).filter { run in
                    try dryRun
                        || HookRunTable(connection).retry(
                            event: run.event, hook: run.hook, tenant: tenant, mode: mode, at: now)
                }.map { "\($0.event)/\($0.hook)" }
            }
            try RetryOptions.report(
                "hooks retry", ids, noun: "run", limit: limit, dryRun: dryRun, json: options.json)
        }
    }
}
