#if PostgreSQL
    import Dispatch
    import Logging
    import Synchronization

    /// What one thread does with the jobs it took, and with a connection that breaks.
    extension ConnectionCrew {
        /// How often a job is begun that meets others in the tables.
        private static let mostCollisions = 16
        /// How often a job is begun whose connection breaks under it.
        private static let mostLosses = 3
        /// How long to wait before each further attempt to connect while jobs wait for it, in milliseconds.
        private static let soon = [50, 150, 400, 900]

        /// How an attempt at a transaction ended.
        private enum Attempt {
            case done
            /// It is over, and nobody knows better than to tell.
            case failed(any Error)
            /// The connection broke while it was committed, so nobody knows whether what it wrote holds.
            case unknown(StoreError)
            /// Another transaction was in the way.
            case collided(any Error)
            /// The connection broke before anything was committed.
            case lost(StoreError)
            /// There is no connection to be had.
            case unreachable(StoreError)
        }

        /// Runs jobs to their ends.
        func serve(_ jobs: [ConnectionJob], _ session: inout PostgreSQLSession?) {
            var rest = jobs[...]
            if jobs.count > 1 {
                switch runTogether(jobs, &session) {
                case .done: return rest.forEach { $0.finish(nil) }
                // One of them failed, or stood in another's way: each in a transaction of its own finds out which.
                case .failed, .collided: break
                case .lost(let error), .unknown(let error): return rest.forEach { $0.finish(error) }
                case .unreachable(let error): return comeBack(&session, leaving: jobs, because: error)
                }
            }
            while let job = rest.first {
                switch runAlone(job, &session) {
                case .done: job.finish(nil)
                case .failed(let error), .collided(let error): job.finish(error)
                case .lost(let error), .unknown(let error): job.finish(error)
                case .unreachable(let error): return comeBack(&session, leaving: Array(rest), because: error)
                }
                rest.removeFirst()
            }
        }

        /// Runs several jobs in one transaction, which holds for all of them or for none.
        private func runTogether(_ jobs: [ConnectionJob], _ session: inout PostgreSQLSession?) -> Attempt {
            repeating(&session, collisions: 1) { session throws in
                try session.transaction(.group) { connection in
                    for job in jobs { try job.run(connection) }
                }
            }
        }

        private func runAlone(_ job: ConnectionJob, _ session: inout PostgreSQLSession?) -> Attempt {
            repeating(&session, collisions: Self.mostCollisions) { session throws in
                try session.transaction(job.purpose, job.run)
            }
        }

        /// Runs a transaction again as long as that may help, and nothing of it was committed.
        private func repeating(
            _ session: inout PostgreSQLSession?, collisions most: Int, _ body: (PostgreSQLSession) throws -> Void
        ) -> Attempt {
            var collisions = 0
            var losses = 0
            while true {
                let attempt = attempt(&session, body)
                switch attempt {
                case .collided:
                    collisions += 1
                    guard collisions < most else { return attempt }
                    pause(upTo: 10 << min(collisions, 6))
                case .lost:
                    losses += 1
                    guard losses < Self.mostLosses else { return attempt }
                default:
                    return attempt
                }
            }
        }

        private func attempt(
            _ session: inout PostgreSQLSession?, _ body: (PostgreSQLSession) throws -> Void
        ) -> Attempt {
            if let error = connect(&session) { return .unreachable(error) }
            guard let current = session else { return .unreachable(StoreError(.unavailable, "there is no connection")) }
            do {
                try body(current)
                return .done
            } catch let unknown as PostgreSQLSession.UnknownOutcome {
                drop(&session)
                return .unknown(
                    StoreError(
                        .unavailable,
                        "the connection was lost during a commit, so it is not known whether the write holds: "
                            + unknown.cause.storeError.description))
            } catch {
                let error = (error as? PostgreSQLFailure)?.storeError ?? error
                guard let cause = current.failure else { return .failed(error) }
                if cause.isLost || cause.isStale {
                    drop(&session)
                    return .lost(cause.storeError)
                }
                return cause.isCollision ? .collided(error) : .failed(error)
            }
        }

        // MARK: - Connections

        /// Makes sure that there is a connection, with a few attempts; what stands in the way otherwise.
        private func connect(_ session: inout PostgreSQLSession?) -> StoreError? {
            guard session == nil else { return nil }
            var pauses = Self.soon[...]
            while true {
                do throws(StoreError) {
                    session = try connector.open()
                    connected()
                    return nil
                } catch {
                    guard error.code == .unavailable, let milliseconds = pauses.popFirst(), !isClosed else {
                        return error
                    }
                    pause(upTo: milliseconds)
                }
            }
        }

        private func drop(_ session: inout PostgreSQLSession?) {
            session = nil
            state.withLock { $0.connected -= 1 }
        }

        private func connected() {
            let wasOut = state.withLock { state in
                defer { state.outage = nil }
                state.connected += 1
                state.wasConnected = true
                return state.outage != nil
            }
            if wasOut { connector.options.logger.notice("PostgreSQL is reached again") }
        }

        /// Tries to get a connection until there is one, however long that takes.
        ///
        /// - `jobs`: Go to threads that have a connection; when no thread has one, they and all that wait are refused.
        private func comeBack(
            _ session: inout PostgreSQLSession?, leaving jobs: [ConnectionJob], because error: StoreError
        ) {
            handOver(jobs, because: error)
            var failures = 0
            while session == nil, !isClosed {
                failures += 1
                pause(upTo: min(100 << min(failures, 5), 2_000))
                guard !isClosed else { return }
                do throws(StoreError) {
                    session = try connector.open()
                    connected()
                } catch {
                    handOver([], because: error)
                }
            }
        }

        private func handOver(_ jobs: [ConnectionJob], because error: StoreError) {
            enum Next { case wake, nothing, refuse([ConnectionJob], isNew: Bool) }
            let next = state.withLock { state -> Next in
                guard state.connected == 0 else {
                    state.waiting.putBack(jobs)
                    guard !jobs.isEmpty, state.idle > 0 else { return .nothing }
                    state.idle -= 1
                    return .wake
                }
                defer { state.outage = error }
                return .refuse(jobs + state.waiting.takeAll(), isNew: state.wasConnected && state.outage == nil)
            }
            switch next {
            case .nothing: return
            case .wake: wakeups.signal()
            case .refuse(let refused, let isNew):
                if isNew {
                    connector.options.logger.error(
                        "PostgreSQL cannot be reached; Till tries again", metadata: ["error": "\(error)"])
                }
                for job in refused { job.finish(error) }
            }
        }

        private var isClosed: Bool { state.withLock { $0.isClosed } }

        /// Stands still for half of a time to the whole of it, or until the crew is closed.
        private func pause(upTo milliseconds: Int) {
            OwnThread.pause(upTo: milliseconds, connector.options.random) { isClosed }
        }
    }
#endif
