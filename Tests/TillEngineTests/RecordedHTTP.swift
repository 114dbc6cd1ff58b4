import Synchronization
import Till

/// Keeps what hooks ask for, and answers with 200.
final class RecordedHTTP: HookHTTP {
    private let kept = Mutex<[HookRequest]>([])

    var requests: [HookRequest] { kept.withLock { $0 } }

    func send(_ request: HookRequest) async throws -> HookResponse {
        kept.withLock { $0.append(request) }
        return HookResponse(status: 200, body: Array("{}".utf8))
    }
}
