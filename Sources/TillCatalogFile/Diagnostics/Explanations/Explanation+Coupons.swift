import TillModel

/// Mistakes of coupons.
extension Explanation {
    static let coupons = [
        Explanation(
            .badPercentage,
            "A percentage is a plain number without `%`, with four decimals at most, and within what makes sense: a "
                + "reduction is above 0 and at most 100.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                coupons:
                  LAUNCH: { percent_off: 20% }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                coupons:
                  LAUNCH: { percent_off: 20 }
                """),
        Explanation(
            .couponReduction,
            "A coupon takes off exactly one thing: a percentage, an amount, or the first time of a subscription.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                coupons:
                  LAUNCH: { percent_off: 20, amount_off: 5.00 USD }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                coupons:
                  LAUNCH: { percent_off: 20 }
                """),
        Explanation(
            .badDate,
            "A day is year, month and day: `2027-01-01`. It means midnight at its beginning, in the file's `timezone`. "
                + "Days that the calendar does not have are refused too.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                coupons:
                  LAUNCH: { percent_off: 20, until: 31.12.2027 }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                coupons:
                  LAUNCH: { percent_off: 20, until: 2028-01-01 }
                """),
        Explanation(
            .unknownCouponProduct,
            "The coupon is for a product or price that is not in the catalog, so nobody could use it there.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                coupons:
                  LAUNCH: { percent_off: 20, products: [por] }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                coupons:
                  LAUNCH: { percent_off: 20, products: [pro] }
                """),
        Explanation(
            .couponsUnused,
            "Coupons are read and checked, but a checkout of this version does not take them yet. The warning goes away "
                + "with the version that does.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                coupons:
                  LAUNCH: { percent_off: 20 }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                """, severity: .warning),
        Explanation(
            .codeTwice,
            "Two coupons answer to the same code. Buyers type codes in any case, so `launch` and `LAUNCH` are one.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                coupons:
                  LAUNCH: { percent_off: 20 }
                  WELCOME: { percent_off: 10, codes: [launch] }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                coupons:
                  LAUNCH: { percent_off: 20 }
                  WELCOME: { percent_off: 10, codes: [hello] }
                """),
        Explanation(
            .couponUnreachable,
            "The coupon has no code that buyers could type, and is not automatic either.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                coupons:
                  LAUNCH: { percent_off: 20, codes: [] }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                coupons:
                  LAUNCH: { percent_off: 20, codes: [], auto: true }
                """, severity: .warning),
    ]
}
