#if PostgreSQL
    extension PostgreSQLConnection: TimeLimited {
        /// The server ends a statement that takes longer than what is left of the time.
        func limited<Value>(to limit: Duration, _ body: () throws -> Value) throws -> Value {
            session.deadline = ContinuousClock().now.advanced(by: limit)
            defer { session.deadline = nil }
            do {
                return try body()
            } catch  where session.hasRunOutOfTime {
                throw TimeLimitExceeded(limit: limit)
            }
        }
    }
#endif
