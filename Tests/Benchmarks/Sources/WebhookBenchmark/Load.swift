import Foundation
import NIOCore

/// What is sent over many connections, and when; it lives on one event loop.
final class Load {
    /// When a request is sent.
    enum Pace {
        /// Each connection sends its next request when its last one is answered.
        case closed
        /// So many in a second whatever the answers do; one that finds no free connection waits, and its wait counts.
        case open(perSecond: Double)
    }

    /// What came of it.
    struct Outcome: Sendable {
        var latencies = Latencies()
        /// How many were answered with 200 in the measured time, and how long that was.
        var accepted = 0
        var seconds = 0.0
        /// How many were sent in all, before and after the measured time too.
        var sent = 0
        /// Answers other than 200, by status; 0 for a connection that ended without one.
        var others: [Int: Int] = [:]

        var perSecond: Double { seconds > 0 ? Double(accepted) / seconds : 0 }
    }

    private var events: StripeEvents
    private let pace: Pace
    private let most: Int
    private let loop: any EventLoop
    private let done: EventLoopPromise<Outcome>
    private var idle: [LoadConnection] = []
    private var nextIdle = 0
    private var backlog: [NIODeadline] = []
    private var nextWaiting = 0
    private var connections = 0
    private var sent = 0
    private var underWay = 0
    private var opened = NIODeadline.now()
    private var begin = NIODeadline.distantFuture
    private var end = NIODeadline.distantFuture
    private var lastAnswer = NIODeadline.now()
    private var outcome = Outcome()
    private var isStarted = false
    private var seconds = 0
    private var isDone = false

    /// - `most`: How many requests to send; nil for as many as fit the time.
    init(
        _ events: StripeEvents, pace: Pace, most: Int?, on loop: any EventLoop, done: EventLoopPromise<Outcome>
    ) {
        self.events = events
        self.pace = pace
        self.most = most ?? Int.max
        self.loop = loop
        self.done = done
    }

    /// Begins once every connection stands.
    ///
    /// - `warmUp`: What is sent and not counted before.
    /// - `time`: For how long it is counted.
    func start(warmUp: TimeAmount, time: TimeAmount) {
        isStarted = true
        opened = .now()
        seconds = Int(Date().timeIntervalSince1970)
        begin = opened + warmUp
        end = begin + time
        switch pace {
        case .closed:
            let ready = idle
            idle = []
            for connection in ready { send(on: connection, intendedAt: .now()) }
        case .open:
            let bound = NIOLoopBound(self, eventLoop: loop)
            loop.scheduleRepeatedTask(initialDelay: .zero, delay: .milliseconds(1)) { task in
                if !bound.value.sendDue() { task.cancel() }
            }
        }
    }

    /// Sends what is due; false when the time is over.
    private func sendDue() -> Bool {
        guard case .open(let perSecond) = pace else { return false }
        let now = NIODeadline.now()
        seconds = Int(Date().timeIntervalSince1970)
        while true {
            let at = opened + .nanoseconds(Int64(Double(sent + backlog.count - nextWaiting) / perSecond * 1e9))
            guard at < end, sent + backlog.count - nextWaiting < most else {
                finishIfDone()
                return false
            }
            guard at <= now else { return true }
            if let connection = takeIdle() {
                send(on: connection, intendedAt: at)
            } else {
                backlog.append(at)
            }
        }
    }

    private func takeIdle() -> LoadConnection? {
        guard nextIdle < idle.count else { return nil }
        defer {
            nextIdle += 1
            if nextIdle > 65_536 {
                idle.removeFirst(nextIdle)
                nextIdle = 0
            }
        }
        return idle[nextIdle]
    }

    func isReady(_ connection: LoadConnection) {
        connections += 1
        idle.append(connection)
    }

    func wasClosed(isAnswerMissing: Bool) {
        connections -= 1
        guard isAnswerMissing else { return }
        underWay -= 1
        outcome.others[0, default: 0] += 1
        finishIfDone()
    }

    private func send(on connection: LoadConnection, intendedAt: NIODeadline) {
        sent += 1
        underWay += 1
        connection.send(events.next(at: seconds, into: ByteBufferAllocator()), intendedAt: intendedAt)
    }

    func answered(_ connection: LoadConnection, status: Int, intendedAt: NIODeadline) {
        underWay -= 1
        let now = NIODeadline.now()
        if status == 200 {
            if now >= begin, now < end {
                outcome.latencies.add(nanoseconds: (now - intendedAt).nanoseconds)
                outcome.accepted += 1
                lastAnswer = now
            }
        } else {
            outcome.others[status, default: 0] += 1
        }
        switch pace {
        case .closed:
            guard now < end, sent < most else { return finishIfDone() }
            if sent % 256 == 0 { seconds = Int(Date().timeIntervalSince1970) }
            send(on: connection, intendedAt: now)
        case .open:
            if nextWaiting < backlog.count {
                let at = backlog[nextWaiting]
                nextWaiting += 1
                send(on: connection, intendedAt: at)
            } else {
                idle.append(connection)
                finishIfDone()
            }
        }
    }

    private func finishIfDone() {
        let isOver = NIODeadline.now() >= end || sent >= most
        guard isStarted, !isDone, isOver, nextWaiting == backlog.count, underWay == 0 || connections == 0 else {
            return
        }
        isDone = true
        let last = sent >= most ? lastAnswer : end
        outcome.sent = sent
        outcome.seconds = Double((last - begin).nanoseconds) / 1e9
        done.succeed(outcome)
    }
}
