import HTTPTypes
import Hummingbird

/// Which address a request comes from, for limits that hold for each.
struct BuyerAddress: Sendable {
    /// Whether a proxy of our own writes the buyer's address in front of us.
    let trustsForwardedFor: Bool

    func of(_ request: Request, _ context: ServerContext) -> String {
        // The last entry is the one that our own proxy wrote; what stands before it is anybody's word.
        if trustsForwardedFor, let last = request.headers[.forwardedFor]?.split(separator: ",").last {
            return last.trimmingPrefix { $0 == " " }.lowercased()
        }
        return context.remoteAddress ?? "unknown"
    }
}
