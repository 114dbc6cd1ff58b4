import Crypto
import Till
import TillModel

/// Adds an idempotency key to each request of a hook's run.
///
/// The key is the event's id, the hook's name and a digest of what is asked: the same request of another attempt has
/// the same key, and two requests of one run have two.
struct EventHTTP: HookHTTP {
    let http: any HookHTTP
    let event: Event.ID
    let hook: String

    static let header = "Idempotency-Key"

    func send(_ request: HookRequest) async throws -> HookResponse {
        var request = request
        if !request.headers.keys.contains(where: { $0.lowercased() == Self.header.lowercased() }) {
            request.headers[Self.header] = key(of: request)
        }
        return try await http.send(request)
    }

    private func key(of request: HookRequest) -> String {
        var hash = SHA256()
        for part in [Array(request.method.utf8), Array(request.url.utf8), request.body] {
            hash.update(data: Array("\(part.count):".utf8))
            hash.update(data: part)
        }
        let bytes = Array(hash.finalize())
        func word(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
        return "\(event)-\(hook)-\(IdentifierBits.text((word(bytes[0..<8]), word(bytes[8..<16]))))"
    }
}

/// Refuses every request, where no way out was given.
struct NoHTTP: HookHTTP {
    func send(_ request: HookRequest) async throws -> HookResponse {
        throw HookHTTPError(.addressRefused, "this program gives its hooks no way to call other services")
    }
}
