import TillModel

/// Mistakes of amounts.
extension Explanation {
    static let money = [
        Explanation(
            .unknownCurrency,
            "A currency is written with the three letters of ISO 4217. Misspelled, an amount would mean nothing or "
                + "something else.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 UDS }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                """),
        Explanation(
            .priceWithoutCurrency,
            "A bare number could mean dollars or cents, and in which currency. Write whole units with their currency as "
                + "`price`, or the smallest units as `amount`.",
            wrong: """
                products:
                  pro: { name: Pro, price: 99 }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 99.00 USD }
                """),
        Explanation(
            .unreadablePrice,
            "An amount is digits with a decimal point, one space, and the currency in upper case. Signs such as `$` and "
                + "`€` are used by several currencies.",
            wrong: """
                products:
                  pro: { name: Pro, price: $99 }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 99.00 USD }
                """),
        Explanation(
            .tooPrecise,
            "The amount has more decimals than the currency: the dollar has two, the yen none, the Kuwaiti dinar three. "
                + "It is not rounded, since nobody said which way. Only what a metered unit costs may be more precise.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.999 USD }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.99 USD }
                """),
        Explanation(
            .fractionalAmount,
            "`amount` counts the smallest unit of its currency, such as cents, so it is a whole number without a "
                + "currency. For `99.00 USD` write `price`.",
            wrong: """
                products:
                  pro: { name: Pro, amount: 99.50, currency: USD }
                """,
            right: """
                products:
                  pro: { name: Pro, amount: 9950, currency: USD }
                """),
        Explanation(
            .negativeAmount, "A price is what the buyer pays. What is taken off is a coupon.",
            wrong: """
                products:
                  rebate: { name: Rebate, price: -5.00 USD }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                coupons:
                  REBATE: { amount_off: 5.00 USD }
                """),
        Explanation(
            .freePrice,
            "An amount of nothing is usually a mistake. What costs nothing says so with `price: free`, and needs no "
                + "payment then.",
            wrong: """
                products:
                  free: { name: Free, price: 0.00 USD }
                """,
            right: """
                products:
                  free: { name: Free, price: free }
                """),
        Explanation(
            .amountTooLarge,
            "The amount has more digits than can be counted exactly. It is probably pasted together from two.",
            wrong: """
                products:
                  pro: { name: Pro, price: 99999999999999999999.00 USD }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 99.00 USD }
                """),
        Explanation(
            .digitGrouping,
            "`1,299` is a thousand in one country and one and a bit in another. Write the digits without anything between "
                + "them, and a point before the decimals.",
            wrong: """
                products:
                  pro: { name: Pro, price: "1,299.00 USD" }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 1299.00 USD }
                """),
        Explanation(
            .amountWithoutCurrency,
            "`amount` counts the smallest units of a currency, and none is named: neither beside it nor for all prices "
                + "under `defaults`.",
            wrong: """
                products:
                  pro: { name: Pro, amount: 9900 }
                """,
            right: """
                defaults: { currency: USD }
                products:
                  pro: { name: Pro, amount: 9900 }
                """),
        Explanation(
            .lowerCaseCurrency, "A currency is written in upper case, everywhere in the same way.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 usd }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                """),
        Explanation(
            .repeatedCurrency,
            "Two amounts are in the same currency, so it is not clear which one a buyer pays. Give one for each currency.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, also: [8.00 EUR, 8.50 EUR] }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD, also: [8.00 EUR] }
                """),
        Explanation(
            .currencyTwice,
            "`price: 9.00 USD` names its currency, and `currency` names one again. `currency` belongs to `amount` only.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, currency: USD }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                """),
        Explanation(
            .currenciesDiffer,
            "Everything that belongs to one price must be there in the same currencies: its tiers, setup fee, bounds and "
                + "changes. Otherwise a buyer in one of them could not be asked to pay.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, also: [8.00 EUR], every: month, setup_fee: 49.00 USD }
                """,
            right: """
                products:
                  pro:
                    name: Pro
                    price: 9.00 USD
                    also: [8.00 EUR]
                    every: month
                    setup_fee: [49.00 USD, 45.00 EUR]
                """),
        Explanation(
            .belowProviderMinimum,
            "The provider refuses payments that are smaller than its fees make sense for, and this amount is. It is a "
                + "warning, since the bound depends on your account, and several of it in one order may be enough.",
            wrong: """
                products:
                  sticker: { name: Sticker, price: 0.20 USD }
                """,
            right: """
                products:
                  sticker: { name: Sticker, price: 1.00 USD }
                """, severity: .warning),
        Explanation(
            .aboveProviderMaximum, "The provider takes no single payment this large. Is a digit too many?",
            wrong: """
                products:
                  pro: { name: Pro, price: 9900000.00 USD }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9900.00 USD }
                """),
        Explanation(
            .notSoldYet,
            "The price is understood, shown and quoted, but a checkout of this version refuses it. Tiers, packages, "
                + "setup fees, what is paid by use, amounts that the buyer chooses and what is free are of this kind.",
            wrong: """
                products:
                  sticker: { name: Sticker, price: 5.00 USD, package: 10 }
                """,
            right: """
                products:
                  sticker: { name: Sticker, price: 0.50 USD }
                """, severity: .warning),
        Explanation(
            .taxesUnused,
            "Taxes are read, checked and quoted, but a checkout of this version asks for the price as it is listed. The "
                + "warning goes away with the version that adds them.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                taxes: { DE: 19 }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                """, severity: .warning),
        Explanation(
            .providerCannotHave,
            "A payment company that something is sold through cannot have it in the form that the file gives it, such as "
                + "a price with tiers at Paddle. It is told where an environment is named: `catalog validate --env live`. "
                + "`catalog plan` shows it as blocked, and `catalog sync` writes nothing anywhere until then. Sell it "
                + "through another one, or in another form.", severity: .warning),
    ]
}
