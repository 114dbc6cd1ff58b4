import TillModel

/// Why a change was not made, or is not known to have been.
package struct SyncFailure: Error, Sendable, Hashable {
    package enum Code: String, Sendable, Hashable, Codable {
        /// Somebody changed the object since the plan was made; nothing was written to it.
        case stale = "stale_object"
        /// The provider said that it was done, and it was not seen to be.
        case unverified
        /// The provider refused it.
        case refused
        /// The provider did not answer: it may or may not be done.
        case unknown
        /// Something that it depends on was not done.
        case dependency = "dependency_failed"
    }

    package let key: CatalogObjectKey
    package let action: SyncAction
    package let code: Code
    /// What happened: one sentence for a person.
    package let message: String

    package init(key: CatalogObjectKey, action: SyncAction, code: Code, message: String) {
        self.key = key
        self.action = action
        self.code = code
        self.message = message
    }
}
