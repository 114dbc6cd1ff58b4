import NIOCore
import NIOPosix

/// Sends webhooks from one thread, so that it takes little of the machine that it measures.
struct LoadGenerator {
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let port: Int

    /// Opens connections, sends, closes them, and says what came of it.
    ///
    /// - `whileFull`: Called in the middle of the time, while every connection stands and is used.
    func run(
        _ events: sending StripeEvents, connections: Int, pace: Load.Pace, warmUp: Int = 2, seconds: Int,
        most: Int? = nil, whileFull: (() -> Void)? = nil
    ) async throws -> Load.Outcome {
        let loop = group.next()
        let done = loop.makePromise(of: Load.Outcome.self)
        let load = Load(events, pace: pace, most: most, on: loop, done: done)
        let bound = try await Self.bind(load, to: loop)
        let bootstrap = ClientBootstrap(group: group)
            .channelOption(ChannelOptions.socketOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(LoadConnection(load: bound.value))
                }
            }
        var channels: [any Channel] = []
        while channels.count < connections {
            // No more at once than a listening socket keeps waiting.
            let batch = (channels.count..<min(connections, channels.count + 64)).map { _ in
                bootstrap.connect(host: "127.0.0.1", port: port)
            }
            for connection in batch { channels.append(try await connection.get()) }
        }
        loop.execute { bound.value.start(warmUp: .seconds(Int64(warmUp)), time: .seconds(Int64(seconds))) }
        if let whileFull {
            try await Task.sleep(for: .milliseconds(warmUp * 1_000 + seconds * 500))
            whileFull()
        }
        let outcome = try await done.futureResult.get()
        for channel in channels { channel.close(promise: nil) }
        for channel in channels { try? await channel.closeFuture.get() }
        return outcome
    }

    private static func bind(_ load: sending Load, to loop: any EventLoop) async throws -> NIOLoopBound<Load> {
        let box = NIOLoopBoundBox<Load?>.makeBoxSendingValue(load, eventLoop: loop)
        return try await loop.submit {
            guard let load = box.value else { throw ChannelError.eof }
            return NIOLoopBound(load, eventLoop: loop)
        }.get()
    }

    func shutDown() async throws { try await group.shutdownGracefully() }
}
