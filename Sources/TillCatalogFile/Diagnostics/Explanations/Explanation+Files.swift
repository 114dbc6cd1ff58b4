import TillModel

/// Mistakes of included files, overlays and variables.
extension Explanation {
    private static let plans = ["plans.yaml": "products:\n  pro: { name: Pro, price: 9.00 USD }\n"]
    private static let besidePlans = "Beside a file `plans.yaml` that declares the product `pro`."

    static let files = [
        Explanation(
            .fileNotIncluded,
            "A file named under `include` or in an overlay is not there or cannot be read. Its path is taken from the "
                + "folder of the catalog, not from the folder you are in.",
            wrong: """
                include: [plan.yaml]
                products:
                  job_posting: { name: Job posting, price: 99.00 USD }
                """,
            right: """
                include: [plans.yaml]
                products:
                  job_posting: { name: Job posting, price: 99.00 USD }
                """, condition: besidePlans, files: plans),
        Explanation(
            .fileOutside,
            "Included files lie in the catalog's own folder or below it, so that a catalog can be moved as one folder and "
                + "reads nothing else on the machine.",
            wrong: """
                include: [../plans.yaml]
                products:
                  job_posting: { name: Job posting, price: 99.00 USD }
                """,
            right: """
                include: [plans.yaml]
                products:
                  job_posting: { name: Job posting, price: 99.00 USD }
                """, condition: besidePlans, files: plans),
        Explanation(
            .declaredTwice,
            "Two files declare the same key. Neither wins, since it would depend on the order of the files. To change "
                + "something for one environment or brand, use an overlay.",
            wrong: """
                include: [plans.yaml]
                products:
                  pro: { name: Pro, price: 12.00 USD }
                """,
            right: """
                include: [plans.yaml]
                products:
                  job_posting: { name: Job posting, price: 99.00 USD }
                """, condition: besidePlans, files: plans),
        Explanation(
            .unknownOverlay,
            "An overlay was asked for with `--overlay` or `TILL_OVERLAYS` that the file does not have. Going on without it "
                + "would sell at another brand's prices.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                overlays:
                  acme: { products: { pro: { name: Acme Pro } } }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD }
                overlays:
                  acme: { products: { pro: { name: Acme Pro } } }
                  globex: { products: { pro: { name: Globex Pro } } }
                """, condition: "With `--overlay globex`.", options: ReadingOptions(overlays: ["globex"])),
        Explanation(
            .variableNotSet,
            "An id is taken from a variable that has no value in the environment or in `.env`. `catalog validate` warns, "
                + "since the value may be set elsewhere; the server refuses to start without it.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, stripe: { product: "${STRIPE_PRO}" } }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD, stripe: { product: prod_123 } }
                """, severity: nil, condition: "Where `STRIPE_PRO` is not set.",
            options: ReadingOptions(variables: [:])),
        Explanation(
            .secretVariable,
            "The variable's name says that it holds a secret, and what is in a catalog is shown in many places. Ids are "
                + "not secret; name the variable by what it identifies.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, stripe: { product: "${STRIPE_SECRET_KEY}" } }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD, stripe: { product: "${STRIPE_PRO}" } }
                """),
        Explanation(
            .badVariable,
            "A variable stands for a whole id: `${NAME}`, in upper-case letters, digits and `_`, and nothing before or "
                + "behind it.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, stripe: { product: "prod_${NUMBER}" } }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD, stripe: { product: "${STRIPE_PRO}" } }
                """),
        Explanation(
            .testIDInLive,
            "The same id is given for live and for another environment, or an id for live is visibly one of test mode. "
                + "The provider keeps the two apart, so one of them cannot exist where it is needed.",
            wrong: """
                products:
                  pro: { name: Pro, price: 9.00 USD, stripe: { product: { test: prod_1, live: prod_test_2 } } }
                """,
            right: """
                products:
                  pro: { name: Pro, price: 9.00 USD, stripe: { product: { test: prod_1, live: prod_2 } } }
                """),
    ]
}
