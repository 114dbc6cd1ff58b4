import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// When whoever holds a lane last gave a sign of life.
package enum LaneLease {
    /// How often a holder that works for long gives one, in seconds.
    static let heartbeat: TimeInterval = ClaimedLane.heartbeat / .seconds(1)

    /// A lease is counted from the holder's last sign of life.
    package static func lastSign(of lane: LaneOverview.Shown) -> Date {
        lane.nextAt.addingTimeInterval(-ClaimedLane.lease)
    }
}
