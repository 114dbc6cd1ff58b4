import ArgumentParser
import TillEngine
import TillModel
import TillStore

/// `catalog subscriptions`: what renews, and ending it.
struct SubscriptionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subscriptions",
        abstract: "List subscriptions, or end one.",
        discussion: """
            EXAMPLES
              catalog subscriptions list --status pastDue
              catalog subscriptions cancel sub_…
            """,
        subcommands: [List.self, Cancel.self])

    /// `catalog subscriptions list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The subscriptions that changed last.")

        @OptionGroup var options: StoreOptions
        @Option(help: "Only subscriptions of this status, such as active.") var status: String?
        @OptionGroup var list: ListOptions

        func run() async throws {
            let wanted = try StatusWords.parse(status, as: Subscription.Status.self)
            let (store, mode) = try await options.open()
            let limit = list.limit
            let subscriptions = try await store.read {
                try SubscriptionTable($0).list(
                    tenant: ProviderAccount.defaultName, mode: mode, status: wanted, limit: limit)
            }
            if options.json {
                try Output.json("subscriptions list", ["subscriptions": subscriptions])
            } else if subscriptions.isEmpty {
                Output.standardOutput("no subscriptions\n")
            } else {
                Output.standardOutput(
                    TextTable.render(
                        ["SUBSCRIPTION", "STATUS", "PAID UNTIL", "ENDS THEN", "ORDER", "AT THE PROVIDER"],
                        subscriptions.map {
                            [
                                $0.id.rawValue, $0.status.rawValue, $0.currentPeriodEndsAt?.rfc3339 ?? "",
                                $0.cancelsAtPeriodEnd ? "yes" : "no", $0.order.rawValue, $0.remoteID,
                            ]
                        }))
            }
        }
    }

    /// `catalog subscriptions cancel`.
    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a subscription with the period that is paid, or now.",
            discussion: """
                A running server asks the provider within a second. Nothing is given back by it: for that there is \
                catalog orders refund.

                EXAMPLES
                  catalog subscriptions cancel sub_…           goes on until the end of what is paid
                  catalog subscriptions cancel sub_… --now     ends at once

                Exit status: 0 ended or on its way, 6 it cannot be ended, 7 the provider refused.
                """)

        @OptionGroup var options: StoreOptions
        @Argument(help: "The subscription, by our id or the provider's.") var subscription: String
        @Flag(help: "End it at once, and not with its period.") var now = false

        func run() async throws {
            let (store, mode) = try await options.open(forWriting: true)
            let plan = CancelPlan(
                subscription, atPeriodEnd: !now, tenant: ProviderAccount.defaultName, mode: mode,
                token: Bootstrap.identifiers.token(), at: Bootstrap.clock.now())
            let key = try await OperationReport.refusing { try await store.write { try plan.write(on: $0) } }
            try await OperationReport.tell(key, in: store, as: "subscriptions cancel", json: options.json)
        }
    }
}
