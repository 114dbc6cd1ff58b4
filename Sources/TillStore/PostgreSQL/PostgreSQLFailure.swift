#if PostgreSQL
    import CLibPQ

    /// Why a statement did not do what it was asked, in the server's terms.
    struct PostgreSQLFailure: Error {
        /// The five characters of SQLSTATE; empty when the server said nothing.
        let state: String
        let message: String
        /// Whether the connection is gone.
        let isLost: Bool

        init(state: String = "", message: String, isLost: Bool) {
            self.state = state
            self.message = message
            self.isLost = isLost
        }

        /// What the server said in a result.
        init(_ result: OpaquePointer, isLost: Bool) {
            // 'C' and 'M' name the fields, as the protocol does.
            state = Self.field(result, "C") ?? ""
            message =
                Self.field(result, "M") ?? PQresultErrorMessage(result).map { String(cString: $0) } ?? "no message"
            // A connection that can no longer write may lead to a server that is no longer the first.
            self.isLost = isLost || state.hasPrefix("57P") || state == "25006"
        }

        private static func field(_ result: OpaquePointer, _ name: Character) -> String? {
            PQresultErrorField(result, Int32(name.asciiValue ?? 0)).map { String(cString: $0) }
        }

        /// Whether the same transaction may well succeed when it is run again: it met another one.
        var isCollision: Bool { state == "40001" || state == "40P01" }

        /// Whether the connection's prepared statements are not what they were: the tables changed, or somebody in
        /// between hands every transaction to another connection.
        var isStale: Bool {
            state == "26000" || (state == "0A000" && message.contains("cached plan"))
        }

        /// In our words.
        var storeError: StoreError {
            let words = state.isEmpty ? "\(message) (PostgreSQL)" : "\(message) (PostgreSQL \(state))"
            if isStale {
                return StoreError(
                    .unavailable,
                    "\(words); between Till and PostgreSQL only pooling by session works, not by transaction")
            }
            return StoreError(isLost || isPassing ? .unavailable : isUnusable ? .unusable : .refused, words)
        }

        /// Whether it passes without anybody mending the statement: no connection, no room, no lock in time.
        private var isPassing: Bool {
            ["08", "40", "53", "57", "58"].contains(state.prefix(2)) || state == "55P03" || state == "25006"
        }

        /// Whether the database as a whole cannot be used: no such database or schema, no right to it, damage.
        private var isUnusable: Bool { ["28", "3D", "3F", "XX"].contains(state.prefix(2)) || state == "42501" }
    }
#endif
