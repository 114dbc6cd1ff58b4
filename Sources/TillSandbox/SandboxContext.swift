import Hummingbird
import NIOCore

/// A request's surroundings, with the connection that it came on.
struct SandboxContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    private let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// Breaks the connection off, so that what is answered afterwards reaches nobody.
    func hangUp() { channel.close(promise: nil) }
}
