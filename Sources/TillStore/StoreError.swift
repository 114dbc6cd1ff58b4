/// Why the database did not do what it was asked.
package struct StoreError: Error, Sendable, CustomStringConvertible {
    /// What went wrong, to compare.
    package struct Code: Sendable, Hashable, CustomStringConvertible {
        package let description: String
        private init(_ description: String) { self.description = description }

        /// The file, folder or database cannot be used, for the reason told.
        package static let unusable = Code("store.unusable")
        /// Another server uses the file.
        package static let locked = Code("store.locked")
        /// It cannot be read or written now: busy, full, read-only or out of reach.
        ///
        /// Nothing was changed, unless a connection broke during a commit: the description says so then, and only
        /// a look at the rows tells.
        package static let unavailable = Code("store.unavailable")
        /// Somebody else wrote what was to be written, or took it over, since it was read.
        ///
        /// Nothing was changed; reading it again and deciding anew is right.
        package static let superseded = Code("store.superseded")
        /// A statement was refused.
        package static let refused = Code("store.refused")
        /// A row holds something that no version of ours wrote.
        package static let unreadableRow = Code("store.unreadable_row")
        /// The database was written by a newer version, or by an older one where it may not be brought up to date.
        package static let unknownVersion = Code("store.unknown_version")
    }

    package let code: Code
    /// What happened and, where a person can do something, what.
    package let description: String

    package init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
