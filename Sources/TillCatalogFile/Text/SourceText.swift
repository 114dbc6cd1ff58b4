/// A file's bytes under the name it was given by.
///
/// Positions are counted through all files of a catalog, one behind the other, so that a position alone tells the file.
struct SourceText: Sendable {
    /// The file as whoever asked named it.
    let file: String
    /// What the file holds.
    let bytes: [UInt8]
    /// Where the text begins: after a byte order mark, if there is one.
    let bodyStart: Int
    /// The position of its first character.
    let base: Int

    /// The most bytes that are read, of all files of a catalog together.
    static let maximumBytes = 64 << 20

    /// A text; the bytes are shared, not copied.
    init(file: String, bytes: [UInt8], base: Int = 0) {
        self.file = file
        self.bytes = bytes
        self.base = base
        bodyStart = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// The character positions of byte positions, which must ascend.
    func characters(atAscending offsets: [Int]) -> [Int] {
        var positions: [Int] = []
        var (offset, character) = (bodyStart, base)
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

    /// Its beginning.
    var beginning: SourceSpan { SourceSpan(base, base) }

    /// Where the next file's positions begin; a byte is a character at most.
    var end: Int { base + bytes.count + 1 }
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
