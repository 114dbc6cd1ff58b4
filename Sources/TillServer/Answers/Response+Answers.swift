import HTTPTypes
import Hummingbird
import NIOCore
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Response {
    /// An answer as JSON.
    static func json(
        _ value: some Encodable, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) throws -> Response {
        var headers = headers
        headers[.contentType] = "application/json; charset=utf-8"
        let body = try JSONWriter.bytes(value)
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }

    /// An answer as JSON that everybody gets alike; without its body for a caller that has it.
    ///
    /// It may be kept for a minute: by then a changed price is known everywhere, and until then a checkout still asks
    /// for the price of now and says so.
    static func cacheable(
        to request: Request, tag: EntityTag, body: () throws -> ByteBuffer
    ) rethrows -> Response {
        let headers: HTTPFields = [.eTag: tag.text, .cacheControl: "public, max-age=60, must-revalidate"]
        guard !tag.isKnown(to: request.headers[values: .ifNoneMatch]) else {
            var response = Response(status: .notModified, headers: headers)
            // The length would be that of the body that is not sent.
            response.headers[.contentLength] = nil
            return response
        }
        var response = Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: try body()))
        response.headers[.contentType] = "application/json; charset=utf-8"
        return response
    }

    /// An answer as a page.
    ///
    /// Never kept by anybody in between: a page may carry a buyer's own key. The referrer stays on our own pages for
    /// the same reason; without any, browsers would send our own forms with no origin.
    static func page(_ html: String, status: HTTPResponse.Status = .ok) -> Response {
        let headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8", .cacheControl: "no-store", .contentSecurityPolicy: policy,
            .referrerPolicy: "same-origin",
        ]
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }

    /// Nothing from elsewhere but pictures, and no frame around the page.
    private static let policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src https: http: data:; "
        + "base-uri 'none'; frame-ancestors 'none'"
}

extension HTTPField.Name {
    static let referrerPolicy = Self.literal("Referrer-Policy")
    static let contentTypeOptions = Self.literal("X-Content-Type-Options")
    static let requestID = Self.literal("X-Request-Id")
    static let idempotencyKey = Self.literal("Idempotency-Key")
    static let fetchSite = Self.literal("Sec-Fetch-Site")
    static let idempotencyReplayed = Self.literal("Idempotency-Replayed")
    static let forwardedFor = Self.literal("X-Forwarded-For")

    /// A name that is known to be one.
    private static func literal(_ name: String) -> HTTPField.Name {
        guard let field = HTTPField.Name(name) else { preconditionFailure("'\(name)' is no name of a header field") }
        return field
    }
}
