import HTTPTypes
import Hummingbird

/// Lets through only what this machine itself asked for.
///
/// A web page elsewhere could post to a loopback address, or point its own name at it. The first gives
/// itself away by its `Origin`, the second by its `Host`.
struct SandboxGuard<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard let authority = request.head.authority, SandboxURL.isLoopback(authority: authority) else {
            return try refusal("The sandbox answers to 127.0.0.1, [::1] and localhost only.", request, context)
        }
        if let origin = request.headers[.origin], origin.lowercased() != "http://" + authority.lowercased() {
            return try refusal("The sandbox takes no requests from pages of other sites.", request, context)
        }
        return try await next(request, context)
    }

    private func refusal(_ message: String, _ request: Request, _ context: Context) throws -> Response {
        let error: JSONValue = ["error": ["type": "invalid_request_error", "message": .string(message)]]
        return try SandboxAnswer.json(error, status: .forbidden).response(from: request, context: context)
    }
}
