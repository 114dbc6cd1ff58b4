import HTTPTypes
import Hummingbird
import Logging
import TillModel

/// Gives every request an id, every answer its safety headers, and every error its one shape.
struct ErrorMiddleware: RouterMiddleware {
    let identifiers: any IdentifierSource
    let pages: Pages
    let logger: Logger

    @concurrent
    func handle(
        _ request: Request, context: ServerContext,
        next: @concurrent (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        let requestID = identifiers.token()
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            response = try answer(error, to: request, requestID: requestID)
        }
        response.headers[.requestID] = requestID
        response.headers[.contentTypeOptions] = "nosniff"
        logger.debug(
            "Answered",
            metadata: [
                "request": "\(requestID)", "method": "\(request.method)", "path": "\(request.uri.path)",
                "status": "\(response.status.code)",
            ])
        return response
    }

    private func answer(_ error: any Error, to request: Request, requestID: String) throws -> Response {
        let refusal = Refusal(error)
        if refusal.code.status >= 500 {
            logger.error(
                "Request failed",
                metadata: [
                    "request": "\(requestID)", "path": "\(request.uri.path)", "code": "\(refusal.code.code)",
                    "error": "\(error)",
                ])
        }
        let status = HTTPResponse.Status(code: refusal.code.status)
        var response: Response
        // A person in front of a browser, on a page or behind a page's form, is told in a page.
        let isForm = request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true
        if isForm || !request.uri.path.hasPrefix("/api/"), request.headers[.accept]?.contains("text/html") == true {
            response = .page(try pages.error(refusal), status: status)
        } else {
            response = try .json(ErrorAnswer(refusal, requestID: requestID), status: status)
        }
        if let seconds = refusal.retryAfter { response.headers[.retryAfter] = String(seconds) }
        return response
    }
}
