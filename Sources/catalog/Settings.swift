import Configuration
import SystemPackage
import TillEngine
import TillModel
import TillStore

/// Everything that may be configured, in one list: read from the environment, then from `.env`.
///
/// `catalog config` and docs/configuration.md are made from it.
struct Settings: Sendable {
    /// One setting as it is documented.
    struct Entry: Sendable {
        /// The environment variable.
        let name: String
        /// What holds when it is not set; nil when nothing does.
        let fallback: String?
        let isSecret: Bool
        let meaning: String
    }

    static let entries: [Entry] = [
        entry(
            "TILL_ENV", nil, "`dev`, `test` or `live`: whether money is real. `catalog serve` has no default for it."),
        entry("TILL_CATALOG", "products.yaml", "The catalog file."),
        entry(
            "TILL_OVERLAYS", nil,
            "The catalog's overlays that apply besides the one of `TILL_ENV`, with commas, in the order in which they "
                + "apply."),
        entry(
            "DATABASE_URL", "sqlite:.till/till.db",
            "The database: `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/DATABASE`, see "
                + "[Databases](databases.md). With `TILL_ENV=dev` it falls back to `sqlite:.till/dev.db`."),
        entry(
            "TILL_DATABASE_CONNECTIONS", "10",
            "The most connections that one server opens to a PostgreSQL database, from 3; two of them store webhooks."),
        entry("TILL_HOST", "127.0.0.1", "The address to listen on; `0.0.0.0` for all."),
        entry("TILL_PORT", "8080", "The port to listen on."),
        entry(
            "TILL_PUBLIC_URL", nil,
            "Scheme, host and port as buyers see them. Required, with https, when `TILL_ENV=live`; otherwise "
                + "`http://localhost:PORT`."),
        secret(
            "STRIPE_SECRET_KEY", "The key for Stripe's API, secret or restricted, of the mode that `TILL_ENV` says."),
        secret(
            "STRIPE_WEBHOOK_SECRET",
            "The webhook endpoint's secret (`whsec_…`); several with commas while one is replaced. Without it "
                + "`/api/webhooks/stripe` answers 404."),
        entry(
            "STRIPE_BASE_URL", nil,
            "Another address for Stripe's API, such as the sandbox's. Refused when `TILL_ENV=live`; required, and on "
                + "this machine, when `TILL_ENV=dev`."),
        secret("PADDLE_API_KEY", "The key for Paddle's API, of the mode that `TILL_ENV` says; for `catalog sync`."),
        entry(
            "PADDLE_BASE_URL", nil,
            "Another address for Paddle's API, such as the sandbox's. Refused when `TILL_ENV=live`; on this machine "
                + "when `TILL_ENV=dev`."),
        secret("TILL_API_KEY", "Opens `/api/orders` to whoever sends it as a bearer token; at least 22 characters."),
        secret(
            "TILL_LINK_SECRET",
            "Signs the links with which buyers see their orders; at least 22 characters. Without it one is drawn and "
                + "kept in the database."),
        entry("TILL_RETURN_ORIGINS", nil, "Other origins that a checkout may send buyers back to, with commas."),
        entry(
            "TILL_CHECKOUTS_PER_MINUTE", "60",
            "How many checkouts and quotes with coupons one address may make in a minute."),
        entry(
            "TILL_TRUST_FORWARDED_FOR", "false",
            "`true` when a proxy of your own writes `X-Forwarded-For`; the last entry is then the buyer's address."),
        entry(
            "TILL_DRAIN_SECONDS", nil,
            "For how many seconds requests are still taken after the server was told to end and `/readyz` says so; "
                + "5 when `TILL_ENV=live`, otherwise 0."),
        entry(
            "TILL_DISK_RESERVE_MB", "100",
            "How many MiB of the SQLite file's disk stay free for what was taken on already: with less, new orders and "
                + "webhooks are refused with 503; `0` for none."),
        entry(
            "TILL_HOOK_ALLOWED_HOSTS", nil,
            "Hosts that hooks may call with `context.http` although they are inside your own network, with commas."),
        entry(
            "TILL_DRIFT_MINUTES", "60",
            "How often the server looks at the providers for what somebody changed there, see "
                + "[Keeping providers in step](sync.md); `0` for never, as with `TILL_ENV=dev`."),
        entry("TILL_LOG_LEVEL", "info", "`trace`, `debug`, `info`, `notice`, `warning` or `error`."),
        entry("TILL_LOG_FORMAT", nil, "`json` or `text`; without it text on a terminal and JSON elsewhere."),
        entry(
            "TILL_FAILPOINT", nil,
            "For tests: a [failpoint](crash-table.md) at which the program kills itself, as `NAME[:N][:stall[=FILE]]`. "
                + "Refused when `TILL_ENV=live`."),
    ]

