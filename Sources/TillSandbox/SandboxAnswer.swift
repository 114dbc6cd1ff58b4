import HTTPTypes
import Hummingbird
import NIOCore

/// What the sandbox answers to one request.
struct SandboxAnswer: Sendable {
    var status: HTTPResponse.Status
    var headers: HTTPFields = [:]
    var body: String
    /// Whether the connection is broken off instead of answering.
    var isLost = false

    /// No answer at all.
    static let lost = SandboxAnswer(status: .internalServerError, body: "", isLost: true)

    /// A JSON document.
    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> SandboxAnswer {
        SandboxAnswer(status: status, headers: [.contentType: "application/json"], body: value.text)
    }

    /// A page for a browser, which may load nothing and be shown in no frame.
    static func page(_ html: String, status: HTTPResponse.Status = .ok) -> SandboxAnswer {
        var headers: HTTPFields = [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"]
        headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
        headers[.xContentTypeOptions] = "nosniff"
        return SandboxAnswer(status: status, headers: headers, body: html)
    }

    /// A redirection that turns a form's POST into a GET.
    static func seeOther(_ location: String) -> SandboxAnswer {
        SandboxAnswer(status: .seeOther, headers: [.location: location, .cacheControl: "no-store"], body: "")
    }
}

extension SandboxAnswer: ResponseGenerator {
    func response(from request: Request, context: some RequestContext) throws -> Response {
        if isLost, let context = context as? SandboxContext { context.hangUp() }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
    }
}
