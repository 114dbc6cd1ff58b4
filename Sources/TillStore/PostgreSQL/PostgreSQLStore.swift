#if PostgreSQL
    import TillModel

    /// ``Store`` on a PostgreSQL database, which any number of servers may share.
    package struct PostgreSQLStore: Store {
        /// Runs what providers wait for an answer to, as much in one transaction as waits.
        private let ingest: ConnectionCrew
        /// Runs everything else, each in a transaction of its own.
        private let work: ConnectionCrew
        private let failpoints: Failpoints
        private let connector: PostgreSQLConnector
        private let channel: NotifyChannel

        /// How many connections store webhooks.
        private static let ingestConnections = 2

        /// Other servers may work on the same database.
        package var isShared: Bool { true }

        /// Connects, and brings the tables up to date or refuses those of another version.
        package static func open(_ options: PostgreSQLOptions, access: StoreAccess = .serving) async throws -> Self {
            let store = PostgreSQLStore(options, isServing: access == .serving)
            do {
                switch access {
                case .serving: try await store.migrate()
                case .writing, .reading: try await store.read { try Migrator.check($0, name: "the database") }
                case .anyVersion: try await store.read { _ = try Migrator.version($0) }
                }
                return store
            } catch {
                await store.close()
                throw error
            }
        }

        private init(_ options: PostgreSQLOptions, isServing: Bool) {
            connector = PostgreSQLConnector(options: options, isServing: isServing)
            failpoints = options.failpoints
            ingest = ConnectionCrew(connector, most: Self.ingestConnections, portion: .group)
            work = ConnectionCrew(connector, most: options.connections - Self.ingestConnections, portion: .one)
            channel = NotifyChannel(connector)
        }

        /// Tells other servers of new work, and hears of theirs, on one more connection.
        package var wakeHint: WakeHint { WakeHint(send: channel.send, listen: channel.start) }

        /// Servers that start together do this one after another, and only the first finds something to do.
        private func migrate() async throws {
            try await run(on: work, .migration) { [failpoints] connection in
                try connection.execute(
                    "SELECT pg_advisory_xact_lock(hashtextextended('till:' || current_schema(), 0))")
                try Migrator.migrate(connection, failpoints: failpoints)
            }
        }

        package func read<Value: Sendable>(
            _ body: @escaping @Sendable (any SQLConnection) throws -> Value
        ) async throws -> Value {
            try await run(on: work, .read, body)
        }

        package func write<Value: Sendable>(
            _ group: WriteGroup, bytes: Int, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
        ) async throws -> Value {
            guard group == .ingest else { return try await run(on: work, .write, bytes: bytes, body) }
            return try await run(on: ingest, .write, bytes: bytes) { [failpoints] connection in
                let value = try body(connection)
                failpoints.reachedInTransaction(.inboxBeforeFlush)
                return value
            }
        }

        private func run<Value: Sendable>(
            on crew: ConnectionCrew, _ purpose: PostgreSQLSession.Purpose, bytes: Int = 0,
            _ body: @escaping @Sendable (any SQLConnection) throws -> Value
        ) async throws -> Value {
            let kept = KeptValue<Value>()
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                crew.submit(
                    ConnectionJob(
                        purpose: purpose, bytes: bytes, run: { kept.keep(try body($0)) },
                        finish: { error in
                            if let error { continuation.resume(throwing: error) } else { continuation.resume() }
                        }))
            }
            return try kept.value()
        }

        /// Gives back the room that removed rows left, which no transaction can.
        package func vacuum() async throws {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                OwnThread.start("till-vacuum") { [connector] in
                    continuation.resume(with: Result { try connector.runOutsideTransaction("VACUUM (ANALYZE)") })
                }
            }
        }

        /// How many transactions wait for a connection.
        package var waiting: Int { ingest.waiting + work.waiting }

        /// Ends every connection once what waits is done; nothing can be read or written afterwards.
        package func close() async {
            channel.close()
            await ingest.close()
            await work.close()
        }
    }
#endif
