import TillModel

/// Paddle's catalog: read page by page, and written one object at a time.
package struct PaddleCatalog: CatalogPublishing {
    package static let name: ProviderName = .paddle
    package static var catalogVersion: String { PaddleClient.apiVersion }

    /// As many as surely fit into one answer, however many countries each of them names.
    private static let pageSize = 100

    let client: PaddleClient

    package init(configuration: PaddleConfiguration, transport: any HTTPTransport) {
        client = PaddleClient(configuration: configuration, transport: transport)
    }

    package var manifest: CatalogManifest { .paddle }

    package func objects(of catalog: Catalog, addresses: CatalogAddresses) -> [CatalogObject] {
        PaddleCatalogObjects(catalog, addresses: addresses).all
    }

    /// Paddle has no way to ask: nothing that a catalog's key may read names the account.
    package func fetchAccount() async throws(ProviderError) -> String? { nil }

    package var listedKinds: [CatalogObjectKey.Kind] { PaddleCollection.allCases.map(\.kind) }

    // MARK: - Reading

    package func listObjects(
        _ kind: CatalogObjectKey.Kind, after cursor: String?
    ) async throws(ProviderError) -> CatalogPage {
        guard let collection = PaddleCollection(kind) else { return CatalogPage(objects: [], next: nil) }
        do {
            return try await page(collection, collection.statuses, after: cursor)
        } catch {
            // Older and newer servers disagree on whether what ran out is a status of its own; where it is none, such
            // discounts are among the active ones.
            guard collection == .discounts, error.code == .refused else { throw error }
            return try await page(collection, PaddleCollection.products.statuses, after: cursor)
        }
    }

    private func page(
        _ collection: PaddleCollection, _ statuses: String, after cursor: String?
    ) async throws(ProviderError) -> CatalogPage {
        var query = "order_by=id%5BASC%5D&per_page=\(Self.pageSize)&status=\(statuses)"
        if let cursor {
            // What is no id of theirs could be another parameter.
            guard collection.path(of: cursor) != nil else {
                throw ProviderError(.notFound, provider: .paddle, detail: "the page begins after no id of Paddle's")
            }
            query = "after=\(cursor)&\(query)"
        }
        let call = ProviderCall(method: "GET", path: "\(collection.path)?\(query)")
        switch collection {
        case .products: return try await page(call, cursor) { PaddleCatalogReading.object($0 as PaddleProduct) }
        case .prices: return try await page(call, cursor) { PaddleCatalogReading.object($0 as PaddlePrice) }
        case .discounts: return try await page(call, cursor) { PaddleCatalogReading.object($0 as PaddleDiscount) }
        }
    }

    private func page<Entity: Decodable & Sendable>(
        _ call: ProviderCall, _ cursor: String?, _ read: (Entity) -> RemoteCatalogObject
    ) async throws(ProviderError) -> CatalogPage {
        let answer: PaddleAnswer<[Entity]> = try await client.send(call)
        let objects = answer.data.map(read)
        guard answer.meta?.pagination?.has_more == true, let last = objects.last?.id else {
            return CatalogPage(objects: objects, next: nil)
        }
        guard last != cursor else {
            throw ProviderError(
                .unreadableAnswer, provider: .paddle, requestID: answer.meta?.request_id,
                detail: "the page after \(last) ends with it again")
        }
        return CatalogPage(objects: objects, next: last)
    }

    package func fetchObject(
        _ kind: CatalogObjectKey.Kind, _ id: String
    ) async throws(ProviderError) -> RemoteCatalogObject? {
        guard let collection = PaddleCollection(kind), let path = collection.path(of: id) else { return nil }
        let call = ProviderCall(method: "GET", path: path)
        do throws(ProviderError) {
            switch collection {
            case .products:
                let answer: PaddleAnswer<PaddleProduct> = try await client.send(call)
                return PaddleCatalogReading.object(answer.data)
            case .prices:
                let answer: PaddleAnswer<PaddlePrice> = try await client.send(call)
                return PaddleCatalogReading.object(answer.data)
            case .discounts:
                let answer: PaddleAnswer<PaddleDiscount> = try await client.send(call)
                return PaddleCatalogReading.object(answer.data)
            }
        } catch {
            guard error.code == .notFound else { throw error }
            return nil
        }
    }

    // MARK: - Writing

    package func call(for write: CatalogWrite) throws(ProviderError) -> ProviderCall {
        try PaddleCatalogCalls.call(for: write)
    }

    /// The part of every answer that is the same.
    private struct Written: Decodable {
        let id: String
    }

    /// - `idempotencyKey`: Unused: Paddle does the same request again.
    package func perform(
        _ call: ProviderCall, idempotencyKey: IdempotencyKey
    ) async throws(ProviderError) -> CatalogReceipt {
        let answer: PaddleAnswer<Written> = try await client.send(call)
        return CatalogReceipt(id: answer.data.id, requestID: answer.meta?.request_id)
    }
}
