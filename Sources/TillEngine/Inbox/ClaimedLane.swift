import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A lane that is ours for as long as its lease lasts, with what is to be done in it.
struct ClaimedLane: Sendable {
    /// How long a lane is believed to be worked on without a sign of life, in seconds.
    static let lease: TimeInterval = 60
    /// How often a sign of life is given while nothing is written.
    static let heartbeat = Duration.seconds(20)
    /// How many messages of one lane are read at once; what is behind them is for the next claim.
    static let mostMessages = 64

    let name: String
    let tenant: String
    let mode: Mode
    /// What proves that the lane is ours.
    let token: String
    /// Its unfinished messages, in the order in which they are applied.
    let messages: [InboxTable.Stored]

    /// The messages whose time has come: one that failed and is not due yet holds up those behind it, one that waits
    /// for something does not.
    func due(at now: Date) -> [InboxTable.Stored] {
        var due: [InboxTable.Stored] = []
        for message in messages {
            // In whole milliseconds, as the rows have it: what a claim found due must be due here too.
            let isDue = message.nextAt.map { $0.millisecondsSince1970 <= now.millisecondsSince1970 } ?? false
            if isDue { due.append(message) } else if message.status != .waiting { break }
        }
        return due
    }
}
