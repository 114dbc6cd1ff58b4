import ArgumentParser
import TillModel
import TillStore

/// `catalog operations`: what providers were asked to do.
struct OperationsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "operations",
        abstract: "List what providers were asked to do, or have one asked for again.",
        discussion: """
            EXAMPLES
              catalog operations list --status unknown
              catalog operations show till-refund-ref_…
              catalog operations retry till-refund-ref_…
            """,
        subcommands: [List.self, Show.self, Retry.self])

    /// `catalog operations list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The newest operations.")

        @OptionGroup var options: StoreOptions
        @Option(help: "Only operations of this status, such as unknown.") var status: String?
        @OptionGroup var list: ListOptions

        func run() async throws {
            let wanted = try StatusWords.parse(status, as: OperationTable.Status.self)
            let (store, mode) = try await options.open()
            let limit = list.limit
            let operations = try await store.read {
                try OperationTable($0).list(
                    tenant: ProviderAccount.defaultName, mode: mode, status: wanted, limit: limit)
            }
            if options.json {
                try Output.json("operations list", ["operations": operations.map(OperationAnswer.init)])
            } else if operations.isEmpty {
                Output.standardOutput("no operations\n")
            } else {
                Output.standardOutput(
                    TextTable.render(
                        ["OPERATION", "STATUS", "AMOUNT", "ATTEMPTS", "ORDER", "ERROR"],
                        operations.map {
                            [
                                $0.key.rawValue, $0.status.rawValue, $0.request.amount?.description ?? "",
                                String($0.attempts), $0.order.rawValue, $0.error ?? "",
                            ]
                        }))
            }
        }
    }

    /// `catalog operations show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One operation: what was asked, what came of it, and what to do now.")

        @OptionGroup var options: StoreOptions
        @Argument(help: "The operation's id, as `catalog operations list` shows it.") var operation: String

        func run() async throws {
            let (store, mode) = try await options.open()
            let found = try await OperationReport.find(IdempotencyKey(rawValue: operation), mode: mode, in: store)
            if options.json {
                try Output.json("operations show", ["operation": OperationAnswer(found)])
            } else {
                Output.standardOutput(OperationView.text(found))
            }
        }
    }

    /// `catalog operations retry`.
    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Have the provider asked again now.",
            discussion: """
                One that is unknown is asked for with the same key, or looked for when the provider no longer knows \
                the key. One that is dead is looked for, and then asked for once more: look at the provider first.
                """)

        @OptionGroup var options: StoreOptions
        @Argument(help: "The operation's id, as `catalog operations list` shows it.") var operation: String

        func run() async throws {
            let (store, mode) = try await options.open(forWriting: true)
            let key = IdempotencyKey(rawValue: operation)
            let now = Bootstrap.clock.now()
            let wasRetried = try await store.write {
                try OperationTable($0).retry(key, tenant: ProviderAccount.defaultName, mode: mode, at: now)
            }
            guard wasRetried else {
                let found = try await OperationReport.find(key, mode: mode, in: store)
                throw CommandFailure(
                    .blocked,
                    found.token == nil
                        ? "\(operation) is \(found.status.rawValue); only planned, unknown and dead ones are asked for."
                        : "the provider is being asked for \(operation) right now.")
            }
            try await OperationReport.tell(key, in: store, as: "operations retry", json: options.json)
        }
    }
}
