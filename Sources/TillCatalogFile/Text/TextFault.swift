/// Why bytes are not a text that YAML may be written in.
enum TextFault: Equatable {
    /// The bytes at an offset are not UTF-8.
    case notUTF8(offset: Int)
    /// A character at an offset is one that text does not contain.
    case control(UInt32, offset: Int)

    /// The first fault of some bytes from an offset on; nil when there is none.
    static func first(in bytes: [UInt8], from start: Int) -> TextFault? {
        bytes.withUnsafeBufferPointer { bytes in
            var offset = start
            while offset < bytes.count {
                let byte = bytes[offset]
                if byte < 0x80 {
                    guard byte >= 0x20 && byte != 0x7F || byte == 0x0A || byte == 0x0D || byte == 0x09 else {
                        return .control(UInt32(byte), offset: offset)
                    }
                    offset += 1
                    continue
                }
                guard let (scalar, width) = decode(bytes, at: offset) else { return .notUTF8(offset: offset) }
                guard !isControl(scalar) else { return .control(scalar, offset: offset) }
                offset += width
            }
            return nil
        }
    }

    /// Whether a character is one that text does not contain: it would garble a terminal or a database.
    static func isControl(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x09, 0x0A, 0x0D, 0x85: false
        case 0..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF: true
        default: false
        }
    }

    /// The character of several bytes that begins at an offset, after the table of well-formed UTF-8.
    private static func decode(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> (UInt32, Int)? {
        let lead = bytes[offset]
        let (width, second): (Int, ClosedRange<UInt8>)
        switch lead {
        case 0xC2...0xDF: (width, second) = (2, 0x80...0xBF)
        case 0xE0: (width, second) = (3, 0xA0...0xBF)
        case 0xED: (width, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (width, second) = (3, 0x80...0xBF)
        case 0xF0: (width, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (width, second) = (4, 0x80...0xBF)
        case 0xF4: (width, second) = (4, 0x80...0x8F)
        default: return nil
        }
        guard offset + width <= bytes.count, second.contains(bytes[offset + 1]) else { return nil }
        var scalar = UInt32(lead) & (0xFF >> UInt32(width + 1))
        for index in offset + 1..<offset + width {
            guard bytes[index].isContinuation else { return nil }
            scalar = scalar << 6 | UInt32(bytes[index] & 0x3F)
        }
        return (scalar, width)
    }
}
