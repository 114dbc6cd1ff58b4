extension Explanation {
    static let portal: [Explanation] = [
        Explanation(
            .portalElsewhere,
            "`portal` sets up the pages of the provider on which customers help themselves. Only Stripe lets a catalog do "
                + "that.",
            wrong: """
                providers:
                  stripe: {}
                  paddle: { portal: { cancel: at_period_end } }
                products:
                  pro: { name: Pro, price: 9.00 USD, every: month }
                """,
            right: """
                providers:
                  stripe: { portal: { cancel: at_period_end } }
                products:
                  pro: { name: Pro, price: 9.00 USD, every: month }
                """),
        Explanation(
            .portalLimit,
            "Stripe's portal has a headline of 60 characters at most and offers a change to ten products at most.",
            wrong: """
                providers:
                  stripe:
                    portal: { headline: Everything there is to know about your subscription at our shop }
                products:
                  pro: { name: Pro, price: 9.00 USD, every: month }
                """,
            right: """
                providers:
                  stripe:
                    portal: { headline: Your subscription }
                products:
                  pro: { name: Pro, price: 9.00 USD, every: month }
                """),
        Explanation(
            .portalWithoutProducts,
            "`change_quantity`, `promotion_codes`, `proration` and `downgrade` say how customers change from one product to "
                + "another. Without `switch_to` there is none that they may change to.",
            wrong: """
                providers: { stripe: { portal: { proration: now } } }
                products:
                  pro: { name: Pro, price: 9.00 USD, every: month }
                """,
            right: """
                providers: { stripe: { portal: { proration: now, switch_to: [pro] } } }
                products:
                  pro: { name: Pro, price: 9.00 USD, every: month }
                """),
        Explanation(
            .portalProduct,
            "Customers change from one subscription to another. A product without a price that recurs, or whose prices are "
                + "all measured, is nothing that a subscription can be changed to.",
            wrong: """
                providers: { stripe: { portal: { switch_to: [pro, setup] } } }
                products:
                  pro: { name: Pro, price: 9.00 USD, every: month }
                  setup: { name: Setup, price: 99.00 USD }
                """,
            right: """
                providers: { stripe: { portal: { switch_to: [pro] } } }
                products:
                  pro: { name: Pro, price: 9.00 USD, every: month }
                  setup: { name: Setup, price: 99.00 USD }
                """),
    ]
}
