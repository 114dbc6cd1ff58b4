#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What the servers' logs tell of the sample hook, in the order in which it happened.
struct HookLog: Sendable {
    /// A hook's line: that it began its work for an order.
    struct Start: Sendable {
        let order: String
    }

    private struct Line: Decodable {
        let message: String
        let order: String?
        let event: String?
    }

    private(set) var starts: [Start] = []
    /// How often a hook succeeded for an event.
    private(set) var successes: [String: Int] = [:]
    /// The events for which an order's hooks succeeded, in that order.
    private(set) var ends: [String: [String]] = [:]

    init(_ logs: [String]) {
        let decoder = JSONDecoder()
        for text in logs.joined(separator: "\n").split(separator: "\n") {
            // A line that a kill cut off tells nothing.
            guard let line = try? decoder.decode(Line.self, from: Data(text.utf8)), let order = line.order else {
                continue
            }
            if line.message.hasPrefix("Publishing") { starts.append(Start(order: order)) }
            if line.message == "Hook succeeded", let event = line.event {
                successes[event, default: 0] += 1
                ends[order, default: []].append(event)
            }
        }
    }
}
