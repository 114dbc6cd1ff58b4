import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization
import Testing

@testable import TillSandbox

/// A small server that receives webhooks, as a shop's own would.
final class Receiver: Sendable {
    /// One webhook as it arrived.
    struct Letter: Sendable {
        let signature: String
        let headers: HTTPFields
        let body: String

        var event: JSONValue { (try? JSONValue(parsing: body.utf8)) ?? .null }
        var type: String { event["type"].string ?? "" }

        /// Whether the signature is right for the secret, worked out independently of the sandbox.
        func isSigned(with secret: String) -> Bool {
            let parts = signature.split(separator: ",").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
            guard parts.count == 2, parts[0][0] == "t", parts[1][0] == "v1" else { return false }
            let key = SymmetricKey(data: Data(secret.utf8))
            let mac = HMAC<SHA256>.authenticationCode(for: Data("\(parts[0][1]).\(body)".utf8), using: key)
            return Data(mac).map { String(format: "%02x", $0) }.joined() == parts[1][1]
        }

        var time: Int? { Int(signature.dropFirst(2).prefix { $0 != "," }) }
    }

    private let statuses: Mutex<[Int]>
    private let continuation: AsyncStream<Letter>.Continuation
    private let iterator: LetterQueue

    /// A receiver that answers with the statuses in turn, then with 200.
    init(answering statuses: [Int] = []) {
        self.statuses = Mutex(statuses)
        let (stream, continuation) = AsyncStream<Letter>.makeStream()
        self.continuation = continuation
        iterator = LetterQueue(stream)
    }

    /// The next webhook that arrives.
    func next() async throws -> Letter { try #require(await iterator.next()) }

    /// Waits for the first webhook of a type, passing over others.
    func next(_ type: String) async throws -> Letter {
        while true {
            let letter = try await next()
            if letter.type == type { return letter }
        }
    }

    /// Runs the receiver around a body that is given its address.
    static func open(
        answering statuses: [Int] = [], _ body: @escaping @Sendable (Receiver, String) async throws -> Void
    ) async throws {
        let receiver = Receiver(answering: statuses)
        let (ports, ready) = AsyncStream<Int>.makeStream()
        var logger = Logger(label: "receiver")
        logger.logLevel = .critical
        let router = Router()
        router.post("/hook") { request, _ in
            var request = request
            let body = try await request.collectBody(upTo: 1 << 20)
            return receiver.receive(request.headers, String(buffer: body))
        }
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { ready.yield($0.localAddress?.port ?? 0) }, logger: logger)
        try await Shop.running([application], logger: logger) {
            let port = try #require(await ports.first { _ in true })
            try await body(receiver, "http://127.0.0.1:\(port)/hook")
        }
    }

    private func receive(_ headers: HTTPFields, _ body: String) -> Response {
        let name = HTTPField.Name("Stripe-Signature")
        let letter = Letter(signature: name.flatMap { headers[$0] } ?? "", headers: headers, body: body)
        let status = statuses.withLock { $0.isEmpty ? 200 : $0.removeFirst() }
        continuation.yield(letter)
        var answer = Response(status: .init(code: status))
        if status / 100 == 3 { answer.headers[.location] = "/hook" }
        return answer
    }
}

/// Hands out the elements of a stream one at a time.
actor LetterQueue {
    private var iterator: AsyncStream<Receiver.Letter>.AsyncIterator

    init(_ stream: AsyncStream<Receiver.Letter>) { iterator = stream.makeAsyncIterator() }

    func next() async -> Receiver.Letter? {
        var copy = iterator
        let letter = await copy.next(isolation: self)
        iterator = copy
        return letter
    }
}
