import HTTPTypes
import Hummingbird
import NIOCore

/// One request to the sandbox, read to its end.
struct SandboxRequest: Sendable {
    /// The most bytes a body may have.
    static let maximumBody = 1 << 20

    let method: HTTPRequest.Method
    /// The path as it was sent, percent-encoded.
    let path: String
    /// The query as it was sent, without its question mark.
    let query: String
    let headers: HTTPFields
    /// The body; nil when it was too large to read.
    let body: [UInt8]?
    /// The sandbox's own address as the client sees it.
    let origin: String

    /// Reads a request; the body of one that is too large is left unread.
    init(_ request: Request) async throws {
        var request = request
        method = request.method
        path = request.uri.path
        query = request.uri.query ?? ""
        headers = request.headers
        origin = "http://" + (request.head.authority ?? "")
        do {
            body = Array(try await request.collectBody(upTo: Self.maximumBody).readableBytesView)
        } catch is NIOTooManyBytesError {
            body = nil
        }
    }

    /// The parts of the path between slashes.
    var segments: [Substring] { path.split(separator: "/") }
}
