import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A claimed lane inside one transaction: proves that it is ours, and lets go of it.
struct LaneHold {
    private let connection: any SQLConnection
    private let lane: ClaimedLane
    private let now: Date
    private let lanes: LaneTable

    init(_ connection: any SQLConnection, _ lane: ClaimedLane, now: Date) {
        self.connection = connection
        self.lane = lane
        self.now = now
        lanes = LaneTable(connection, tenant: lane.tenant, mode: lane.mode)
    }

    /// Proves that the lane is ours, before anything is written.
    ///
    /// - `isLast`: Whether the lane is let go in the same transaction: then its row goes first, so that a message that
    ///   arrives meanwhile makes a new one.
    /// - Throws: ``LostLane`` when another worker has it.
    func begin(isLast: Bool) throws {
        let isOurs =
            if isLast {
                try lanes.leave(lane.name, lane.token)
            } else {
                try lanes.hold(lane.name, lane.token, until: now.addingTimeInterval(ClaimedLane.lease))
            }
        guard isOurs else { throw LostLane() }
    }

    /// Lets go of the lane although more was to be done in it.
    func leave() throws {
        guard try lanes.leave(lane.name, lane.token) else { throw LostLane() }
    }

    /// Makes the lane due again when something in it is unfinished.
    func end() throws {
        let next = try InboxTable(connection).nextDue(lane: lane.name, tenant: lane.tenant, mode: lane.mode)
        if let next { try lanes.enter(lane.name, at: next) }
    }

    /// Moves what is left in the lane of one of the provider's objects into the lane of the order that it turned out to
    /// belong to; true when there was something.
    func merge(into order: Order.ID) throws -> Bool {
        let target = Lane.name(of: order)
        guard lane.name != target, Order.ID(rawValue: lane.name) == nil else { return false }
        let moved = try InboxTable(connection).move(
            lane: lane.name, into: target, tenant: lane.tenant, mode: lane.mode)
        guard moved > 0 else { return false }
        try lanes.enter(target, at: now)
        return true
    }
}
