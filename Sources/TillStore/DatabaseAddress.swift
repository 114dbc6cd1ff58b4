/// Where a database is: a SQLite file, or a PostgreSQL server.
package enum DatabaseAddress: Sendable, Hashable {
    case sqlite(path: String)
    case postgreSQL(url: String)

    /// Reads what `DATABASE_URL` says; nil when it is neither kind of address.
    package init?(_ text: String) {
        if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
            self = .postgreSQL(url: text)
        } else if text.hasPrefix("sqlite:"), text.utf8.count > "sqlite:".utf8.count {
            let path = String(text.dropFirst("sqlite:".count))
            self = .sqlite(path: path.hasPrefix("///") ? String(path.dropFirst(2)) : path)
        } else {
            return nil
        }
    }

    /// What may be shown to anybody: the address without a password.
    package var masked: String {
        switch self {
        case .sqlite(let path): "sqlite:\(path)"
        case .postgreSQL(let url): Self.masked(url: url)
        }
    }

    /// What may be shown of the text that `DATABASE_URL` holds, whatever it is.
    package static func masked(_ text: String) -> String { DatabaseAddress(text)?.masked ?? masked(url: text) }

    /// What may be shown of words about an address, which may repeat it.
    static func masked(_ words: String, of url: String) -> String {
        let secrets = secrets(in: url)
        var shown = words.replacing(url, with: masked(url: url))
        for secret in secrets where secret.count > 1 { shown = shown.replacing(secret, with: mask) }
        // A password that was not escaped is taken apart, and a part of it quoted as if it were something else.
        let parts = shown.split(separator: "\"", omittingEmptySubsequences: false).enumerated().map { index, part in
            index.isMultiple(of: 2) || part.isEmpty || !secrets.contains { $0.contains(part) } ? part : mask[...]
        }
        return parts.joined(separator: "\"")
    }

    private static let mask = "********"

    /// The settings in an address that are no secret.
    private static let open: Set<Substring> = [
        "host", "hostaddr", "port", "dbname", "user", "sslmode", "sslrootcert", "sslcert", "sslcrl", "sslnegotiation",
        "application_name", "connect_timeout", "options", "target_session_attrs", "passfile", "service",
        "channel_binding", "keepalives", "gssencmode", "load_balance_hosts",
    ]

    private static func masked(url: String) -> String {
        let (start, rest) = credentials(of: url)
        let shown = start.password == nil ? start.head : "\(start.head):\(mask)"
        guard let question = rest.firstIndex(of: "?") else { return shown + rest }
        let settings = rest[rest.index(after: question)...].split(separator: "&").map { setting -> String in
            let parts = setting.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { return mask }
            return open.contains(parts[0]) ? String(setting) : "\(parts[0])=\(mask)"
        }
        return shown + rest[...question] + settings.joined(separator: "&")
    }

    private static func secrets(in url: String) -> [String] {
        let (start, rest) = credentials(of: url)
        let settings = rest.split(separator: "?").last?.split(separator: "&") ?? []
        let hidden = settings.compactMap { setting -> String? in
            let parts = setting.split(separator: "=", maxSplits: 1)
            return parts.count == 2 && !open.contains(parts[0]) ? String(parts[1]) : nil
        }
        return (start.password.map { [String($0)] } ?? []) + hidden
    }

    /// Splits an address behind the password.
    ///
    /// The password is taken to reach to the last `@`, so that one which was not escaped is hidden too.
    private static func credentials(of url: String) -> (start: (head: String, password: Substring?), rest: Substring) {
        guard let scheme = url.firstRange(of: "://"), let at = url.lastIndex(of: "@"), at >= scheme.upperBound else {
            return (("", nil), url[...])
        }
        guard let colon = url[scheme.upperBound..<at].firstIndex(of: ":") else {
            return ((String(url[..<at]), nil), url[at...])
        }
        return ((String(url[..<colon]), url[url.index(after: colon)..<at]), url[at...])
    }
}
