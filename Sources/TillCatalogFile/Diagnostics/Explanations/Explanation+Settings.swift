import TillModel

/// Mistakes of what is said for the whole catalog.
extension Explanation {
    static let settings = [
        Explanation(
            .unsupportedVersion,
            "The file is written in a version of the format that this program does not know. There is only version 1 "
                + "yet.",
            wrong: """
                version: 2
                products:
                  pro: { name: Pro, price: 9.00 USD }
                """,
            right: """
                version: 1
                products:
                  pro: { name: Pro, price: 9.00 USD }
                """, isWhole: true),
        Explanation(
            .unknownProvider,
            "Payments are taken through a payment company that the program has a name for. This is none of the names.",
            wrong: """
                defaults: { provider: strip }
                products:
                  pro: { name: Pro, price: 9.00 USD }
                """,
            right: """
                defaults: { provider: stripe }
                products:
                  pro: { name: Pro, price: 9.00 USD }
                """),
        Explanation(
            .unknownTimeZone,
            "The time zone says where days such as `2027-01-01` begin. It is an area and a city, which know summer time; "
                + "abbreviations such as `CET` and differences such as `+01:00` do not.",
            wrong: """
                timezone: CET
                products:
                  pro: { name: Pro, price: 9.00 USD }
                """,
            right: """
                timezone: Europe/Berlin
                products:
                  pro: { name: Pro, price: 9.00 USD }
                """),
        Explanation(
            .defaultProviderNotListed,
            "The file lists its providers under `providers`, and names one elsewhere that is not among them. With "
                + "several and no default it is not clear either who takes the money.",
            wrong: """
                defaults: { provider: paddle }
                providers: { stripe: {} }
                products:
                  pro: { name: Pro, price: 9.00 USD }
                """,
            right: """
                defaults: { provider: stripe }
                providers: { stripe: {} }
                products:
                  pro: { name: Pro, price: 9.00 USD }
                """),
        Explanation(
            .providerWithoutAdapter,
            "The provider can be prepared in the file, but this version of the program cannot take payments through it "
                + "yet. Nothing is sold through it.",
            wrong: """
                providers: { stripe: {}, paddle: {} }
                products:
                  pro: { name: Pro, price: 9.00 USD }
                """,
            right: """
                providers: { stripe: {} }
                products:
                  pro: { name: Pro, price: 9.00 USD }
                """, severity: .warning),
        Explanation(
            .badLanguage,
            "A language is written as browsers write it: two or three lower-case letters, and a region in upper case if "
                + "need be.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, i18n: { pt_br: { name: Profissional } } }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD, i18n: { pt-BR: { name: Profissional } } }
                """),
        Explanation(
            .languageNotListed,
            "There is a translation to a language that `locales` does not list, so no buyer would see it.",
            wrong: """
                locales: [en]
                products:
                  pro: { name: Pro, price: 9.00 USD, i18n: { de: { name: Profi } } }
                """,
            right: """
                locales: [en, de]
                products:
                  pro: { name: Pro, price: 9.00 USD, i18n: { de: { name: Profi } } }
                """, severity: .warning),
        Explanation(
            .unknownCountry,
            "A country is written with the two upper-case letters of ISO 3166-1. The United Kingdom is `GB`, Germany "
                + "`DE`, Greece `GR`.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, countries: { UK: 8.00 USD } }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD, countries: { GB: 8.00 USD } }
                """),
        Explanation(
            .badRegion,
            "A tax is of a country, or of a part of one with the code of ISO 3166-2, such as `US-CA` for California.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                taxes: { US-California: 7.25 }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                taxes: { US-CA: 7.25 }
                """),
        Explanation(
            .reservedEvent,
            "A provider's own event would become one of the events by which hooks learn that money moved. Only the "
                + "program's rules may say that; choose a name of your own.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                providers: { stripe: { events: { invoice.upcoming: payment.succeeded } } }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                providers: { stripe: { events: { invoice.upcoming: renewal.announced } } }
                """),
        Explanation(
            .badEventName,
            "An event is named by what it is of and what happened, with a point between: lower-case letters, digits and "
                + "`_`.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                providers: { stripe: { events: { invoice.upcoming: Renewal } } }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                providers: { stripe: { events: { invoice.upcoming: renewal.announced } } }
                """),
    ]
}
