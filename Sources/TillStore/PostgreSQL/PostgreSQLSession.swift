#if PostgreSQL
    import CLibPQ

    /// A connection with its prepared statements, and one transaction at a time.
    ///
    /// Used by the one thread that made it; it is not `Sendable`, so the compiler holds everybody to that.
    final class PostgreSQLSession {
        private let wire: PostgreSQLWire
        /// Commands that go to the server together with the next statement, so that they cost no journey of their own.
        private var deferred: [String] = []
        private var statements = PostgreSQLStatements()
        /// Whether the transaction was begun at the server, which its first statement does.
        private var isBegun = false
        /// When the statements of somebody else's must be done; nil outside of them.
        var deadline: ContinuousClock.Instant? {
            didSet { if deadline == nil, isBegun { deferred.append("SET LOCAL statement_timeout = '30s'") } }
        }
        /// What went wrong first in this transaction; the server refuses everything after it.
        private(set) var failure: PostgreSQLFailure?

        init(_ wire: PostgreSQLWire) { self.wire = wire }

        /// What a transaction is for.
        enum Purpose: Sendable {
            /// Reads only, on one snapshot.
            case read
            case write
            /// Several writes at once, which let go early when they stand in each other's way.
            case group
            /// Changes tables, which takes as long as it takes.
            case migration

            fileprivate var opening: [String] {
                switch self {
                case .read: ["BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"]
                case .write: ["BEGIN ISOLATION LEVEL READ COMMITTED"]
                case .group: ["BEGIN ISOLATION LEVEL READ COMMITTED", "SET LOCAL lock_timeout = '250ms'"]
                case .migration:
                    [
                        "BEGIN ISOLATION LEVEL READ COMMITTED", "SET LOCAL lock_timeout = 0",
                        "SET LOCAL statement_timeout = 0",
                    ]
                }
            }
        }

        /// Nobody knows whether a transaction holds: the connection was lost while it was being committed.
        struct UnknownOutcome: Error {
            let cause: PostgreSQLFailure
        }

        /// Runs a closure in a transaction, which holds when this returns.
        ///
        /// - Throws: What the closure threw, or a ``PostgreSQLFailure`` that it held back; nothing was changed then.
        ///   ``UnknownOutcome`` when that cannot be said.
        func transaction<Value>(_ purpose: Purpose, _ body: (any SQLConnection) throws -> Value) throws -> Value {
            failure = nil
            isBegun = false
            deferred = purpose.opening
            wire.longestSilence = purpose == .migration ? -1 : PostgreSQLWire.ordinarySilence
            let value: Value
            do {
                value = try body(PostgreSQLConnection(session: self))
                // A closure that went on after a failed statement has nothing to commit.
                if let failure { throw failure }
            } catch {
                try rollBack()
                throw error
            }
            // Without a statement nothing was begun.
            guard isBegun else { return value }
            try commit(purpose)
            return value
        }

        private func commit(_ purpose: Purpose) throws {
            do {
                try wire.send("COMMIT")
                let tag = try wire.results { $0.first.flatMap { PQcmdStatus($0) }.map { String(cString: $0) } }
                guard tag == "COMMIT" else {
                    throw PostgreSQLFailure(message: "the transaction was rolled back", isLost: false)
                }
            } catch let cause as PostgreSQLFailure {
                failure = cause
                throw cause.isLost && purpose != .read ? UnknownOutcome(cause: cause) : cause
            }
        }

        /// Undoes what was begun; a lost connection has done so by itself.
        private func rollBack() throws {
            guard isBegun, failure?.isLost != true else { return }
            do {
                try wire.send("ROLLBACK")
                try wire.results { _ in }
            } catch let cause as PostgreSQLFailure {
                // Nothing was committed, but the connection is in no state to go on with.
                failure = PostgreSQLFailure(state: cause.state, message: cause.message, isLost: true)
            }
        }

        /// Runs one statement of the transaction.
        func run(_ sql: String, _ values: [any SQLConvertible]) throws(StoreError) -> PostgreSQLAnswer {
            if let failure { throw failure.storeError }
            try limitTime()
            let parameters = try PostgreSQLParameters(values)
            do {
                return try PostgreSQLStatements.isKept(sql) ? runKept(sql, parameters) : runOnce(sql, parameters)
            } catch let cause as PostgreSQLFailure {
                failure = cause
                throw cause.storeError
            } catch let error as StoreError {
                throw error
            } catch {
                throw StoreError(.refused, "\(error)")
            }
        }

        /// Whether the server ended a statement because its time was over.
        var hasRunOutOfTime: Bool { failure?.state == "57014" }

        /// Lets the next statement take what is left of the time.
        private func limitTime() throws(StoreError) {
            guard let deadline else { return }
            let left = deadline - ContinuousClock().now
            guard left > .zero else {
                let cause = PostgreSQLFailure(
                    state: "57014", message: "the time for its statements is over", isLost: false)
                failure = cause
                throw cause.storeError
            }
            // Zero would mean without limit.
            deferred.append("SET LOCAL statement_timeout = \(max(1, Int(left / .milliseconds(1))))")
        }

        private func runOnce(_ sql: String, _ parameters: PostgreSQLParameters) throws -> PostgreSQLAnswer {
            try sendDeferred()
            try wire.send(sql, parameters)
            return try answer()
        }

        private func runKept(_ sql: String, _ parameters: PostgreSQLParameters) throws -> PostgreSQLAnswer {
            let statement = try statements.find(sql, parameters.types) ?? prepare(sql, parameters.types)
            try sendDeferred()
            try wire.send(prepared: statement.name, parameters, isBinary: statement.isBinary)
            return try answer()
        }

        private func prepare(_ sql: String, _ types: [Oid]) throws -> PostgreSQLStatements.Statement {
            let (name, dropped) = statements.nextName()
            if let dropped { deferred.append("DEALLOCATE \(dropped)") }
            try sendDeferred()
            try wire.sendPrepare(sql, as: name, types: types)
            let isBinary = try wire.results { results in
                guard let shape = results.last else { return false }
                return (0..<PQnfields(shape)).allSatisfy { PostgreSQLType.isBinary(PQftype(shape, $0)) }
            }
            return statements.keep(sql, types, name: name, isBinary: isBinary)
        }

        private func sendDeferred() throws(PostgreSQLFailure) {
            // From the first command on there may be something to undo.
            isBegun = true
            for command in deferred { try wire.send(command) }
            deferred = []
        }

        /// The answer of the last command that was sent.
        private func answer() throws -> PostgreSQLAnswer {
            try wire.results { results in
                guard let result = results.last else {
                    throw PostgreSQLFailure(message: "the server gave no result", isLost: true)
                }
                return try PostgreSQLAnswer(result)
            }
        }
    }
#endif
