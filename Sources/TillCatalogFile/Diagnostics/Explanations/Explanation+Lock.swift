/// Mistakes of a lock file.
extension Explanation {
    private static let empty = """
        {
          "environment": "test",
          "providers": {},
          "version": 1
        }
        """

    static let lock = [
        Explanation(
            .lockNotJSON,
            "`products.<environment>.lock` remembers what was pushed to providers. It is written by the program and is "
                + "not whole any more; restore it from version control.",
            wrong: "environment: test", right: empty, kind: .lock),
        Explanation(
            .lockVersion,
            "The lock file was written by another version of the program. Use the version that wrote it, so that nothing "
                + "in it is lost.",
            wrong: """
                {
                  "environment": "test",
                  "providers": {},
                  "version": 2
                }
                """, right: empty, kind: .lock),
        Explanation(
            .badPriceReference,
            "In the lock file a price is named by its product and its own key. This entry was changed by hand, or is "
                + "damaged; restore the file from version control.",
            wrong: """
                {
                  "environment": "test",
                  "providers": {
                    "stripe": {
                      "prices": { "pro/monthly/x": { "amount": 900, "currency": "USD", "id": "price_1" } }
                    }
                  },
                  "version": 1
                }
                """,
            right: """
                {
                  "environment": "test",
                  "providers": {
                    "stripe": {
                      "prices": { "pro/monthly": { "amount": 900, "currency": "USD", "id": "price_1" } }
                    }
                  },
                  "version": 1
                }
                """, kind: .lock),
    ]
}
