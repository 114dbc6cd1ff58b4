import AsyncHTTPClient
import NIOCore
import Till

/// Tells another service of every paid order, once.
public func setUp(_ till: inout Setup) {
    till.on(.orderPaid, named: "publish-job") { event, context in
        var request = HTTPClientRequest(url: "https://jobs.example/api/postings")
        request.method = .POST
        request.headers.add(name: "Idempotency-Key", value: context.eventID.rawValue)
        request.body = .bytes(ByteBuffer(string: event.order.id.rawValue))
        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        switch answer.status.code {
        case 200..<300: return
        case 429: throw HookOutcome.retry(after: .seconds(60), "the job board is busy")
        case 400..<500: throw HookOutcome.giveUp("the job board refused it: \(answer.status)")
        default: throw JobBoardError(status: answer.status.code)
        }
    }
}

/// Any error makes the run be tried again; its text is what `catalog hooks list` shows.
struct JobBoardError: Error, CustomStringConvertible {
    let status: UInt
    var description: String { "the job board answered \(status)" }
}
