/// Mistakes of tiers, meters, and amounts that the buyer chooses.
extension Explanation {
    static let schemes = [
        Explanation(
            .tierOrder,
            "Tiers are listed from the smallest quantity to the largest, each with the last unit that belongs to it. Only "
                + "the last one has no end.",
            wrong: """
                products:
                  seats:
                    name: Seats
                    graduated: [{ up_to: 10, each: 5.00 USD }, { up_to: 5, each: 4.00 USD }, { each: 3.00 USD }]
                """,
            right: """
                products:
                  seats:
                    name: Seats
                    graduated: [{ up_to: 5, each: 5.00 USD }, { up_to: 10, each: 4.00 USD }, { each: 3.00 USD }]
                """),
        Explanation(
            .tierWithoutEnd,
            "The last tier ends, so there is no price for more than that. Leave its `up_to` out.",
            wrong: """
                products:
                  seats:
                    name: Seats
                    volume: [{ up_to: 10, each: 5.00 USD }, { up_to: 100, each: 4.00 USD }]
                """,
            right: """
                products:
                  seats:
                    name: Seats
                    volume: [{ up_to: 10, each: 5.00 USD }, { each: 4.00 USD }]
                """),
        Explanation(
            .meterWithoutInterval,
            "What is measured is paid at the end of each period, so the price must say how long one is.",
            wrong: """
                meters: { calls: API calls }
                products:
                  api: { name: API, price: 0.01 USD, meter: calls }
                """,
            right: """
                meters: { calls: API calls }
                products:
                  api: { name: API, price: 0.01 USD, meter: calls, every: month }
                """),
        Explanation(
            .meteredQuantity,
            "The meter's reading is the quantity, so the buyer cannot choose one when ordering.",
            wrong: """
                meters: { calls: API calls }
                products:
                  api: { name: API, price: 0.01 USD, meter: calls, every: month, quantity: 5 }
                """,
            right: """
                meters: { calls: API calls }
                products:
                  api: { name: API, price: 0.01 USD, meter: calls, every: month }
                """),
        Explanation(
            .customWithInterval,
            "An amount that the buyer chooses is paid once: providers do not renew it. Offer several recurring prices "
                + "instead.",
            wrong: """
                products:
                  donation: { name: Donation, custom: { min: 5.00 USD }, every: month }
                """,
            right: """
                products:
                  donation: { name: Donation, custom: { min: 5.00 USD } }
                """),
        Explanation(
            .customBounds, "`min`, `preset` and `max` ascend, or the amount that is offered first could not be paid.",
            wrong: """
                products:
                  donation: { name: Donation, custom: { min: 5.00 USD, preset: 2.00 USD } }
                """,
            right: """
                products:
                  donation: { name: Donation, custom: { min: 5.00 USD, preset: 20.00 USD } }
                """),
        Explanation(
            .conflictingScheme,
            "The key belongs to another kind of price. Tiers and amounts that the buyer chooses name their own "
                + "currencies, have no packages and cannot change by schedule.",
            wrong: """
                products:
                  seats:
                    name: Seats
                    graduated: [{ up_to: 10, each: 5.00 USD }, { each: 4.00 USD }]
                    also: [4.50 EUR]
                """,
            right: """
                products:
                  seats:
                    name: Seats
                    graduated: [{ up_to: 10, each: [5.00 USD, 4.50 EUR] }, { each: [4.00 USD, 3.60 EUR] }]
                """),
    ]
}
