/// The page docs/configuration.md.
enum SettingsReference {
    static var markdown: String {
        let rows = Settings.entries.map { entry in
            let fallback = entry.fallback.map { "`\($0)`" } ?? "-"
            return "| `\(entry.name)` | \(fallback) | \(entry.isSecret ? "yes" : "") | \(entry.meaning) |"
        }
        return """
            # Configuration

            Settings are environment variables. What the environment does not say is read from a file `.env` in the folder
            where the program runs, one `NAME=value` a line. Nothing secret ever stands in `products.yaml`.

            `catalog config` prints what is set, with secrets masked. This page is made by `catalog config --markdown`.

            | Setting | Without it | Secret | What it is |
            |---|---|---|---|
            \(rows.joined(separator: "\n"))

            ## What is refused

            The program ends with status 4, before it touches the database, when play and real money would mix:

            - `catalog serve` without `TILL_ENV`, or with anything but `dev`, `test` or `live`.
            - `TILL_ENV=live` with a test key, a publishable key, another address for a provider, no webhook secret, or a
              address for buyers that is not https.
            - `TILL_ENV=test` or `dev` with a live key, or a provider's address that is neither https nor on this machine.
            - `TILL_ENV=dev` with a provider that is not on this machine, or listening beyond this machine.
            - `catalog dev` and `catalog sandbox` with `TILL_ENV=live`, or beside a live key.

            """
    }
}
