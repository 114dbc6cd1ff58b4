#if PostgreSQL
    import CLibPQ

    /// Where money is real, nothing goes to another machine that somebody in between could read.
    enum PostgreSQLEncryption {
        /// The words of `sslmode` that never go on without encryption.
        private static let strong: Set = ["require", "verify-ca", "verify-full"]

        /// Looks at the address, and at what the environment adds to it, before anything is sent.
        static func check(_ options: PostgreSQLOptions) throws(StoreError) {
            let parsed = try parse(options.url)
            defer { PQconninfoFree(parsed) }
            let given = settings(parsed)
            let defaults = PQconndefaults()
            defer { PQconninfoFree(defaults) }
            try check(given.merging(settings(defaults)) { given, _ in given }, options)
        }

        /// The settings in an address; the caller frees them.
        static func parse(_ url: String) throws(StoreError) -> UnsafeMutablePointer<PQconninfoOption> {
            var words: UnsafeMutablePointer<CChar>?
            defer { PQfreemem(words) }
            if let parsed = PQconninfoParse(url, &words) { return parsed }
            let why = words.map { DatabaseAddress.masked(String(cString: $0), of: url) } ?? "no reason"
            throw StoreError(
                .unusable, "DATABASE_URL is no address of PostgreSQL: \(why.split(separator: "\n").joined())")
        }

        /// Looks at what a connection really uses: a service file may have named another host.
        static func check(_ connection: OpaquePointer, _ options: PostgreSQLOptions) throws(StoreError) {
            let used = PQconninfo(connection)
            defer { PQconninfoFree(used) }
            try check(settings(used), options)
        }

        private static func check(_ settings: [String: String], _ options: PostgreSQLOptions) throws(StoreError) {
            let hosts = settings["hostaddr"] ?? settings["host"] ?? ""
            let mode = settings["sslmode"] ?? "prefer"
            guard options.requiresTLS, !strong.contains(mode), !hosts.split(separator: ",").allSatisfy(isLocal) else {
                return
            }
            throw StoreError(
                .unusable,
                "DATABASE_URL has sslmode=\(mode), and the connection to \(hosts) could be read by others: when "
                    + "TILL_ENV=live use sslmode=verify-full with sslrootcert, or at least sslmode=require")
        }

        /// Whether a host is this machine: a socket's folder, or an address of the loopback.
        private static func isLocal(_ host: Substring) -> Bool {
            host.hasPrefix("/") || host.hasPrefix("@") || host == "localhost" || host == "::1"
                || (host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." })
        }

        private static func settings(_ first: UnsafeMutablePointer<PQconninfoOption>?) -> [String: String] {
            var settings: [String: String] = [:]
            guard var option = first else { return settings }
            while let keyword = option.pointee.keyword {
                if let value = option.pointee.val { settings[String(cString: keyword)] = String(cString: value) }
                option += 1
            }
            return settings.filter { !$0.value.isEmpty }
        }
    }
#endif
