/// Mistakes of a lock file.
extension Explanation {
    private static let empty = """
        {
          "environment": "test",
          "providers": {},
          "serial": 1,
          "version": 2
        }
        """

    /// A lock that remembers one object.
    private static func lock(of key: String) -> String {
        """
        {
          "environment": "test",
          "providers": {
            "stripe": {
              "mode": "test",
              "objects": {
                "\(key)": { "fields": {}, "generation": 1, "id": "price_1" }
              },
              "retired": [],
              "version": "2026-10-28.endive"
            }
          },
          "serial": 1,
          "version": 2
        }
        """
    }

    static let lock = [
        Explanation(
            .lockNotJSON,
            "`products.<environment>.lock` remembers what was pushed to providers. It is written by the program and is "
                + "not whole any more; restore it from version control.",
            wrong: "environment: test", right: empty, kind: .lock),
        Explanation(
            .lockVersion,
            "The lock file was written by another version of the program. Use the version that wrote it, so that nothing "
                + "in it is lost. Version 1 is read no more: `catalog pull --rebuild-lock` makes a new file from what "
                + "the providers have.",
            wrong: """
                {
                  "environment": "test",
                  "providers": {},
                  "version": 1
                }
                """, right: empty, kind: .lock),
        Explanation(
            .lockKey,
            "In the lock file an object of a provider is named by its kind and by the key that it has in the catalog. "
                + "This entry was changed by hand, or is damaged; restore the file from version control.",
            wrong: lock(of: "price pro/monthly/x"), right: lock(of: "price pro/monthly"), kind: .lock),
    ]
}
