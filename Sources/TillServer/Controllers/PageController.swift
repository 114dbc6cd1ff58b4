import HTTPTypes
import Hummingbird
import NIOCore
import TillEngine
import TillModel

/// `GET /`, `GET /orders/{id}` and what those pages load.
struct PageController: Sendable {
    let pages: Pages
    let catalog: Catalog
    let orders: OrderController
    let identifiers: any IdentifierSource

    func register(on router: Router<ServerContext>) {
        router.get("/") { _, _ in
            Response.page(pages.pricing(catalog, key: identifiers.token))
        }
        router.get("/orders/:id", use: order)
        router.get("/assets/till.css") { _, _ in asset(PageAssets.styleSheet, type: "text/css; charset=utf-8") }
        router.get("/assets/order.js") { _, _ in
            asset(PageAssets.orderScript, type: "text/javascript; charset=utf-8")
        }
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
