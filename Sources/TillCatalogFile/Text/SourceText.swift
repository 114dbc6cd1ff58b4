/// A file's bytes under the name it was given by.
struct SourceText: Sendable {
    /// The file as whoever asked named it.
    let file: String
    /// What the file holds.
    let bytes: [UInt8]
    /// Where the text begins: after a byte order mark, if there is one.
    let bodyStart: Int

    /// The most bytes that are read.
    static let maximumBytes = 16 << 20

    /// A text; the bytes are shared, not copied.
    init(file: String, bytes: [UInt8]) {
        self.file = file
        self.bytes = bytes
        bodyStart = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// The character positions of byte positions, which must ascend.
    func characters(atAscending offsets: [Int]) -> [Int] {
        var positions: [Int] = []
        var (offset, character) = (bodyStart, 0)
        bytes.withUnsafeBufferPointer { bytes in
            for wanted in offsets {
                while offset < wanted, offset < bytes.count {
                    if !bytes[offset].isContinuation { character += 1 }
                    offset += 1
                }
                positions.append(character)
            }
        }
        return positions
    }
}

extension UInt8 {
    /// Whether this byte continues a character of UTF-8 rather than begins one.
    var isContinuation: Bool { self & 0xC0 == 0x80 }
    /// Whether this is an ASCII digit.
    var isDigit: Bool { self >= 0x30 && self <= 0x39 }
    /// Whether this is an ASCII letter.
    var isLetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }
    /// This byte in lower case, if it is an ASCII letter.
    var lowercased: UInt8 { isLetter ? self | 0x20 : self }
}
