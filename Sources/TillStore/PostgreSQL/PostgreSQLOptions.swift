#if PostgreSQL
    import Logging
    import TillModel

    /// How a PostgreSQL database is reached.
    package struct PostgreSQLOptions: Sendable {
        /// The address, as libpq takes it: `postgres://user:password@host/database?sslmode=verify-full`.
        let url: String
        /// The most connections that are open at the same time; each is opened when it is first needed.
        let connections: Int
        /// Whether a connection to another machine must be encrypted.
        let requiresTLS: Bool
        /// Numbers from 0 to 1, so that many servers do not come back at the same moment.
        let random: @Sendable () -> Double
        let failpoints: Failpoints
        let logger: Logger

        /// The least number of connections that work at all: webhooks have their own.
        package static let leastConnections = 3

        package init(
            url: String, connections: Int = 10, requiresTLS: Bool = false, random: @escaping @Sendable () -> Double,
            failpoints: Failpoints = .none, logger: Logger
        ) {
            self.url = url
            self.connections = max(connections, Self.leastConnections)
            self.requiresTLS = requiresTLS
            self.random = random
            self.failpoints = failpoints
            self.logger = logger
        }
    }
#endif
