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

    /// Lets the thread that asks stand still for half of a time to the whole of it, or until it is told to end.
    static func pause(upTo milliseconds: Int, _ random: () -> Double, until isOver: () -> Bool) {
        var left = Int(Double(milliseconds) * (0.5 + min(max(random(), 0), 1) / 2))
        while left > 0, !isOver() {
            pause(milliseconds: min(left, 200))
            left -= 200
        }
    }
}
