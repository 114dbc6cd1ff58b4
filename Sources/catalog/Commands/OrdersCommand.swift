import ArgumentParser
import TillEngine
import TillModel
import TillServer
import TillStore

/// `catalog orders`: what was ordered, and why an order is as it is.
struct OrdersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "orders",
        abstract: "List orders, show everything that happened to one, give money back.",
        discussion: """
            EXAMPLES
              catalog orders list --status pending
              catalog orders show ord_…
              catalog orders refund ord_… --amount 5.00 --reason 'late'
              catalog orders accept ord_… --reason 'the old price was still on the poster'
            """,
        subcommands: [List.self, Show.self, Refund.self, Accept.self])

    /// `catalog orders list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The newest orders.")

        @OptionGroup var options: StoreOptions
        @Option(help: "Only orders of this status, such as pending.") var status: String?
        @OptionGroup var list: ListOptions

        func run() async throws {
            let wanted = try StatusWords.parse(status, as: OrderStatus.self)
            let (store, mode) = try await options.open()
            let limit = list.limit
            let orders = try await store.read {
                try OrderTable($0).list(
                    tenant: ProviderAccount.defaultName, mode: mode, status: wanted, limit: limit)
            }
            if options.json {
                try Output.json("orders list", ["orders": orders.map { OrderAnswer($0.order) }])
            } else if orders.isEmpty {
                Output.standardOutput("no orders\n")
            } else {
                Output.standardOutput(
                    TextTable.render(
                        ["ORDER", "STATUS", "TOTAL", "MADE", "ITEMS"],
                        orders.map(\.order).map { order in
                            [
                                order.id.rawValue, order.status.rawValue, order.total.description,
                                order.createdAt.rfc3339,
                                order.items.map { "\($0.quantity)×\($0.reference)" }.joined(separator: ", "),
                            ]
                        }))
            }
        }
    }

    /// `catalog orders show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One order: items, payments, webhooks, events, hook runs, and what to do now.")

        @OptionGroup var options: StoreOptions
        @Argument(help: "The order's id, ord_…") var order: String

        func run() async throws {
            let id = try OrderArgument.parse(order)
            let (store, mode) = try await options.open()
            try await WhyCommand.show(id, as: "orders show", from: store, mode: mode, json: options.json)
        }
    }
}
