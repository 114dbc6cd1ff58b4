/// Mistakes within one product.
extension Explanation {
    static let products = [
        Explanation(
            .badKey,
            "A key is what checkouts, orders and hooks call a thing, so it is short and plain: 1 to 64 lower-case letters, "
                + "digits, `_` and `-`. What buyers read is `name`. The code of a coupon may have upper-case letters.",
            wrong: """
                products:
                  Job Posting: { name: Job posting, price: 99.00 USD }
                """,
            right: """
                products:
                  job_posting: { name: Job posting, price: 99.00 USD }
                """),
        Explanation(
            .reservedPriceKey,
            "`default` means the first price of a product, whichever that is. Call each price by what it is.",
            wrong: """
                products:
                  pro: { name: Pro, prices: { default: { price: 9.00 USD, every: month } } }
                """,
            right: """
                products:
                  pro: { name: Pro, prices: { monthly: { price: 9.00 USD, every: month } } }
                """),
        Explanation(
            .badAddress,
            "Buyers' browsers are sent to this address, so it is a whole one: `https://` or `http://`, a host, no spaces, "
                + "no password.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, url: example.com/pro }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD, url: https://example.com/pro }
                """),
        Explanation(
            .badDuration, "A length of time is a number and `day`, `week`, `month` or `year`, with one space between.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, duration: 30d }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD, duration: 30 days }
                """),
        Explanation(
            .unknownUpsell,
            "A product is offered beside this one that is not in the catalog. Upsells are named by their keys, not by "
                + "their names.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, upsells: [email_blsat] }
                  email_blast: { name: Email blast, price: 49.00 USD }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD, upsells: [email_blast] }
                  email_blast: { name: Email blast, price: 49.00 USD }
                """),
        Explanation(
            .ownUpsell, "A product is listed beside itself, as its own upsell, add-on, requirement or part.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, upsells: [pro] }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                """),
        Explanation(
            .repeatedEntry,
            "A list names the same thing twice. It would count once, so the second was probably meant to be another.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, features: [search, search] }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD, features: [search] }
                """),
        Explanation(
            .metadataTooLarge,
            "Your own pairs are handed on to the provider, which takes at most 50, with keys of 40 and values of 500 "
                + "characters. Keep longer text where your hook can look it up.",
            wrong: """
                products:
                  pro:
                    name: Pro
                    price: 9.00 USD
                    metadata: { the_name_of_the_board_on_which_it_is_shown: main }
                """,
            right: """
                products:
                  pro:
                    name: Pro
                    price: 9.00 USD
                    metadata: { board: main }
                """),
        Explanation(
            .reservedMetadataKey,
            "Keys that begin with `till_` are how the program finds its own orders at the provider. Choose another name.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, metadata: { till_board: main } }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD, metadata: { board: main } }
                """),
        Explanation(
            .badRemoteID,
            "The id does not look like one of the provider's for this kind of thing. Stripe's products begin with "
                + "`prod_`, prices with `price_`, accounts with `acct_`; copy it from the dashboard.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, stripe: { product: price_123 } }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD, stripe: { product: prod_123 } }
                """),
        Explanation(
            .substitution,
            "Variables stand only for ids of providers. Anything else would make the same file say different things on "
                + "different machines; for that there are overlays.",
            wrong: """
                products:
                  pro: { name: "${NAME}", price: 9.00 USD }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                """),
        Explanation(
            .adoptionNotSupported,
            "Existing objects can be adopted from Stripe only, so far. Of other providers the program makes its own.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, paddle: { product: pro_123 } }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD, stripe: { product: prod_123 } }
                """),
        Explanation(
            .remoteIDTwice,
            "Two products or prices adopt the same object of the provider. A payment for it could not be told apart.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, stripe: { product: prod_123 } }
                  team: { name: Team, price: 19.00 USD, stripe: { product: prod_123 } }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD, stripe: { product: prod_123 } }
                  team: { name: Team, price: 19.00 USD, stripe: { product: prod_456 } }
                """),
        Explanation(
            .badFeature,
            "Each item of a list is one thing: a name, or one name with its number in braces. A declared feature is "
                + "limited or measured, not both.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, features: [{ seats: 10, projects: 3 }] }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD, features: [{ seats: 10 }, { projects: 3 }] }
                """),
    ]
}
