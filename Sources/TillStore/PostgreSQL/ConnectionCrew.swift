#if PostgreSQL
    import Dispatch
    import Synchronization

    /// Threads with a connection each, which run what waits in one queue.
    ///
    /// A thread is started when there is work and nobody idle, up to a limit. While the database cannot be reached,
    /// what waits and what comes is refused at once, and a thread tries to get back by itself.
    final class ConnectionCrew: Sendable {
        /// How much one thread takes at a time.
        struct Portion: Sendable {
            let jobs: Int
            let bytes: Int

            static let one = Portion(jobs: 1, bytes: 0)
            /// All that waits, up to a size that one transaction carries well.
            static let group = Portion(jobs: 256, bytes: 8 * 1024 * 1024)
        }

        struct State {
            var waiting = WaitingJobs()
            /// How many threads there are, how many of them wait for a job, and how many have a connection.
            var threads = 0
            var idle = 0
            var connected = 0
            /// Whether there ever was a connection: before that, whoever opens the database tells why there is none.
            var wasConnected = false
            /// Why the database cannot be reached; nil while it can.
            var outage: StoreError?
            var isClosed = false
            var whenClosed: [CheckedContinuation<Void, Never>] = []
        }

        let connector: PostgreSQLConnector
        private let most: Int
        private let portion: Portion
        let state = Mutex(State())
        let wakeups = DispatchSemaphore(value: 0)

        init(_ connector: PostgreSQLConnector, most: Int, portion: Portion) {
            self.connector = connector
            self.most = most
            self.portion = portion
        }

        /// How many jobs wait for a connection.
        var waiting: Int { state.withLock { $0.waiting.count } }

        // MARK: - From anywhere

        private enum Next { case nothing, wake, start, refuse(StoreError) }

        func submit(_ job: ConnectionJob) {
            let next = state.withLock { state -> Next in
                if state.isClosed { return .refuse(StoreError(.unavailable, "the database was closed")) }
                if let outage = state.outage { return .refuse(outage) }
                guard state.waiting.add(job) else {
                    return .refuse(StoreError(.unavailable, "too many transactions wait for the database"))
                }
                return nextForOneMore(&state)
            }
            switch next {
            case .nothing: return
            case .wake: wakeups.signal()
            case .start: OwnThread.start("till-postgres") { self.work() }
            case .refuse(let error): job.finish(error)
            }
        }

        private func nextForOneMore(_ state: inout State) -> Next {
            if state.idle > 0 {
                state.idle -= 1
                return .wake
            }
            guard state.threads < most else { return .nothing }
            state.threads += 1
            return .start
        }

        /// Lets what waits be done, then ends every connection.
        func close() async {
            await withCheckedContinuation { continuation in
                let idle = state.withLock { state -> Int in
                    state.isClosed = true
                    guard state.threads > 0 else {
                        continuation.resume()
                        return 0
                    }
                    state.whenClosed.append(continuation)
                    defer { state.idle = 0 }
                    return state.idle
                }
                for _ in 0..<idle { wakeups.signal() }
            }
        }

        // MARK: - On a thread of the crew

        private func work() {
            // Never leaves this function, and so never this thread.
            var session: PostgreSQLSession?
            while let jobs = take() { serve(jobs, &session) }
            session = nil
            let (left, whenClosed) = state.withLock { state in
                state.threads -= 1
                guard state.threads == 0 else { return ([ConnectionJob](), [CheckedContinuation<Void, Never>]()) }
                defer { state.whenClosed = [] }
                return (state.waiting.takeAll(), state.whenClosed)
            }
            for job in left { job.finish(StoreError(.unavailable, "the database was closed")) }
            for continuation in whenClosed { continuation.resume() }
        }

        /// What to do next; nil when there is nothing more to do, ever.
        private func take() -> [ConnectionJob]? {
            enum Found { case jobs([ConnectionJob]), nothing, end }
            while true {
                let found = state.withLock { state -> Found in
                    let jobs = state.waiting.take(most: portion.jobs, bytes: portion.bytes)
                    if !jobs.isEmpty { return .jobs(jobs) }
                    if state.isClosed { return .end }
                    state.idle += 1
                    return .nothing
                }
                switch found {
                case .jobs(let jobs): return jobs
                case .nothing: wakeups.wait()
                case .end: return nil
                }
            }
        }
    }
#endif
