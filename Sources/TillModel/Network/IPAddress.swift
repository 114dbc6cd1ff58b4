/// An address of the internet protocol, as bytes: four of them, or sixteen.
package struct IPAddress: Sendable, Hashable {
    package let bytes: [UInt8]

    /// An address; nil for another number of bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// Whether it is this very machine.
    package var isLoopback: Bool {
        if bytes.count == 4 { return bytes[0] == 127 }
        if bytes.dropLast().allSatisfy({ $0 == 0 }) { return bytes[15] == 1 }
        return isMapped && bytes[12] == 127
    }

    /// Whether it belongs to the open internet: no network of one's own, no test range, nothing that stands for
    /// another address.
    ///
    /// Of version 6 only what is given out to the open internet counts, so that addresses that carry one of version 4
    /// inside, as NAT64, 6to4 and mapped ones do, never do.
    package var isPublic: Bool {
        bytes.count == 4
            ? !Self.closed4.contains { matches($0.0, $0.1) }
            : matches([0x20], 3) && !Self.closed6.contains { matches($0.0, $0.1) }
    }

    /// Whether it is one of version 4, written as one of version 6.
    private var isMapped: Bool {
        bytes.count == 16 && bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 255 && bytes[11] == 255
    }

    /// Whether the first bits are a network's.
    private func matches(_ network: [UInt8], _ bits: Int) -> Bool {
        for bit in 0..<bits {
            let (index, mask) = (bit / 8, UInt8(0x80) >> UInt8(bit % 8))
            let wanted = index < network.count ? network[index] & mask : 0
            guard bytes[index] & mask == wanted else { return false }
        }
        return true
    }

    private static let closed4: [([UInt8], Int)] = [
        ([0], 8), ([10], 8), ([100, 64], 10), ([127], 8), ([169, 254], 16), ([172, 16], 12), ([192, 0, 0], 24),
        ([192, 0, 2], 24), ([192, 88, 99], 24), ([192, 168], 16), ([198, 18], 15), ([198, 51, 100], 24),
        ([203, 0, 113], 24), ([224], 4), ([240], 4),
    ]

    private static let closed6: [([UInt8], Int)] = [
        // Teredo and other protocols' own, documentation, 6to4, documentation again.
        ([0x20, 0x01, 0x00], 23), ([0x20, 0x01, 0x0D, 0xB8], 32), ([0x20, 0x02], 16), ([0x3F, 0xFF, 0x00], 20),
    ]
}
