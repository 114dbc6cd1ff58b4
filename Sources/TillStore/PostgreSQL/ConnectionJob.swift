#if PostgreSQL
    /// Somebody's transaction that waits for a connection.
    struct ConnectionJob: Sendable {
        let purpose: PostgreSQLSession.Purpose
        let bytes: Int
        /// Runs the closure and keeps what it returned; run again, it keeps that instead.
        let run: @Sendable (any SQLConnection) throws -> Void
        /// Hands the kept result, or the error, to whoever waits.
        let finish: @Sendable ((any Error)?) -> Void
    }

    /// The jobs that wait, in order, up to a limit.
    struct WaitingJobs {
        /// The most that may wait: beyond it a job is refused, so that a database that stands still does not fill
        /// memory.
        static let most = 16_384
        /// The most bytes that may wait.
        static let mostBytes = 64 * 1024 * 1024

        private var jobs: [ConnectionJob?] = []
        /// Where the first that waits is; before it are the places of those that were taken.
        private var first = 0
        private var bytes = 0

        var count: Int { jobs.count - first }

        /// Adds a job at the end; false when there is no room.
        mutating func add(_ job: ConnectionJob) -> Bool {
            guard count < Self.most, bytes + job.bytes <= Self.mostBytes else { return false }
            jobs.append(job)
            bytes += job.bytes
            return true
        }

        /// Puts jobs back that were taken, before all others.
        mutating func putBack(_ taken: [ConnectionJob]) {
            jobs.replaceSubrange(0..<first, with: taken.map(Optional.some))
            first = 0
            bytes += taken.reduce(0) { $0 + $1.bytes }
        }

        /// Takes every job.
        mutating func takeAll() -> [ConnectionJob] { take(most: .max, bytes: .max) }

        /// Takes the first job, and what fits beside it.
        mutating func take(most: Int, bytes limit: Int) -> [ConnectionJob] {
            var taken: [ConnectionJob] = []
            var sum = 0
            while first < jobs.count, taken.count < most, let job = jobs[first], sum == 0 || sum + job.bytes <= limit {
                taken.append(job)
                sum += job.bytes
                jobs[first] = nil
                first += 1
            }
            bytes -= sum
            // Now and then, so that taking one is cheap however many wait.
            if first > 1_024, first > jobs.count / 2 {
                jobs.removeFirst(first)
                first = 0
            }
            return taken
        }
    }
#endif
