import Hummingbird
import Logging
import NIOCore

/// What is known of a request besides its bytes.
struct ServerContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    private let channel: any Channel

    /// The address of whoever is at the other end of the connection; nil in tests without a socket.
    ///
    /// Made into text only for who asks: most requests are never looked at by their address.
    var remoteAddress: String? { channel.remoteAddress?.ipAddress }

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}
