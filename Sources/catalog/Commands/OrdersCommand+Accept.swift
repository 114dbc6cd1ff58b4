import ArgumentParser
import TillEngine
import TillModel
import TillServer
import TillStore

extension OrdersCommand {
    /// `catalog orders accept`.
    struct Accept: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take the money that did not fit a quarantined order.",
            discussion: """
                The order becomes paid with what was paid, and its hooks run as if it had fitted. The events carry \
                the reason. To give the money back instead: catalog orders refund.

                EXAMPLES
                  catalog orders accept ord_… --reason 'the old price was still on the poster'

                Exit status: 0 accepted, 6 the order does not wait for a decision.
                """)

        @OptionGroup var options: StoreOptions
        @Argument(help: "The order's id, ord_…") var order: String
        @Option(help: "Why, in a few words. It stays on record.") var reason: String

        func run() async throws {
            let order = try OrderArgument.parse(order)
            let setup = try Bootstrap.setup()
            let (store, mode) = try await options.open(forWriting: true)
            let acceptance = OrderAcceptance(
                order, reason: reason, tenant: ProviderAccount.defaultName, mode: mode, setup: setup,
                at: Bootstrap.clock.now())
            let accepted = try await OperationReport.refusing {
                try await store.write { try acceptance.write(on: $0) }
            }
            if options.json {
                try Output.json("orders accept", ["order": OrderAnswer(accepted)])
            } else {
                Output.standardOutput(
                    "\(accepted.id) is paid with \(accepted.total); a running server runs its hooks\n")
            }
        }
    }
}
