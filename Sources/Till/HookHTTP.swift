import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Calls other services from a hook.
///
/// Every request carries `Idempotency-Key`, made of the event's id and what is asked, so that a hook that runs again
/// does not do the same thing elsewhere again. Addresses inside one's own network are refused unless they are listed,
/// redirects are not followed, an exchange takes at most ten seconds, and an answer has at most 64 KiB.
public protocol HookHTTP: Sendable {
    /// Sends a request and returns the answer, whatever its status is.
    ///
    /// - Throws: ``HookHTTPError`` when there is no answer.
    func send(_ request: HookRequest) async throws -> HookResponse
}

extension HookHTTP {
    /// Reads an address.
    ///
    /// - Throws: ``HookHTTPError`` when there is no answer, or its status is not from 200 to 299.
    public func get(_ url: String, headers: [String: String] = [:]) async throws -> HookResponse {
        try await accepted(HookRequest(method: "GET", url: url, headers: headers))
    }

    /// Sends a value as JSON.
    ///
    /// - Throws: ``HookHTTPError`` when there is no answer, or its status is not from 200 to 299.
    @discardableResult
    public func post(
        _ url: String, json value: some Encodable, headers: [String: String] = [:]
    ) async throws -> HookResponse {
        var headers = headers
        if !headers.keys.contains(where: { $0.lowercased() == "content-type" }) {
            headers["Content-Type"] = "application/json"
        }
        return try await accepted(
            HookRequest(method: "POST", url: url, headers: headers, body: try JSONWriter.bytes(value)))
    }

    private func accepted(_ request: HookRequest) async throws -> HookResponse {
        let response = try await send(request)
        guard (200..<300).contains(response.status) else {
            throw HookHTTPError(
                .refused, "\(request.method) \(request.url) was answered with \(response.status)", response: response)
        }
        return response
    }
}
