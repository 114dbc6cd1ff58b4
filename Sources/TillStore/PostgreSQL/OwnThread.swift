import Foundation

/// A thread of one's own, for work that waits without giving its thread back.
enum OwnThread {
    static func start(_ name: String, _ body: @escaping @Sendable () -> Void) {
        let thread = Thread(block: body)
        thread.name = name
        thread.start()
    }

    /// Lets the thread that asks stand still for a while.
    static func pause(milliseconds: Int) { Thread.sleep(forTimeInterval: TimeInterval(milliseconds) / 1_000) }
}
