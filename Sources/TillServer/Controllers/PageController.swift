import HTTPTypes
import Hummingbird
import NIOCore
import TillEngine
import TillModel

/// `GET /`, `GET /orders/{id}` and what those pages load.
struct PageController: Sendable {
    let pages: Pages
    let current: CurrentListing
    let orders: OrderController
    let identifiers: any IdentifierSource

    func register(on router: Router<ServerContext>) {
        router.get("/", use: pricing)
        router.get("/orders/:id", use: order)
        router.get("/assets/till.css") { _, _ in asset(PageAssets.styleSheet, type: "text/css; charset=utf-8") }
        router.get("/assets/order.js") { _, _ in
            asset(PageAssets.orderScript, type: "text/javascript; charset=utf-8")
        }
    }

    /// How many products a page shows: each has its forms, and a page of thousands helps nobody.
    private static let productsOnPage = 60

    private func pricing(_ request: Request, _ context: ServerContext) throws -> Response {
        let listing = try current.listing
        let start = try ProductController.start(of: request, in: listing)
        let page = listing.page(from: start, limit: Self.productsOnPage)
        return .page(
            pages.pricing(page, of: listing, isFirst: start == 0, key: identifiers.token))
    }

    private func order(_ request: Request, _ context: ServerContext) async throws -> Response {
        guard let id = context.parameters.get("id").flatMap(Order.ID.init(rawValue:)), orders.mayRead(id, request)
        else { throw Refusal.notFound }
        guard let order = try await orders.orders.find(id) else { throw Refusal.notFound }
        return .page(pages.order(order))
    }

    private func asset(_ text: String, type: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: type, .cacheControl: "public, max-age=300"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
