/// Mistakes of how and when a price is paid.
extension Explanation {
    static let prices = [
        Explanation(
            .conflictingPrices,
            "A price is said in two ways. One price stands beside the product's name; several stand under `prices`. And "
                + "each is either `price`, `amount`, tiers or `custom`.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, amount: 900 }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                """),
        Explanation(
            .noPrice, "Nothing says what it costs. What costs nothing has `price: free`.",
            wrong: """
                products:
                  pro: { name: Pro }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                """),
        Explanation(
            .unknownInterval,
            "A recurring price is paid every `day`, `week`, `month` or `year`, or every so many of them. Words such as "
                + "`quarterly` are not used, so that there is one way to say it.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, every: quarterly }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD, every: 3 months }
                """),
        Explanation(
            .trialWithoutInterval,
            "A trial is the time before the first payment of a subscription. What is paid once is paid when it is bought.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, trial: 14 days }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD, every: month, trial: 14 days }
                """),
        Explanation(
            .badTrial, "A trial is counted in days or weeks, since months differ in length and providers count days.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, every: month, trial: 1 month }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD, every: month, trial: 30 days }
                """),
        Explanation(
            .setupFeeWithoutInterval,
            "A setup fee is paid once with the first payment of a subscription. What is paid once anyway has it in its "
                + "price.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, setup_fee: 49.00 USD }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD, every: month, setup_fee: 49.00 USD }
                """),
        Explanation(
            .pointlessForFree,
            "What is free is not paid, so it has no other currencies, trial, fee, tax or changes. What costs something "
                + "later is another price.",
            wrong: """
                products:
                  free: { name: Free, price: free, every: month, trial: 14 days }
                """,
            right: """
                products:
                  free: { name: Free, price: free, every: month }
                """),
        Explanation(
            .scheduleOrder,
            "Amounts to come are listed from the earliest to the latest. Two on the same day, or in another order, are "
                + "usually a mistyped date.",
            wrong: """
                products:
                  ebook:
                    name: Book
                    price: 12.00 USD
                    schedule:
                      - { effective: 2028-01-01, price: 16.00 USD }
                      - { effective: 2027-06-01, price: 14.00 USD }
                """,
            right: """
                products:
                  ebook:
                    name: Book
                    price: 12.00 USD
                    schedule:
                      - { effective: 2027-06-01, price: 14.00 USD }
                      - { effective: 2028-01-01, price: 16.00 USD }
                """),
        Explanation(
            .emptyWindow,
            "The end is not after the beginning, so it is never sold or valid. The day behind `until` is the first on "
                + "which it is over.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, effective: 2027-03-01, until: 2027-01-01 }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD, effective: 2027-01-01, until: 2027-03-01 }
                """),
        Explanation(
            .existingMissing,
            "A recurring amount changes, and nothing says what becomes of those who subscribed before: whether they keep "
                + "their amount, or pay the new one from a day on. That is a promise to customers, so it is never "
                + "guessed.",
            wrong: """
                products:
                  pro:
                    name: Pro
                    price: 9.00 USD
                    every: month
                    schedule: [{ effective: 2027-06-01, price: 12.00 USD }]
                """,
            right: """
                products:
                  pro:
                    name: Pro
                    price: 9.00 USD
                    every: month
                    schedule: [{ effective: 2027-06-01, price: 12.00 USD, existing: keep }]
                """),
        Explanation(
            .existingWithoutInterval,
            "`existing` says what becomes of subscribers, and what is paid once has none.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, existing: keep }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD, every: month, existing: keep }
                """),
    ]
}
