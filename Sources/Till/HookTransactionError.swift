/// Why a statement of a hook's, or the end of its run, was refused.
public struct HookTransactionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What went wrong, to compare.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code's name.
        public let description: String
        private init(_ description: String) { self.description = description }

        /// It is no statement that a hook may run.
        public static let statementRefused = Code("hook.statement_refused")
        /// It writes to a table that is not the team's own.
        public static let tableRefused = Code("hook.table_refused")
        /// It is more than one statement.
        public static let severalStatements = Code("hook.several_statements")
        /// The database did not run it.
        public static let failed = Code("hook.statement_failed")
        /// It took longer than the transaction may.
        public static let tookTooLong = Code("hook.took_too_long")
        /// The transaction is over.
        public static let over = Code("hook.transaction_over")
        /// The run was ended before, or is somebody else's by now.
        public static let runIsOver = Code("hook.run_is_over")
        /// The answer has no such column.
        public static let unknownColumn = Code("hook.unknown_column")
        /// A column holds something else.
        public static let wrongKind = Code("hook.wrong_kind")
    }

    /// What went wrong, to compare.
    public let code: Code
    /// One sentence that says what is wrong and how to mend it.
    public let description: String

    /// An error with its sentence.
    package init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
