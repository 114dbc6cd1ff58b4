import TillModel

/// Where a catalog breaks its own rules.
extension Explanation {
    private static let synced = ReadingOptions(
        mode: .test,
        synced: RemoteIDs(prices: [
            .stripe: [
                "pro": RemoteIDs.SyncedPrice(
                    id: "price_1", amount: Money(minorUnits: 900, .usd), interval: BillingInterval(.month))
            ]
        ]))

    static let policy = [
        Explanation(
            .annualDearer,
            "A year costs more than twelve months, which is usually a wrong digit. The rule `annual_not_dearer` says "
                + "whether this is a warning or an error; where it is meant, waive it with a reason.",
            wrong: """
                products:
                  pro:
                    name: Pro
                    prices:
                      monthly: { price: 9.00 USD, every: month }
                      yearly: { price: 900.00 USD, every: year }
                """,
            right: """
                products:
                  pro:
                    name: Pro
                    prices:
                      monthly: { price: 9.00 USD, every: month }
                      yearly: { price: 90.00 USD, every: year }
                """, severity: nil),
        Explanation(
            .taxCodeMissing,
            "The catalog's rule `tax_code_present` wants a tax code for every product, so that the right tax is worked "
                + "out, and this one has none.",
            wrong: """
                policy: { tax_code_present: error }
                products:
                  pro: { name: Pro, price: 9.00 USD }
                """,
            right: """
                policy: { tax_code_present: error }
                products:
                  pro: { name: Pro, price: 9.00 USD, tax_code: txcd_10000000 }
                """, severity: nil),
        Explanation(
            .descriptionMissing,
            "The catalog's rule `description_present` wants a sentence about every product, and this one has none.",
            wrong: """
                policy: { description_present: error }
                products:
                  pro: { name: Pro, price: 9.00 USD }
                """,
            right: """
                policy: { description_present: error }
                products:
                  pro: { name: Pro, description: For professionals, price: 9.00 USD }
                """, severity: nil),
        Explanation(
            .translationMissing,
            "`locales` lists a language in which a text of the product is missing, so its buyers would read two languages "
                + "on one page. The rule `translations_complete` says whether this is a warning or an error.",
            wrong: """
                locales: [en, de]
                products:
                  pro: { name: Pro, badge: Popular, price: 9.00 USD, i18n: { de: { name: Profi } } }
                """,
            right: """
                locales: [en, de]
                products:
                  pro: { name: Pro, badge: Popular, price: 9.00 USD, i18n: { de: { name: Profi, badge: Beliebt } } }
                """, severity: nil),
        Explanation(
            .changeTooLarge,
            "An amount differs from what was pushed to the provider by more than the rule `max_change` allows. This is "
                + "how a missing decimal point is found before buyers find it.",
            wrong: """
                policy: { max_change: 20 }
                products:
                  pro: { name: Pro, price: 90.00 USD, every: month, existing: keep }
                """,
            right: """
                policy: { max_change: 20 }
                products:
                  pro: { name: Pro, price: 10.00 USD, every: month, existing: keep }
                """, severity: nil, condition: "Where the price was pushed as `9.00 USD` before.", options: synced),
        Explanation(
            .unusedWaiver,
            "A waiver allows what is not the case any more. Remove it, or it will hide the next mistake there.",
            wrong: """
                policy: { waivers: [{ rule: annual_not_dearer, for: pro, reason: Includes onboarding }] }
                products:
                  pro: { name: Pro, price: 9.00 USD }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                """, severity: .warning),
    ]
}