    private static func entry(_ name: String, _ fallback: String?, _ meaning: String) -> Entry {
        Entry(name: name, fallback: fallback, isSecret: false, meaning: meaning)
    }

    private static func secret(_ name: String, _ meaning: String) -> Entry {
        Entry(name: name, fallback: nil, isSecret: true, meaning: meaning)
    }

    private let values: [String: String]

    /// Values that were given elsewhere than in the environment.
    init(values: [String: String]) { self.values = values }

    /// Reads the environment, then `.env` in the current folder.
    ///
    /// - `overrides`: What a command's own flags say, by variable; nil says nothing.
    static func read(overriding overrides: [String: String?] = [:]) async throws -> Settings {
        let secrets = Set(entries.filter(\.isSecret).map(\.name))
        let file: EnvironmentVariablesProvider
        do {
            file = try await EnvironmentVariablesProvider(
                environmentFilePath: FilePath(".env"), allowMissing: true, secretsSpecifier: .specific(secrets))
        } catch {
            throw CommandFailure(.usage, "the file .env cannot be read: \(error)")
        }
        let reader = ConfigReader(providers: [
            EnvironmentVariablesProvider(secretsSpecifier: .specific(secrets)), file,
        ])
        var values: [String: String] = [:]
        for entry in entries {
            let key = ConfigKey(entry.name.split(separator: "_").map { $0.lowercased() })
            let given = overrides[entry.name].flatMap { $0 } ?? reader.string(forKey: key, isSecret: entry.isSecret)
            if let given, !given.isEmpty { values[entry.name] = given }
        }
        return Settings(values: values)
    }

    /// What a setting is, or falls back to; nil when it is neither set nor has a fallback.
    func value(_ name: String) -> String? {
        values[name] ?? Settings.entries.first { $0.name == name }?.fallback
    }

    /// What may be shown of a setting to anybody: no secret, and an address without its password.
    func shownValue(_ entry: Entry) -> String? {
        guard !entry.isSecret else { return value(entry.name).map { _ in "********" } }
        return entry.name == "DATABASE_URL"
            ? value(entry.name).map(DatabaseAddress.masked) : value(entry.name)
    }

    /// Whether a setting was given, and not left to its fallback.
    func isGiven(_ name: String) -> Bool { values[name] != nil }
}

extension Settings {
    func mode() throws(CommandFailure) -> Mode {
        guard let text = value("TILL_ENV") else {
            throw CommandFailure(
                .environmentMismatch,
                "TILL_ENV is not set: say `test` or `live`, so that nobody is charged by accident. "
                    + "To try things out, run `catalog dev`.")
        }
        guard let mode = Mode(rawValue: text) else {
            throw CommandFailure(.environmentMismatch, "TILL_ENV is '\(text)'; it must be `dev`, `test` or `live`.")
        }
        return mode
    }

    func drain(mode: Mode) throws(CommandFailure) -> Duration {
        guard let text = value("TILL_DRAIN_SECONDS") else { return mode == .live ? .seconds(5) : .zero }
        guard let seconds = Int(text), (0...300).contains(seconds) else {
            throw CommandFailure(.usage, "TILL_DRAIN_SECONDS must be a number from 0 to 300.")
        }
        return .seconds(seconds)
    }

    /// How much of the database's disk stays free, in bytes.
    func diskReserve() throws(CommandFailure) -> Int64 {
        guard let megabytes = value("TILL_DISK_RESERVE_MB").flatMap(Int64.init), (0...1_000_000_000).contains(megabytes)
        else { throw CommandFailure(.usage, "TILL_DISK_RESERVE_MB must be a number from 0 to 1000000000.") }
        return megabytes * 1_048_576
    }

