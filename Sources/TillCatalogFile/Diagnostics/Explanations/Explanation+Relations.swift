/// Mistakes between things that the file declares.
extension Explanation {
    static let relations = [
        Explanation(
            .unknownProduct,
            "A product or price is named that is not in the catalog. A product is named by its key, a price by both keys: "
                + "`pro/yearly`.",
            wrong: """
                products:
                  seats: { name: Extra seats, price: 5.00 USD, requires: [por] }
                  pro: { name: Pro, price: 9.00 USD }
                """,
            right: """
                products:
                  seats: { name: Extra seats, price: 5.00 USD, requires: [pro] }
                  pro: { name: Pro, price: 9.00 USD }
                """),
        Explanation(
            .unknownFeature,
            "The file has a section `features`, and a product names one that is not in it. The section is there so that "
                + "a misspelled feature is not sold and then never found.",
            wrong: """
                features: { search: Search }
                products:
                  pro: { name: Pro, price: 9.00 USD, features: [serach] }
                """,
            right: """
                features: { search: Search }
                products:
                  pro: { name: Pro, price: 9.00 USD, features: [search] }
                """),
        Explanation(
            .featureKind,
            "A feature that is declared with `limit` needs a number in each product, or `unlimited`. One without cannot "
                + "have a number.",
            wrong: """
                features: { seats: { name: Seats, limit: seat } }
                products:
                  pro: { name: Pro, price: 9.00 USD, features: [seats] }
                """,
            right: """
                features: { seats: { name: Seats, limit: seat } }
                products:
                  pro: { name: Pro, price: 9.00 USD, features: [{ seats: 10 }] }
                """),
        Explanation(
            .unknownMeter,
            "A price or feature is measured by a meter that the section `meters` does not declare, so nothing would ever "
                + "be counted.",
            wrong: """
                meters: { calls: API calls }
                products:
                  api: { name: API, price: 0.01 USD, every: month, meter: call }
                """,
            right: """
                meters: { calls: API calls }
                products:
                  api: { name: API, price: 0.01 USD, every: month, meter: calls }
                """),
        Explanation(
            .unknownCredit, "A product gives credits of a kind that the section `credits` does not declare.",
            wrong: """
                credits: { ai: AI credits }
                products:
                  pro: { name: Pro, price: 9.00 USD, credits: { a1: 1000 } }
                """,
            right: """
                credits: { ai: AI credits }
                products:
                  pro: { name: Pro, price: 9.00 USD, credits: { ai: 1000 } }
                """),
        Explanation(
            .groupDefault,
            "The product that a customer has who chose none must be one of the group's own.",
            wrong: """
                products:
                  free: { name: Free, price: free }
                  pro: { name: Pro, price: 9.00 USD }
                  extra: { name: Extra, price: 1.00 USD }
                groups: { plans: { products: [free, pro], default: extra } }
                """,
            right: """
                products:
                  free: { name: Free, price: free }
                  pro: { name: Pro, price: 9.00 USD }
                  extra: { name: Extra, price: 1.00 USD }
                groups: { plans: { products: [free, pro], default: free } }
                """),
        Explanation(
            .productInTwoGroups,
            "A customer has one product of a group at a time. With a product in two groups it would not be clear what a "
                + "change takes away.",
            wrong: """
                products:
                  free: { name: Free, price: free }
                  pro: { name: Pro, price: 9.00 USD }
                groups:
                  plans: { products: [free, pro], default: free }
                  others: { products: [pro], default: pro }
                """,
            right: """
                products:
                  free: { name: Free, price: free }
                  pro: { name: Pro, price: 9.00 USD }
                groups:
                  plans: { products: [free, pro], default: free }
                """),
        Explanation(
            .nestedBundle,
            "A bundle contains another bundle. List what is in that one instead, so that a receipt shows what was bought.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                  pack: { name: Pack, price: 15.00 USD, bundle: [{ pro: 2 }] }
                  big_pack: { name: Big pack, price: 25.00 USD, bundle: [pack, pro] }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                  pack: { name: Pack, price: 15.00 USD, bundle: [{ pro: 2 }] }
                  big_pack: { name: Big pack, price: 25.00 USD, bundle: [{ pro: 3 }] }
                """),
        Explanation(
            .addOnInterval,
            "What is added to a subscription renews together with it, so an add-on needs a price with the same interval "
                + "as each price of its product.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, every: month, add_ons: [seats] }
                  seats: { name: Seats, price: 50.00 USD, every: year }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD, every: month, add_ons: [seats] }
                  seats: { name: Seats, price: 5.00 USD, every: month }
                """),
        Explanation(
            .contradiction, "A product requires another one and excludes it as well, so nobody could buy it.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                  seats: { name: Seats, price: 5.00 USD, requires: [pro], excludes: [pro] }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                  seats: { name: Seats, price: 5.00 USD, requires: [pro] }
                """),
        Explanation(
            .formerKeyInUse,
            "`was` names the key that a product or price had before, so that its history goes on. That key still belongs "
                + "to another one, or two claim it.",
            wrong: """
                products:
                  job_posting: { name: Job posting, price: 99.00 USD, was: listing }
                  listing: { name: Listing, price: 49.00 USD }
                """,
            right: """
                products:
                  job_posting: { name: Job posting, price: 99.00 USD, was: job_listing }
                  listing: { name: Listing, price: 49.00 USD }
                """),
        Explanation(
            .keysTooAlike,
            "Two keys differ only in `-` and `_`. People take one for the other, and generated code would give both the "
                + "same name.",
            wrong: """
                products:
                  job_posting: { name: Job posting, price: 99.00 USD }
                  job-posting: { name: Another job posting, price: 49.00 USD }
                """,
            right: """
                products:
                  job_posting: { name: Job posting, price: 99.00 USD }
                  short_posting: { name: Short posting, price: 49.00 USD }
                """),
        Explanation(
            .quantityRange, "The least number is larger than the most, so no number fits.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, per_order: { min: 5, max: 2 } }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD, per_order: { min: 2, max: 5 } }
                """),
    ]
}
