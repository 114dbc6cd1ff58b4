import ArgumentParser
import TillEngine
import TillModel
import TillStore

extension OrdersCommand {
    /// `catalog orders refund`.
    struct Refund: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give money back.",
            discussion: """
                Writes down what is to be given back, and keeps it back from other refunds; a running server asks the \
                provider within a second. Waits a few seconds for the answer. When none comes, the refund stays on \
                its way and is asked for again with the same key, so it is never made twice.

                EXAMPLES
                  catalog orders refund ord_… --reason 'posted twice'                   all that is left
                  catalog orders refund ord_… --amount 5.00 --reason 'late'             part of it
                  catalog orders refund ord_… --payment pay_… --reason 'paid twice'     one of several payments

                Exit status: 0 given back or on its way, 6 it cannot be given back, 7 the provider refused.
                """)

        @OptionGroup var options: StoreOptions
        @Argument(help: "The order's id, ord_…") var order: String
        @Option(help: "How much, in the payment's currency, such as 5.00; all that is left without it.")
        var amount: String?
        @Option(help: "Why, in a few words. It stays with the refund, here and at the provider.") var reason: String
        @Option(help: "Which payment, by our id or the provider's, where the order has several.") var payment: String?

        func run() async throws {
            let order = try OrderArgument.parse(order)
            let setup = try Bootstrap.setup()
            let (store, mode) = try await options.open(forWriting: true)
            let demand = RefundDemand(
                order: order, payment: payment, amount: amount.map { .decimal($0) } ?? .all, reason: reason)
            let plan = RefundPlan(
                demand, tenant: ProviderAccount.defaultName, mode: mode, setup: setup,
                refund: Bootstrap.identifiers.make(), at: Bootstrap.clock.now())
            try await OperationReport.refusing { try await store.write { _ = try plan.write(on: $0) } }
            try await OperationReport.tell(plan.key, in: store, as: "orders refund", json: options.json)
        }
    }
}

/// An order's id as it is given on the command line.
enum OrderArgument {
    static func parse(_ text: String) throws(CommandFailure) -> Order.ID {
        guard let id = Order.ID(rawValue: text) else {
            throw CommandFailure(.usage, "'\(text)' is not an order's id; they begin with ord_.")
        }
        return id
    }
}
