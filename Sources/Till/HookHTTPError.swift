/// Why a hook's request has no answer that can be used.
public struct HookHTTPError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What went wrong, to compare.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code's name.
        public let description: String
        private init(_ description: String) { self.description = description }

        /// The request cannot be sent as it is.
        public static let invalidRequest = Code("hook_http.invalid_request")
        /// The address is not one that hooks may call.
        public static let addressRefused = Code("hook_http.address_refused")
        /// There was no complete answer in time; what the other side did is unknown.
        public static let noAnswer = Code("hook_http.no_answer")
        /// The answer's status is not from 200 to 299.
        public static let refused = Code("hook_http.refused")
    }

    /// What went wrong, to compare.
    public let code: Code
    /// One sentence that says what is wrong.
    public let description: String
    /// The answer, when there was one.
    public let response: HookResponse?

    /// An error with its sentence.
    public init(_ code: Code, _ description: String, response: HookResponse? = nil) {
        self.code = code
        self.description = description
        self.response = response
    }
}
