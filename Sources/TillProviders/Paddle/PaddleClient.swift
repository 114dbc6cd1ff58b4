import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Calls Paddle's API: one try for each call, since Paddle has no keys that make another one harmless.
struct PaddleClient: Sendable {
    /// The version whose shapes are read; sent with every request.
    static let apiVersion = "1"

    /// Where it is read what was done to the things of a catalog.
    static let eventsPath = "/events"

    private let configuration: PaddleConfiguration
    private let transport: any HTTPTransport

    init(configuration: PaddleConfiguration, transport: any HTTPTransport) {
        self.configuration = configuration
        self.transport = transport
    }

    /// What is answered to a call.
    func send<Content: Decodable & Sendable>(_ call: ProviderCall) async throws(ProviderError) -> PaddleAnswer<Content>
    {
        let answer = try await answer(to: call)
        do {
            return try JSONDecoder().decode(PaddleAnswer<Content>.self, from: Data(answer.body))
        } catch {
            throw ProviderError(
                .unreadableAnswer, provider: .paddle, requestID: Self.requestID(in: answer), detail: "\(error)")
        }
    }

    /// The answer to a call as it was sent.
    func answer(to call: ProviderCall) async throws(ProviderError) -> InboundAnswer {
        // A call may come out of a file: the key goes to Paddle's own addresses and nowhere else.
        let isAboutEvents = call.method == "GET" && call.path.hasPrefix(Self.eventsPath + "?")
        guard isAboutEvents || PaddleCollection(path: call.path) != nil else {
            throw ProviderError(.notFound, provider: .paddle, detail: "not an address of Paddle's catalog")
        }
        var headers: [(name: String, value: String)] = [
            ("Authorization", "Bearer \(configuration.apiKey)"), ("Paddle-Version", Self.apiVersion),
        ]
        if !call.body.isEmpty { headers.append(("Content-Type", "application/json")) }
        let request = OutboundRequest(
            method: call.method, url: configuration.baseURL + call.path, headers: headers, body: Array(call.body.utf8))
        let answer: InboundAnswer
        do throws(TransportError) {
            answer = try await transport.send(request)
        } catch {
            throw ProviderError(.unreachable, provider: .paddle, detail: error.description)
        }
        guard (200..<300).contains(answer.status) else { throw PaddleErrors.error(for: answer) }
        return answer
    }

    private static func requestID(in answer: InboundAnswer) -> String? {
        struct Meta: Decodable { let meta: PaddleMeta? }
        return (try? JSONDecoder().decode(Meta.self, from: Data(answer.body)))?.meta?.request_id
    }
}
