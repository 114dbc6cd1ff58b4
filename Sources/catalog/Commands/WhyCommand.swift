import ArgumentParser
import TillEngine
import TillModel
import TillStore

/// `catalog why`: the whole story of an order, found by whatever one has in hand.
struct WhyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Everything that happened to an order, and what to do now.",
        discussion: """
            EXAMPLES
              catalog why ord_…
              catalog why cs_live_…          the provider's session, payment, refund or subscription
              catalog why evt_…              an event of ours or of the provider's
              catalog why buyer@example.com  lists the orders when there are several

            An e-mail address is looked for on orders, and in the newest 5000 webhooks, since buyers type it on the \
            provider's page.

            Exit status: 0 found, 64 nothing of that name.
            """)

    @OptionGroup var options: StoreOptions
    @Argument(help: "An order's id, an id of the provider's, an event's id, or a buyer's e-mail address.")
    var order: String

    func run() async throws {
        let (store, mode) = try await options.open()
        let search = OrderSearch(store: store, tenant: ProviderAccount.defaultName, mode: mode)
        switch try await search.find(order) {
        case .order(let id): try await Self.show(id, as: "why", from: store, mode: mode, json: options.json)
        case .candidates(let orders): try list(orders)
        case .message(let message): try await MessageView.show(message, as: "why", from: store, json: options.json)
        case .nothing:
            throw CommandFailure(
                .usage,
                "nothing is known of '\(order)' in mode \(mode); another mode may have it: --env dev, test or live.")
        }
    }

    /// Prints the story of an order.
    static func show(
        _ id: Order.ID, as command: String, from store: any Store, mode: Mode, json: Bool
    ) async throws {
        guard
            let story = try await OrderStory.read(id, tenant: ProviderAccount.defaultName, mode: mode, from: store)
        else {
            throw CommandFailure(
                .usage, "there is no order \(id) in mode \(mode); another mode may have it: --env dev, test or live.")
        }
        let now = Bootstrap.clock.now()
        if json {
            try Output.json(command, OrderStoryView.json(story, at: now))
        } else {
            Output.standardOutput(OrderStoryView.text(story, at: now, .standardOutput))
        }
    }

    private func list(_ orders: [Order]) throws {
        if options.json {
            try Output.json("why", ["candidates": orders.map(Candidate.init)])
        } else {
            let table = TextTable.render(
                ["ORDER", "STATUS", "TOTAL", "MADE", "ITEMS"],
                orders.map { order in
                    [
                        order.id.rawValue, order.status.rawValue, order.total.description,
                        TimeWords.instant(order.createdAt),
                        order.items.map { "\($0.quantity)×\($0.reference)" }.joined(separator: ", "),
                    ]
                })
            Output.standardOutput(table + "\n\(orders.count) orders; ask for one: catalog why \(orders[0].id)\n")
        }
    }

    private struct Candidate: Encodable {
        let order: Order.ID
        let status: OrderStatus
        let total: Money

        init(_ order: Order) {
            self.order = order.id
            status = order.status
            total = order.total
        }
    }
}
