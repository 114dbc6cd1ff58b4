#if PostgreSQL
    import CLibPQ

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Darwin)
        import Darwin
    #endif

    /// A connection in pipeline mode: commands are sent together, and their results come together.
    ///
    /// Used by the one thread that made it; it is not `Sendable`, so the compiler holds everybody to that.
    final class PostgreSQLWire {
        private let connection: OpaquePointer
        /// For how many milliseconds the server may say nothing to a command; -1 is without end.
        var longestSilence: Int32 = PostgreSQLWire.ordinarySilence
        /// Longer than the server's own limits, so that it is only a server that stands still which runs into it.
        static let ordinarySilence: Int32 = 45_000

        /// Takes over a connection and ends it with itself.
        init(_ connection: OpaquePointer) throws(PostgreSQLFailure) {
            self.connection = connection
            guard PQsetnonblocking(connection, 1) == 0, PQenterPipelineMode(connection) == 1 else {
                PQfinish(connection)
                throw PostgreSQLFailure(message: "the connection takes no pipeline", isLost: true)
            }
        }

        deinit { PQfinish(connection) }

        /// Queues a command without parameters.
        func send(_ command: String) throws(PostgreSQLFailure) {
            try check(PQsendQueryParams(connection, command, 0, nil, nil, nil, nil, 0))
        }

        /// Queues a statement that is not kept; its rows come as text.
        func send(_ sql: String, _ parameters: PostgreSQLParameters) throws(PostgreSQLFailure) {
            try check(
                parameters.withArrays { PQsendQueryParams(connection, sql, $0, $1, $2, $3, $4, 0) })
        }

        /// Queues the making of a statement that is kept, and the question what its rows look like.
        func sendPrepare(_ sql: String, as name: String, types: [Oid]) throws(PostgreSQLFailure) {
            try check(PQsendPrepare(connection, name, sql, Int32(types.count), types))
            try check(PQsendDescribePrepared(connection, name))
        }

        /// Queues a kept statement.
        func send(
            prepared name: String, _ parameters: PostgreSQLParameters, isBinary: Bool
        ) throws(PostgreSQLFailure) {
            try check(
                parameters.withArrays { count, _, values, lengths, formats in
                    PQsendQueryPrepared(connection, name, count, values, lengths, formats, isBinary ? 1 : 0)
                })
        }

        /// Sends what is queued and lends the result of each command, in order, for as long as the closure runs.
        ///
        /// - Throws: The first failure; the commands behind it were not carried out.
        func results<Value>(_ body: ([OpaquePointer]) throws -> Value) throws -> Value {
            try check(PQpipelineSync(connection))
            var results: [OpaquePointer] = []
            defer { results.forEach { PQclear($0) } }
            var failure: PostgreSQLFailure?
            while true {
                try waitForResult()
                guard let result = PQgetResult(connection) else {
                    // Ends the results of one command.
                    try refuseLost(failure)
                    continue
                }
                results.append(result)
                switch PQresultStatus(result) {
                case PGRES_PIPELINE_SYNC:
                    if let failure { throw failure }
                    return try body(results.dropLast())
                case PGRES_PIPELINE_ABORTED:
                    continue
                case PGRES_FATAL_ERROR:
                    failure = failure ?? PostgreSQLFailure(result, isLost: isLost)
                    try refuseLost(failure)
                default:
                    continue
                }
            }
        }

        private var isLost: Bool { PQstatus(connection) == CONNECTION_BAD }

        private func refuseLost(_ failure: PostgreSQLFailure?) throws(PostgreSQLFailure) {
            guard isLost else { return }
            throw PostgreSQLFailure(
                state: failure?.state ?? "", message: failure?.message ?? words(), isLost: true)
        }

        private func check(_ isQueued: Int32) throws(PostgreSQLFailure) {
            guard isQueued == 1 else { throw PostgreSQLFailure(message: words(), isLost: true) }
        }

        private func words() -> String {
            let words = PQerrorMessage(connection).map { String(cString: $0) } ?? ""
            let line = words.split(separator: "\n").joined(separator: " ")
            return line.isEmpty ? "the connection was lost" : line
        }

        private func waitForResult() throws(PostgreSQLFailure) {
            var isFlushed = false
            while true {
                if !isFlushed {
                    let left = PQflush(connection)
                    if left < 0 { return }  // The result that follows says why.
                    isFlushed = left == 0
                }
                guard PQisBusy(connection) == 1 else { return }
                try wait(for: isFlushed ? POLLIN : POLLIN | POLLOUT)
                guard PQconsumeInput(connection) == 1 else { return }
            }
        }

        private func wait(for events: Int32) throws(PostgreSQLFailure) {
            var descriptor = pollfd(fd: PQsocket(connection), events: Int16(events), revents: 0)
            while true {
                let ready = poll(&descriptor, 1, longestSilence)
                if ready > 0 { return }
                if ready == 0 {
                    throw PostgreSQLFailure(message: "the server did not answer in time", isLost: true)
                }
                guard errno == EINTR else {
                    throw PostgreSQLFailure(message: String(cString: strerror(errno)), isLost: true)
                }
            }
        }
    }
#endif
