/// A request of a hook's.
public struct HookRequest: Sendable, Hashable {
    /// `GET`, `POST`, ….
    public var method: String
    /// An absolute address with `https://`, or `http://` where that is meant.
    public var url: String
    /// Header fields; `Idempotency-Key` is added unless it is here.
    public var headers: [String: String]
    /// The body; empty for none.
    public var body: [UInt8]

    /// A request.
    public init(method: String, url: String, headers: [String: String] = [:], body: [UInt8] = []) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}
