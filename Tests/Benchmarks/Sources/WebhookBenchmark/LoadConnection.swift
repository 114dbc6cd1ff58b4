import NIOCore

/// One keep-alive connection: a request at a time, and its answer.
final class LoadConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let load: Load
    private var context: ChannelHandlerContext?
    private var received = ByteBuffer()
    /// When the request that is under way was to be sent; nil while none is.
    private var intendedAt: NIODeadline?

    init(load: Load) { self.load = load }

    func channelActive(context: ChannelHandlerContext) {
        self.context = context
        load.isReady(self)
    }

    func send(_ request: ByteBuffer, intendedAt: NIODeadline) {
        self.intendedAt = intendedAt
        context?.writeAndFlush(wrapOutboundOut(request), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        if received.readableBytes == 0 { received = bytes } else { received.writeBuffer(&bytes) }
        guard let status = takeAnswer(), let intendedAt else { return }
        self.intendedAt = nil
        load.answered(self, status: status, intendedAt: intendedAt)
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.context = nil
        load.wasClosed(isAnswerMissing: intendedAt != nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func close() { context?.close(promise: nil) }

    /// The status of a whole answer, which is then gone; nil while more has to come.
    private func takeAnswer() -> Int? {
        let answer = received.withUnsafeReadableBytes { bytes -> (status: Int, length: Int)? in
            var end = 3
            while end < bytes.count, bytes[end] != 10 || bytes[end - 2] != 10 { end += 1 }
            guard end < bytes.count, end > 12 else { return nil }
            let status = bytes[9..<12].reduce(0) { $0 * 10 + Int($1) - 48 }
            let length = end + 1 + Self.contentLength(UnsafeRawBufferPointer(rebasing: bytes[..<end]))
            return length <= bytes.count ? (status, length) : nil
        }
        guard let answer else { return nil }
        received.moveReaderIndex(forwardBy: answer.length)
        if received.readableBytes == 0 { received = ByteBuffer() }
        return answer.status
    }

    private static let name = Array("content-length:".utf8)

    private static func contentLength(_ head: UnsafeRawBufferPointer) -> Int {
        var start = 0
        while let end = head[start...].firstIndex(of: 10) {
            start = end + 1
            let isLength =
                head.count > start + name.count
                && name.indices.allSatisfy { head[start + $0] | 0x20 == name[$0] | 0x20 }
            guard isLength else { continue }
            return head[(start + name.count)...].prefix { $0 != 13 }.reduce(0) {
                (48...57).contains($1) ? $0 * 10 + Int($1) - 48 : $0
            }
        }
        return 0
    }
}