    /// How often the providers are looked at; nil for never.
    func driftInterval(mode: Mode) throws(CommandFailure) -> Duration? {
        guard let minutes = value("TILL_DRIFT_MINUTES").flatMap(Int.init), (0...10_080).contains(minutes) else {
            throw CommandFailure(.usage, "TILL_DRIFT_MINUTES must be a number from 0 to 10080.")
        }
        return minutes == 0 || mode == .dev ? nil : .seconds(minutes * 60)
    }

    func port() throws(CommandFailure) -> Int {
        guard let port = value("TILL_PORT").flatMap(Int.init), (1...65_535).contains(port) else {
            throw CommandFailure(.usage, "TILL_PORT must be a number from 1 to 65535.")
        }
        return port
    }

    /// The database.
    ///
    /// Without a setting, play has a file of its own, so that it never stands beside real orders.
    func database(mode: Mode) throws(CommandFailure) -> DatabaseAddress {
        guard mode != .dev || isGiven("DATABASE_URL") else { return .sqlite(path: ".till/dev.db") }
        let url = value("DATABASE_URL") ?? ""
        guard let address = DatabaseAddress(url) else {
            throw CommandFailure(
                .usage,
                "DATABASE_URL is '\(DatabaseAddress.masked(url))'; it must be `sqlite:PATH` or "
                    + "`postgres://USER:PASSWORD@HOST/DATABASE`.")
        }
        return address
    }

    func databaseConnections() throws(CommandFailure) -> Int {
        guard let number = value("TILL_DATABASE_CONNECTIONS").flatMap(Int.init), (3...1_000).contains(number) else {
            throw CommandFailure(.usage, "TILL_DATABASE_CONNECTIONS must be a number from 3 to 1000.")
        }
        return number
    }

    /// Scheme, host and port of our own pages, without a slash at the end.
    func publicURL(mode: Mode, port: Int) throws(CommandFailure) -> String {
        guard let url = value("TILL_PUBLIC_URL") else {
            guard mode != .live else {
                throw CommandFailure(.environmentMismatch, "TILL_PUBLIC_URL must be set when TILL_ENV=live.")
            }
            return "http://localhost:\(port)"
        }
        let trimmed = url.hasSuffix("/") ? String(url.dropLast()) : url
        guard let origin = ReturnAddresses.origin(of: trimmed), origin == trimmed.lowercased() else {
            throw CommandFailure(
                .environmentMismatch, "TILL_PUBLIC_URL must be scheme, host and port alone, as https://shop.example.")
        }
        guard mode != .live || origin.hasPrefix("https://") else {
            throw CommandFailure(.environmentMismatch, "TILL_PUBLIC_URL must begin with https:// when TILL_ENV=live.")
        }
        return origin
    }

    func returnOrigins() throws(CommandFailure) -> [String] {
        try list("TILL_RETURN_ORIGINS").map { text throws(CommandFailure) in
            guard let origin = ReturnAddresses.origin(of: text), origin == text.lowercased() else {
                throw CommandFailure(
                    .usage, "TILL_RETURN_ORIGINS: '\(text)' is not scheme, host and port alone, as https://app.example."
                )
            }
            return origin
        }
    }

    /// A secret of our own that nobody must guess; nil when it is not set.
    func longSecret(_ name: String) throws(CommandFailure) -> String? {
        guard let value = value(name) else { return nil }
        guard value.utf8.count >= 22 else {
            throw CommandFailure(
                .environmentMismatch, "\(name) is too short to be safe; use at least 22 random characters.")
        }
        return value
    }

    func checkoutsPerMinute() throws(CommandFailure) -> Int {
        guard let number = value("TILL_CHECKOUTS_PER_MINUTE").flatMap(Int.init), (1...1_000_000).contains(number) else {
            throw CommandFailure(.usage, "TILL_CHECKOUTS_PER_MINUTE must be a number from 1.")
        }
        return number
    }

    func trustsForwardedFor() throws(CommandFailure) -> Bool {
        guard let trusts = value("TILL_TRUST_FORWARDED_FOR").flatMap(Bool.init) else {
            throw CommandFailure(.usage, "TILL_TRUST_FORWARDED_FOR must be true or false.")
        }
        return trusts
    }

    /// The parts of a setting that holds several, with commas between them.
    func list(_ name: String) -> [String] {
        (value(name) ?? "").split(separator: ",").map { part in
            String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }.filter { !$0.isEmpty }
    }
}
