#if PostgreSQL
    import CLibPQ
    import Logging
    import Synchronization

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Darwin)
        import Darwin
    #endif

    /// LISTEN and NOTIFY on a connection and a thread of its own, so that no transaction waits for either.
    ///
    /// At most one NOTIFY leaves in 50 ms, however often it is asked for.
    final class NotifyChannel: Sendable {
        /// The least time between two hints, in milliseconds.
        private static let pace = 50
        /// The longest wait before another attempt to connect, in milliseconds.
        private static let longestPause = 5_000

        private struct State {
            /// Whether somebody asked for a hint that has not left yet.
            var isAsked = false
            var isClosed = false
            /// The end of the pipe that wakes the thread; nil while there is no thread.
            var bell: Int32?
        }

        private let connector: PostgreSQLConnector
        private let state = Mutex(State())

        init(_ connector: PostgreSQLConnector) { self.connector = connector }

        /// Asks for a hint to the other servers.
        func send() {
            state.withLock { state in
                guard !state.isAsked else { return }
                state.isAsked = true
                Self.ring(state.bell)
            }
        }

        /// Starts the thread.
        ///
        /// - `onWake`: Called when another server has sent a hint, and when hints may have been missed.
        func start(_ onWake: @escaping @Sendable () -> Void) {
            var ends: [Int32] = [-1, -1]
            // Without a pipe there are no hints, which only makes everybody look by itself.
            guard pipe(&ends) == 0 else { return }
            let listening = ends[0]
            let bell = ends[1]
            let isFirst = state.withLock { state in
                guard state.bell == nil, !state.isClosed else { return false }
                state.bell = bell
                if state.isAsked { Self.ring(bell) }
                return true
            }
            guard isFirst else {
                Self.end(listening)
                Self.end(bell)
                return
            }
            OwnThread.start("till-notify") {
                self.run(listening, onWake)
                self.state.withLock { $0.bell = nil }
                Self.end(listening)
                Self.end(bell)
            }
        }

        func close() {
            state.withLock { state in
                state.isClosed = true
                Self.ring(state.bell)
            }
        }

        /// The system's `close`, which the function above hides.
        private static func end(_ descriptor: Int32) {
            #if canImport(Glibc)
                Glibc.close(descriptor)
            #else
                Darwin.close(descriptor)
            #endif
        }

        private static func ring(_ bell: Int32?) {
            guard let bell else { return }
            var byte: UInt8 = 1
            // A pipe that is full is one that rings already.
            _ = write(bell, &byte, 1)
        }

        private var isClosed: Bool { state.withLock { $0.isClosed } }

        // MARK: - On the thread

        private func run(_ bell: Int32, _ onWake: () -> Void) {
            var failures = 0
            while !isClosed {
                do throws(StoreError) {
                    let connection = try connector.connect()
                    defer { PQfinish(connection) }
                    try command("LISTEN till_wake", on: connection)
                    let schema = try command("SELECT current_schema()", on: connection)
                    failures = 0
                    onWake()
                    try converse(connection, schema, bell, onWake)
                } catch {
                    connector.options.logger.debug(
                        "No hints between servers for now", metadata: ["error": "\(error)"])
                    failures += 1
                    let milliseconds = min(100 << min(failures, 6), Self.longestPause)
                    OwnThread.pause(upTo: milliseconds, connector.options.random) { isClosed }
                }
            }
        }

        /// Sends and hears hints until the connection breaks or the channel is closed.
        private func converse(
            _ connection: OpaquePointer, _ schema: String, _ bell: Int32, _ onWake: () -> Void
        ) throws(StoreError) {
            let ownProcess = PQbackendPID(connection)
            while !isClosed {
                if takeAsked() {
                    try command("SELECT pg_notify('till_wake', current_schema())", on: connection)
                    OwnThread.pause(milliseconds: Self.pace)
                } else {
                    wait(PQsocket(connection), bell)
                }
                guard PQconsumeInput(connection) == 1 else {
                    throw StoreError(.unavailable, "the connection was lost")
                }
                var isWoken = false
                while let hint = PQnotifies(connection) {
                    // A schema of another shop in the same database is no concern of this one.
                    let isOurs = hint.pointee.extra.map { String(cString: $0) } == schema
                    isWoken = isWoken || (isOurs && hint.pointee.be_pid != ownProcess)
                    PQfreemem(hint)
                }
                if isWoken { onWake() }
            }
        }

        private func takeAsked() -> Bool {
            state.withLock { state in
                defer { state.isAsked = false }
                return state.isAsked
            }
        }

        /// Waits until the server says something or somebody rings.
        private func wait(_ socket: Int32, _ bell: Int32) {
            var descriptors = [
                pollfd(fd: socket, events: Int16(POLLIN), revents: 0),
                pollfd(fd: bell, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&descriptors, 2, -1) > 0, descriptors[1].revents != 0 else { return }
            var bytes: (UInt64, UInt64) = (0, 0)
            _ = read(bell, &bytes, 16)
        }

        /// Runs a command and returns its first column; empty when it has none.
        @discardableResult
        private func command(_ sql: String, on connection: OpaquePointer) throws(StoreError) -> String {
            let result = PQexec(connection, sql)
            defer { PQclear(result) }
            guard let result, [PGRES_COMMAND_OK, PGRES_TUPLES_OK].contains(PQresultStatus(result)) else {
                throw StoreError(.unavailable, PQerrorMessage(connection).map { String(cString: $0) } ?? "no reason")
            }
            guard PQntuples(result) > 0, let text = PQgetvalue(result, 0, 0) else { return "" }
            return String(cString: text)
        }
    }
#endif
