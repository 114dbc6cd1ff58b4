import HTTPTypes
import Hummingbird
import NIOCore
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `GET /api/products`, a page at a time, and `GET /api/products/{key}`.
struct ProductController: Sendable {
    let current: CurrentListing

    /// How many products a page has when the caller does not say.
    private static let usualLimit = 100
    private static let limits = 1...1_000

    func register(on router: Router<ServerContext>) {
        router.get("/api/products", use: list)
        router.get("/api/products/:key", use: show)
    }

    /// Where the page begins that a request asks for.
    static func start(of request: Request, in listing: ProductListing) throws(Refusal) -> Int {
        guard let text = request.uri.queryParameters.get("cursor") else { return 0 }
        guard let start = ProductCursor(text: text).flatMap(listing.start) else {
            throw Refusal(
                .invalidRequest, "There is no such cursor, or its product is not listed any more: begin without one.",
                details: ["field": "cursor"])
        }
        return start
    }

    /// What stands before the products of a page.
    private struct Head: Encodable {
        let contentHash: String
        let nextCursor: String?
    }

    private func list(_ request: Request, _ context: ServerContext) throws -> Response {
        let listing = try current.listing
        let limit = request.uri.queryParameters.get("limit").map { Int($0) ?? 0 } ?? Self.usualLimit
        guard Self.limits.contains(limit) else {
            throw Refusal(
                .invalidRequest, "limit is from \(Self.limits.lowerBound) to \(Self.limits.upperBound).",
                details: ["field": "limit"])
        }
        let start = try Self.start(of: request, in: listing)
        return try .cacheable(to: request, tag: EntityTag(listing.digest, String(start), String(limit))) {
            let page = listing.page(from: start, limit: limit)
            let head = Head(contentHash: listing.catalog.contentHash, nextCursor: page.next?.text)
            // The products are bytes already, so the object around them is written by hand.
            var body = ByteBuffer(bytes: try JSONWriter.bytes(head).dropLast())
            body.writeString(",\"products\":[")
            for (index, product) in try listing.json(page.products).enumerated() {
                if index > 0 { body.writeString(",") }
                body.writeImmutableBuffer(product)
            }
            body.writeString("]}")
            return body
        }
    }

    private func show(_ request: Request, _ context: ServerContext) throws -> Response {
        let listing = try current.listing
        guard let product = context.parameters.get("key").flatMap(listing.catalog.product), product.isEnabled else {
            throw Refusal.notFound
        }
        return try .cacheable(to: request, tag: EntityTag(listing.digest, product.key)) {
            try listing.json([product])[0]
        }
    }
}
