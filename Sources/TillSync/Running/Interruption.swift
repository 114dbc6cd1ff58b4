import Synchronization

/// Whether somebody asked a run to stop: what is in flight is finished, and nothing new is begun.
package final class Interruption: Sendable {
    private let isAsked = Atomic(false)

    package init() {}

    package var isRequested: Bool { isAsked.load(ordering: .acquiring) }

    package func request() { isAsked.store(true, ordering: .releasing) }
}

/// A run was asked to stop.
package struct Interrupted: Error, Sendable {}
