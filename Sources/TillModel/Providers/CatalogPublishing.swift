/// A provider that keeps a catalog of its own, which can be read, and written where its manifest says so.
///
/// An adapter translates: it makes one request for each call and never tries again, so that whoever calls decides how
/// fast and how often.
package protocol CatalogPublishing: Sendable {
    /// Which company it is.
    static var name: ProviderName { get }

    /// The version of the provider's words that is spoken.
    static var catalogVersion: String { get }

    /// What it can do with a catalog.
    var manifest: CatalogManifest { get }

    /// What a catalog is there, object by object. Pure.
    ///
    /// - `addresses`: Where our own server is, for what points at it.
    func objects(of catalog: Catalog, addresses: CatalogAddresses) -> [CatalogObject]

    /// Whose the key is: what never changes of the account and is no secret.
    ///
    /// nil where the provider has no way to ask.
    func fetchAccount() async throws(ProviderError) -> String?

    /// The kinds to list for everything that is there to be seen; a page may hold objects of another kind besides.
    var listedKinds: [CatalogObjectKey.Kind] { get }

    /// One page of a kind, archived objects as well.
    ///
    /// - `cursor`: Where the page before said to go on; nil for the first.
    func listObjects(
        _ kind: CatalogObjectKey.Kind, after cursor: String?
    ) async throws(ProviderError) -> CatalogPage

    /// One object as it is now; nil when there is none of that id.
    func fetchObject(
        _ kind: CatalogObjectKey.Kind, _ id: String
    ) async throws(ProviderError) -> RemoteCatalogObject?

    /// The request for a write, as it will be sent. Pure.
    func call(for write: CatalogWrite) throws(ProviderError) -> ProviderCall

    /// Sends what ``call(for:)`` gave.
    func perform(
        _ call: ProviderCall, idempotencyKey: IdempotencyKey
    ) async throws(ProviderError) -> CatalogReceipt
}

/// Some objects of a kind, and where to go on.
package struct CatalogPage: Sendable, Hashable {
    package let objects: [RemoteCatalogObject]
    /// What to ask the next page with; nil after the last.
    package let next: String?

    package init(objects: [RemoteCatalogObject], next: String?) {
        self.objects = objects
        self.next = next
    }
}

/// What a provider answered to a write.
package struct CatalogReceipt: Sendable, Hashable {
    /// The id of the object.
    package let id: String
    /// The provider's name for the request, to quote in a support ticket.
    package let requestID: String?
    /// What the provider tells this once only, such as an endpoint's signing secret.
    package let secret: String?

    package init(id: String, requestID: String?, secret: String? = nil) {
        self.id = id
        self.requestID = requestID
        self.secret = secret
    }
}

/// What an object of a catalog may have to know of where our server is and when its days begin.
package struct CatalogAddresses: Sendable {
    /// Where providers reach the server, without a slash at the end; nil when that is not known.
    package let publicURL: String?
    /// The instant at which a day of the catalog begins, in seconds since 1970.
    package let midnight: @Sendable (CalendarDate) -> Int64?

    package init(publicURL: String?, midnight: @escaping @Sendable (CalendarDate) -> Int64?) {
        self.publicURL = publicURL
        self.midnight = midnight
    }
}
