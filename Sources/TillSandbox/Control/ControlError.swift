import HTTPTypes

/// A request to the control routes that cannot be done.
struct ControlError: Error, Sendable {
    /// One sentence with the remedy.
    let message: String
    var status = HTTPResponse.Status.badRequest

    init(_ message: String, status: HTTPResponse.Status = .badRequest) {
        self.message = message
        self.status = status
    }
}
