#if PostgreSQL
    import CLibPQ
#endif

/// An address as the environment variables that PostgreSQL's own programs read.
package enum PostgreSQLEnvironment {
    /// The variables, the password among them; what the address does not say is not in it.
    package static func variables(for url: String) throws(StoreError) -> [String: String] {
        #if PostgreSQL
            var variables: [String: String] = [:]
            let first = try PostgreSQLEncryption.parse(url)
            defer { PQconninfoFree(first) }
            var option = first
            while let keyword = option.pointee.keyword {
                if let value = option.pointee.val {
                    guard let name = option.pointee.envvar else {
                        throw StoreError(
                            .unusable,
                            "PostgreSQL's programs cannot be told \(String(cString: keyword)); leave it out of "
                                + "DATABASE_URL for this")
                    }
                    variables[String(cString: name)] = String(cString: value)
                }
                option += 1
            }
            return variables
        #else
            throw StoreError(.unusable, "this program was built without the trait PostgreSQL")
        #endif
    }
}
