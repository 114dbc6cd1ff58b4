import Hummingbird
import Logging
import NIOCore

/// What is known of a request besides its bytes.
struct ServerContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The address of whoever is at the other end of the connection; nil in tests without a socket.
    let remoteAddress: String?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = source.channel.remoteAddress?.ipAddress
    }
}
