extension ErrorReference {
    /// A code of the registry, for descriptions of the API that are made elsewhere.
    package struct Entry: Sendable, Hashable {
        /// As the wire spells it.
        package let code: String
        /// The HTTP status it is answered with.
        package let status: Int
        /// Whether the same request may succeed later.
        package let isRetryable: Bool
        /// What it means and what to do.
        package let meaning: String
    }

    /// Every code, by name.
    package static var entries: [Entry] {
        ErrorCode.all.map {
            Entry(code: $0.code, status: $0.status, isRetryable: $0.isRetryable, meaning: $0.meaning)
        }.sorted { $0.code < $1.code }
    }
}
