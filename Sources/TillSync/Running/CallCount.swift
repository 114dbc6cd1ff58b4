import Synchronization

/// How often a provider was called.
package final class CallCount: Sendable {
    private let readCount = Atomic(0)
    private let writeCount = Atomic(0)

    package init() {}

    package var reads: Int { readCount.load(ordering: .relaxed) }
    package var writes: Int { writeCount.load(ordering: .relaxed) }

    func read() { readCount.add(1, ordering: .relaxed) }
    func write() { writeCount.add(1, ordering: .relaxed) }
}
